import MeshModel
import Testing

@testable import MeshStore

/// What `fsck` says of a folder, to the sentence.
struct ExaminationTests {
    /// Of which parts something is said; the records of the story are none of the model's, and left out.
    static func parts(_ disk: any Disk, _ weight: Examination.Weight) throws -> [String] {
        try Examination(disk).findings.filter { $0.weight == weight && $0.part != "records" }.map(\.part)
    }

    private static func lines(_ disk: any Disk, _ weight: Examination.Weight? = nil) throws -> [String] {
        try Examination(disk).findings.filter { weight == nil || $0.weight == weight }.map { "\($0.part) \($0.text)" }
    }

    /// Domains that no version can read, each a commit.
    private static func spoilt(_ count: Int) throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        try Folder.prepare(disk)
        var writer = try Folder(disk, knowing: ProductIndex.Part.all).writer(waiting: .zero)
        for number in 0..<count {
            let key = StoredKey(RecordKey(.domain, "d\(number)"))
            _ = try writer.commit([
                .init(time: 0, actor: [], request: [], changes: [], writes: [StoredWrite(key, [0xFF, 0xFF, 0xFF])])
            ])
        }
        return disk
    }

    @Test(arguments: [
        (1, 1, []), (20, 20, []), (21, 20, ["records 1 more cannot be read"]),
        (25, 20, ["records 5 more cannot be read"]),
    ])
    func `of records that cannot be read twenty are named and the others counted`(
        _ count: Int, _ named: Int, _ more: [String]
    ) throws {
        let lines = try Self.lines(Self.spoilt(count)).filter { $0.hasPrefix("records ") }
        #expect(lines.filter { !$0.contains("more") && !$0.contains("can be") }.count == named, "\(lines)")
        #expect(lines.filter { $0.contains("more") } == more)
        #expect(lines.last == "records 0 can be read")
    }

    @Test func `an end that is no commit is a note with its length`() throws {
        let disk = try Story.disk(3)
        let count = try #require(disk.bytes("journal-1")).count
        try disk.open("journal-1", writing: true).writeWhole([UInt8](repeating: 1, count: 40), at: UInt64(count))
        let text =
            "journal-1 ends with 40 bytes that are no commit: one that was cut off, and was confirmed to nobody; the next change removes them"
        #expect(try Self.lines(disk, .note) == [text])
        #expect(try Self.lines(disk).contains("journal-1 holds 3 frames up to revision 3"))
        #expect(try Self.parts(disk, .damage).isEmpty)
    }

    @Test func `what attempts left is noted, and nothing else of the folder is`() throws {
        let disk = try Story.disk(1)
        for name in ["CURRENT.new", "notes.txt", Snapshot.asideName, "snapshot-1.new"] {
            _ = try disk.create(name, mode: 0o600)
        }
        #expect(
            try Self.lines(disk, .note)
                == ["CURRENT.new", "snapshot-1.new", Snapshot.asideName].sorted().map {
                    "\($0) is left of an attempt, and the next one replaces it"
                })
    }

    @Test func `a snapshot of another mesh or of another place in it is none of this one`() throws {
        let (disk, other) = (try Story.disk(2), try Story.disk(2))
        for one in [disk, other] {
            let folder = try Folder(one)
            for _ in 0..<3 { try Story.compact(folder) }
        }
        // As far as its own bytes go it is whole.
        let foreign = try #require(other.bytes("snapshot-2"))
        disk.overwrite("snapshot-2") { $0 = foreign }
        let finding = "is damaged at byte 16: it belongs to another mesh or place in it"
        #expect(try Self.lines(disk, .damage).filter { !$0.hasPrefix("records ") } == ["snapshot-2 \(finding)"])
        let newest = try #require(disk.bytes("snapshot-3"))
        disk.overwrite("snapshot-2") { $0 = newest }
        #expect(try Self.lines(disk, .damage).filter { !$0.hasPrefix("records ") } == ["snapshot-2 \(finding)"])
    }

    @Test func `what is salvaged is counted exactly`() throws {
        let disk = try Story.disk(4)
        // The second frame of four.
        let journal = try Journal(disk, try Folder.readCurrent(disk))
        var ends: [UInt64] = []
        var place = journal.start
        _ = try journal.read(from: &place, to: nil) { (_, next) in ends.append(next.offset) }
        disk.overwrite("journal-1") { $0[Int(ends[0]) + 20] ^= 1 }
        var finds = Finds()
        try finds.take(disk)
        #expect(finds.report.frames == 3 && finds.report.lostBytes == ends[1] - ends[0] && finds.report.revision == 4)
        let new = SimulatedDisk()
        try Folder.prepare(new)
        let folder = try Folder(new)
        try finds.write(to: folder, by: .owner, at: TestClock().now)
        // `last` of 4, n3 and n4; n2 was written in the frame that is lost, and n1 deleted behind it.
        #expect(finds.report.records == 3)
        #expect(try folder.view().scan(7).map(\.key) == ["last", "n3", "n4"].map(Story.key))
        #expect(try folder.view().revision == 1)
    }

    @Test func `what cannot be read at all is damage, and what can be is counted`() throws {
        let disk = try SharedStoreTests.disk()
        do {
            let store = try SharedStoreTests.open(disk)
            _ = try store.commit([SharedStoreTests.register("d1"), SharedStoreTests.register("d2")])
        }
        #expect(try Self.lines(disk).contains("records 2 can be read"))
        try Story.compact(Folder(disk, knowing: ProductIndex.Part.all))
        try disk.remove("snapshot-1")
        #expect(try Self.parts(disk, .damage) == ["snapshot-1"])
    }

    /// Values of so many bytes, one salvage: how many commits they become.
    private static let splits: [([Int], UInt64)] = [
        ([9_437_184, 9_437_184, 9_437_184], 2), ([16_777_215, 5], 1), ([16_777_216, 5], 2),
    ]

    @Test(arguments: splits)
    func `what is salvaged is written in few commits of a size that the format takes`(
        _ sizes: [Int], _ commits: UInt64
    ) throws {
        let disk = SimulatedDisk()
        try Folder.prepare(disk)
        do {
            var writer = try Folder(disk).writer(waiting: .zero)
            for (place, size) in sizes.enumerated() {
                let write = StoredWrite(Story.key("\(place)"), [UInt8](repeating: 7, count: size))
                _ = try writer.commit([.init(time: 0, actor: [], request: [], changes: [], writes: [write])])
            }
        }
        var finds = Finds()
        try finds.take(disk)
        let new = SimulatedDisk()
        try Folder.prepare(new)
        try finds.write(to: Folder(new), by: .owner, at: TestClock().now)
        #expect(try Folder(new).view().revision == commits)
        #expect(try Folder(new).view().scan(7).map(\.value.count) == sizes)
    }
}
