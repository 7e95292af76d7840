import MeshStore
import Testing

/// A mesh whose every revision is known beforehand: commit n writes `last` and `n<n>`, and deletes what n - 2 wrote.
enum Story {
    static func draft(_ revision: UInt64, size: Int = 8) -> Writer.Draft {
        var writes = [
            StoredWrite(key("last"), Array("\(revision)".utf8)),
            StoredWrite(key("n\(revision)"), [UInt8](repeating: UInt8(truncatingIfNeeded: revision), count: size)),
        ]
        if revision > 2 { writes.append(StoredWrite(key("n\(revision - 2)"), nil)) }
        return Writer.Draft(
            time: Int64(revision) * 1000, actor: Array("alice".utf8), request: Array("request-\(revision)".utf8),
            changes: Array("change \(revision)".utf8), writes: writes)
    }

    /// What stands in the mesh at a revision.
    static func records(at revision: UInt64, size: Int = 8) -> [StoredRecord] {
        guard revision > 0 else { return [] }
        var records = [StoredRecord(key: key("last"), value: Array("\(revision)".utf8), revision: revision)]
        for earlier in max(2, revision) - 1...revision where earlier > 0 {
            let value = [UInt8](repeating: UInt8(truncatingIfNeeded: earlier), count: size)
            records.append(StoredRecord(key: key("n\(earlier)"), value: value, revision: earlier))
        }
        return records.sorted { $0.key < $1.key }
    }

    static func key(_ text: String) -> StoredKey { StoredKey(7, Array(text.utf8)) }

    /// Commits the next chapter and tells the disk what happened.
    @discardableResult
    static func commit(_ folder: Folder, on disk: SimulatedDisk? = nil) throws -> UInt64 {
        var writer = try folder.writer(waiting: .seconds(1))
        let revision = writer.view.revision + 1
        disk?.attempting(revision)
        let answer = try writer.commit([draft(revision)])
        disk?.acknowledge(revision)
        #expect(answer == [revision])
        return revision
    }

    static func compact(_ folder: Folder) throws {
        var writer = try folder.writer(waiting: .seconds(1))
        try writer.compact()
    }

    /// A new mesh with so many commits.
    static func disk(_ commits: Int = 0, remembering: Bool = false) throws -> SimulatedDisk {
        let disk = SimulatedDisk(remembering: remembering)
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        for _ in 0..<commits { try commit(folder, on: disk) }
        return disk
    }
}
