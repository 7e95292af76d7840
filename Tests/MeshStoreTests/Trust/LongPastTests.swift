import MeshModel
import Testing

@testable import MeshStore

/// What a retention is worth: how long a state of long ago takes to open.
struct LongPastTests {
    /// Commits between two compactions: as many as make one due.
    private static let generation: UInt64 = Effort.isLong ? 4096 : 64
    private static let generations: UInt64 = Effort.isLong ? 40 : 4

    /// Two records of 1,000 bytes a commit, of 5,000 in all.
    private static func draft(_ revision: UInt64) -> Writer.Draft {
        var draft = Story.draft(revision)
        draft.writes = (0..<2 as Range<UInt64>).map { part in
            let key = StoredKey(7, Array("k\((2 * revision + part) % 5000)".utf8))
            return StoredWrite(key, [UInt8](repeating: UInt8(truncatingIfNeeded: revision), count: 1000))
        }
        return draft
    }

    private static func folder(_ scratch: borrowing Scratch, keeping text: String) throws -> Folder {
        try Folder.create(path: scratch.path + "/\(text)")
        let folder = try Folder(path: scratch.path + "/\(text)")
        var writer = try folder.writer()
        try writer.keepCheckpoints(try #require(CheckpointRetention(text: text)))
        for _ in 0..<generations {
            for _ in 0..<generation / 64 {
                let first = writer.view.revision + 1
                _ = try writer.commit((first..<first + 64).map(draft))
            }
            try writer.compact()
        }
        return folder
    }

    @Test func `a state of long ago is read from a checkpoint near it, or from the beginning`() throws {
        let scratch = try Scratch()
        let last = Self.generation * Self.generations
        var rows: [[String]] = []
        var told: [String: Int] = [:]
        for text in ["none", "newest 100"] {
            let folder = try Self.folder(scratch, keeping: text)
            for revision in [last / 4 + 10, last * 3 / 4 + 10] {
                let fresh = try Folder(path: folder.path)
                var pieces = 0
                let took = try ContinuousClock().measure {
                    let view = try fresh.view(at: .revision(revision)) { _ in pieces += 1 }
                    #expect(view.revision == revision)
                    #expect(try view.record(Self.draft(revision).writes[0].key)?.revision == revision)
                }
                rows.append([text, "\(revision) of \(last)", "\(took)"])
                told[text, default: 0] += pieces
            }
        }
        if Effort.isLong { #expect(told["newest 100"] == 0 && told["none", default: 0] > 100) }
        Effort.tell(["checkpoints", "revision", "took"], rows)
    }
}
