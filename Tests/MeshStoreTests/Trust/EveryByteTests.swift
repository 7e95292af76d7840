import Testing

@testable import MeshStore

/// Every byte of every file of a small mesh set to every other value, and every truncation: what is told is what was written, or it is refused.
struct EveryByteTests {
    /// What becomes of a mesh of which one file is not what was written.
    enum Promise: Sendable {
        /// Nothing of it is shown.
        case refused
        /// It is shown as it was: the file can be found anew.
        case shown
        /// What was damaged is refused, the rest is shown as it was.
        case either
    }

    /// A block of a snapshot that no reader needs is not looked at.
    static let changed: [(String, Promise)] = [
        (Current.name, .refused), ("journal-2", .refused), ("snapshot-1", .either), (Watermark.name, .shown),
        (Confidences.name, .either), ("segment-1", .either),
    ]
    static let shortened: [(String, Promise)] = changed.map { name, promise in
        (name, ["snapshot-1", "segment-1"].contains(name) ? .refused : promise)
    }

    /// A file is gone through by so many at once.
    private static let parts = 8

    /// The story in whose mesh there is such a file: words for few, or series.
    private static func story(of name: String) -> CrashOperation {
        name.hasPrefix("segment-") ? .segmentsAside : .confidence
    }

    /// A chapter in each of three commits, a compaction after the second.
    private static func mesh(_ story: CrashOperation) throws -> SimulatedDisk.Moment {
        let disk = SimulatedDisk(isShared: true)
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        for number in 1...3 {
            try story.commit(folder, telling: disk)
            if number == 2 { try Story.compact(folder) }
        }
        return disk.moment
    }

    /// What a reader of all of it comes to: nil where it is refused.
    private static func isTold(_ disk: SimulatedDisk, _ story: CrashOperation) -> Bool? {
        guard let folder = try? Folder(disk), let told = try? story.isTold(by: folder),
            let revision = try? folder.view().revision
        else { return nil }
        // A loss is only ever what was not synced: here all of it was.
        return told && revision == 3
    }

    private static func expect(_ promise: Promise, _ told: Bool?) -> Bool {
        switch promise {
        case .refused: told == nil
        case .shown: told == true
        case .either: told != false
        }
    }

    @Test(arguments: changed) func `of a byte with another value`(_ name: String, _ promise: Promise) async throws {
        let story = Self.story(of: name)
        let start = try Self.mesh(story)
        let count = try #require(SimulatedDisk(start).bytes(name)).count
        let stride = Effort.isLong ? 1 : max(1, count / 400)
        let changes = Effort.isLong ? Array(1...255 as ClosedRange<UInt8>) : [0x01, 0x80, 0xFF]
        let (tried, wrong, refused) = await withTaskGroup(of: (Int, [String], Int).self) { group in
            for part in 0..<Self.parts {
                group.addTask { @concurrent in
                    var (tried, wrong, refused) = (0, [String](), 0)
                    for index in Swift.stride(from: part * stride, to: count, by: stride * Self.parts) {
                        for change in changes {
                            let disk = SimulatedDisk(start, isShared: true)
                            disk.overwrite(name) { $0[index] ^= change }
                            let told = Self.isTold(disk, story)
                            tried += 1
                            refused += told == nil ? 1 : 0
                            if !Self.expect(promise, told) { wrong.append("byte \(index) changed by \(change)") }
                        }
                    }
                    return (tried, wrong, refused)
                }
            }
            return await group.reduce(into: (0, [], 0)) { ($0.0, $0.1, $0.2) = ($0.0 + $1.0, $0.1 + $1.1, $0.2 + $1.2) }
        }
        #expect(wrong.isEmpty, "\(name): \(wrong.prefix(3)), \(wrong.count) in all")
        #expect(tried >= min(count, 400) * changes.count / 2)
        Effort.tell([], [[name, "\(count) bytes", "\(tried) changes", "\(refused) refused", "\(wrong.count) wrong"]])
    }

    @Test(arguments: shortened) func `of a file that ends early`(_ name: String, _ promise: Promise) throws {
        let story = Self.story(of: name)
        let start = try Self.mesh(story)
        let count = try #require(SimulatedDisk(start).bytes(name)).count
        let stride = Effort.isLong ? 1 : max(1, count / 400)
        for length in Swift.stride(from: 0, to: count, by: stride) {
            let disk = SimulatedDisk(start, isShared: true)
            disk.overwrite(name) { $0.removeSubrange(length...) }
            #expect(Self.expect(promise, Self.isTold(disk, story)), "\(name), \(length) bytes of \(count)")
        }
        Effort.tell([], [[name, "\(count) truncations"]])
    }

    /// Else the tests above could not fail.
    @Test(arguments: [CrashOperation.confidence, .segmentsAside])
    func `as it was written it is shown`(_ story: CrashOperation) throws {
        #expect(Self.isTold(SimulatedDisk(try Self.mesh(story), isShared: true), story) == true)
    }
}
