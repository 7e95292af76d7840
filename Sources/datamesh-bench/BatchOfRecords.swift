import MeshModel
import MeshStore

/// Commits that share one write and one sync, as a busy daemon makes them: what the store takes once changes are planned.
enum BatchOfRecords {
    static let size = 1000

    static func measure(_ path: String, batches: Int) throws -> Samples {
        var samples = Samples()
        var writer = try Folder(path: path, knowing: []).writer()
        for number in 0..<batches {
            let drafts = (0..<size).map { place in
                Writer.Draft(
                    time: now().milliseconds, actor: Array("bench".utf8), request: [], changes: [],
                    writes: [
                        StoredWrite(
                            StoredKey(RecordKind.alias.rawValue, Array("bench-\(place)".utf8)),
                            [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 100))
                    ])
            }
            samples.add(try milliseconds { _ = try writer.commit(drafts) }.time)
        }
        return samples
    }
}
