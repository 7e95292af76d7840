import MeshModel
import MeshStore

/// Commits that share one write and one sync, as a busy daemon makes them: what the store takes once changes are planned.
struct BatchOfRecords {
    static let size = 1000
    private let path: String

    init(_ gateway: StoreGateway) { path = gateway.path }

    func commit(_ number: Int) throws {
        var writer = try Folder(path: path, knowing: []).writer()
        let drafts = (0..<Self.size).map { place in
            Writer.Draft(
                time: now().milliseconds, actor: Array("bench".utf8), request: [], changes: [],
                writes: [
                    StoredWrite(
                        StoredKey(RecordKind.alias.rawValue, Array("bench-\(place)".utf8)),
                        [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 100))
                ])
        }
        _ = try writer.commit(drafts)
    }
}
