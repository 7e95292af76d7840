import MeshModel
import Testing

@testable import MeshStore

/// Which snapshots stay as checkpoints of the past, and what is opened from them.
struct RetentionTests {
    private static func retention(_ text: String) throws -> CheckpointRetention {
        try #require(CheckpointRetention(text: text), "\(text)")
    }

    /// A mesh whose commit n is of the nth day of 2026, with a compaction behind each.
    private static func disk(_ commits: UInt64, keeping text: String? = nil) throws -> (SimulatedDisk, Folder) {
        let disk = SimulatedDisk()
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        if let text { try keep(text, folder) }
        for number in 1...commits { try commit(number, folder) }
        return (disk, folder)
    }

    private static func keep(_ text: String, _ folder: Folder) throws {
        var writer = try folder.writer(waiting: .zero)
        try writer.keepCheckpoints(try retention(text))
    }

    private static func time(_ number: UInt64) throws -> Int64 {
        try #require(Instant(text: "2026-01-01")).milliseconds + Int64(number - 1) * 86_400_000
    }

    private static func commit(_ number: UInt64, _ folder: Folder) throws {
        var writer = try folder.writer(waiting: .zero)
        var draft = Story.draft(number)
        draft.time = try time(number)
        _ = try writer.commit([draft])
        try writer.compact()
    }

    private static func snapshots(_ disk: SimulatedDisk) throws -> [UInt64] {
        Folder.checkpoints(try disk.names(), before: .max)
    }

    private static func forget(since number: UInt64, _ folder: Folder) throws -> ForgottenHistory {
        var writer = try folder.writer(waiting: .zero)
        return try writer.forget(beyond: .since(Instant(milliseconds: try time(number))))
    }

    @Test(arguments: [
        ("none", "none"), ("daily 7, weekly 4", "daily 7, weekly 4"), ("monthly 12,newest 3", "newest 3, monthly 12"),
        ("daily 10000", "daily 10000"), ("daily 10001", nil), ("daily 0", nil), ("daily", nil), ("daily -1", nil),
        ("daily 1, daily 2", nil), ("hourly 3", nil), ("", nil), ("daily 7,", nil), ("daily 7 weekly 4", nil),
    ])
    func `a retention is read from what people write, and written as they would`(_ text: String, _ said: String?) {
        #expect(CheckpointRetention(text: text)?.description == said)
    }

    /// Snapshots of the days from 2025-12-25 (number 1), a Thursday, to 2026-01-13 (20), a Tuesday.
    @Test(arguments: [
        ("none", []), ("newest 2", [19, 20]), ("newest 30", Array(1...20)), ("daily 3", [18, 19, 20]),
        ("weekly 2", [18, 20]), ("weekly 9", [4, 11, 18, 20]), ("monthly 1", [20]), ("monthly 5", [7, 20]),
        ("daily 2, weekly 3, monthly 2", [7, 11, 18, 19, 20]),
    ])
    func `the newest of each span stays`(_ text: String, _ kept: [UInt64]) throws {
        let first = try #require(Instant(text: "2025-12-25T12:00:00Z")).milliseconds
        let days = (1...20).map { (number: UInt64($0), time: first + Int64($0 - 1) * 86_400_000) }
        #expect(try Self.retention(text).kept(of: days).sorted() == kept)
    }

    @Test func `of two snapshots of a day the newer one stays, and before 1970 a week begins on Monday as well`() throws
    {
        let noon = try #require(Instant(text: "2026-01-05T12:00:00Z")).milliseconds
        #expect(try Self.retention("daily 5").kept(of: [(1, noon), (2, noon + 1), (3, noon - 1)]) == [3])
        let sunday = try #require(Instant(text: "1969-12-21T12:00:00Z")).milliseconds
        let weekly = try Self.retention("weekly 5")
        #expect(weekly.kept(of: [(1, sunday), (2, sunday + 86_400_000), (3, sunday + 7 * 86_400_000)]) == [1, 3])
    }

    @Test func `without a retention the last two stay; with one those it names, and all of the past can be opened`()
        throws
    {
        let (plain, _) = try Self.disk(6)
        #expect(try Self.snapshots(plain) == [5, 6])
        let (disk, folder) = try Self.disk(20, keeping: "daily 3, weekly 3")
        // 2026-01-01 is a Thursday: 4, 11 and 18 are Sundays.
        #expect(try Self.snapshots(disk) == [11, 18, 19, 20])
        for revision in 0...20 as ClosedRange<UInt64> {
            #expect(try folder.view(at: .revision(revision)).scan(7) == Story.records(at: revision))
        }
        try Self.keep("none", folder)
        #expect(try Self.snapshots(disk) == [19, 20])
        #expect(try Folder(disk).checkpointRetention() == .none)
    }

    @Test func `the past is read from the checkpoint before it and no further back`() throws {
        let (disk, folder) = try Self.disk(20, keeping: "daily 3, weekly 3")
        // Nothing before the checkpoint is needed.
        for number in 1...11 { try disk.remove("journal-\(number)") }
        #expect(try folder.view(at: .revision(14)).scan(7) == Story.records(at: 14))
        #expect(try folder.view(at: .time(Instant(milliseconds: Self.time(12)))).revision == 12)
        #expect(throws: StoreError.notKept(earliest: 11)) { _ = try folder.view(at: .revision(10)) }
    }

    @Test func `a compaction never makes the past shorter, and forgetting removes what nothing begins with`() throws {
        let (disk, folder) = try Self.disk(8, keeping: "newest 5")
        // The journal of commit 6 goes on from snapshot 5.
        let forgotten = try Self.forget(since: 6, folder)
        #expect(forgotten.journals == 5 && forgotten.logBegins == 5 && forgotten.earliest == 5)
        #expect(try Self.snapshots(disk) == [5, 6, 7, 8])
        try Self.keep("none", folder)
        #expect(try Self.snapshots(disk) == [5, 7, 8])
        for number in 9...12 as ClosedRange<UInt64> { try Self.commit(number, folder) }
        #expect(try Self.snapshots(disk) == [5, 11, 12])
        for revision in 5...12 as ClosedRange<UInt64> {
            #expect(try folder.view(at: .revision(revision)).scan(7) == Story.records(at: revision))
        }
        #expect(try Self.forget(since: 10, folder).earliest == 11)
        #expect(try Self.snapshots(disk) == [11, 12])
    }

    @Test func `where nothing is beyond the bound nothing is removed, nor the disk asked to remember it`() throws {
        let (disk, folder) = try Self.disk(3, keeping: "newest 3")
        let calls = try disk.log {
            var writer = try folder.writer(waiting: .zero)
            let forgotten = try writer.forget(beyond: .bytes(.max))
            #expect(forgotten.journals == 0 && forgotten.bytes == 0 && forgotten.earliest == 0)
        }
        #expect(!calls.contains(.remove) && !calls.contains(.sync))
        #expect(try Self.snapshots(disk) == [1, 2, 3])
    }

    @Test func `a retention that cannot be read lets everything stay, and is found`() throws {
        let (disk, folder) = try Self.disk(5, keeping: "newest 9")
        let file = try disk.open(CheckpointRetention.name, writing: true)
        try file.writeWhole([77], at: 33)
        try Self.commit(6, folder)
        #expect(try Self.snapshots(disk) == [1, 2, 3, 4, 5, 6])
        #expect(try ExaminationTests.parts(disk, .damage) == [CheckpointRetention.name])
        try Self.keep("newest 3", folder)
        #expect(try Self.snapshots(disk) == [4, 5, 6])
    }

    @Test func `every byte and length of the retention is checked`() throws {
        let mesh = [UInt8](repeating: 7, count: 16)
        let whole = try Self.retention("newest 3, daily 7").encoded(mesh: mesh)
        #expect(try CheckpointRetention(whole, mesh: mesh, file: "f").description == "newest 3, daily 7")
        for place in whole.indices {
            var spoilt = whole
            spoilt[place] ^= 0x40
            #expect(throws: StoreError.self) { try CheckpointRetention(spoilt, mesh: mesh, file: "f") }
            #expect(throws: StoreError.self) { try CheckpointRetention(Array(whole[..<place]), mesh: mesh, file: "f") }
        }
        #expect(throws: StoreError.self) { try CheckpointRetention(whole + [0], mesh: mesh, file: "f") }
        #expect(throws: StoreError.self) { try CheckpointRetention(whole, mesh: mesh.map { $0 + 1 }, file: "f") }
        /// What agrees with its check and was still not written by this version.
        func checked(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
            var bytes = Array(whole.dropLast(8))
            change(&bytes)
            bytes.appendCheck()
            return bytes
        }
        #expect(throws: StoreError.damaged(file: "f", offset: 36, finding: "10001 is more than can be set")) {
            try CheckpointRetention(
                checked { $0.replaceSubrange(36..<40, with: [0x11, 0x27, 0, 0]) }, mesh: mesh, file: "f")
        }
        #expect(throws: StoreError.newer(file: "f", finding: "it sets what this one does not know")) {
            try CheckpointRetention(checked { $0[48] = 1 }, mesh: mesh, file: "f")
        }
    }

    @Test func `a checkpoint is looked through as the snapshot in force is`() throws {
        let (disk, folder) = try Self.disk(4, keeping: "newest 4")
        #expect(
            try ExaminationTests.parts(disk, .whole) == [
                "CURRENT", "snapshot-4", "journal-5", "snapshot-1", "snapshot-2", "snapshot-3", "retention", "chain",
            ])
        #expect(try ExaminationTests.parts(disk, .damage).isEmpty)
        let bytes = try #require(disk.bytes("snapshot-2"))
        try disk.open("snapshot-2", writing: true).writeWhole([bytes[5000] ^ 1], at: 5000)
        #expect(try ExaminationTests.parts(disk, .damage) == ["snapshot-2"])
        // The others are as good as before.
        #expect(try folder.view(at: .revision(3)).scan(7) == Story.records(at: 3))
    }

    @Test func `a snapshot that was made beside leaves the checkpoints that are kept`() async throws {
        let disk = try SharedStoreTests.disk()
        let store = try SharedStoreTests.open(disk)
        let folder = try Folder(disk, knowing: ProductIndex.Part.all)
        for number in 1...4 {
            _ = try store.commit([SharedStoreTests.register(try #require(Domain.ID("d\(number)")))])
            if number == 2 {
                try disk.open(
                    CheckpointRetention.name,
                    orCreating: Self.retention("newest 3").encoded(mesh: folder.readCurrent().mesh))
            }
            #expect(try SharedStore.writeSnapshot(folder) == UInt64(number))
            try store.adoptSnapshot()
        }
        #expect(try Self.snapshots(disk) == [2, 3, 4])
    }

    @Test func `whoever waits for the past is told how far it was read`() throws {
        let disk = SimulatedDisk()
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        do {
            var writer = try folder.writer(waiting: .zero)
            _ = try writer.commit((1...3000).map { Story.draft($0) })
        }
        var told: [UInt64] = []
        #expect(try folder.view(at: .revision(2500)) { told.append($0) }.revision == 2500)
        #expect(told == [1024, 2048])
    }
}

extension SimulatedDisk {
    /// Puts a small file there, as another process would.
    fileprivate func open(_ name: String, orCreating bytes: [UInt8]) throws {
        try create(name, mode: 0o400).writeWhole(bytes, at: 0)
    }
}
