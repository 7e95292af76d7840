import MeshModel
import Testing

@testable import MeshStore

/// Files of points and accesses: written once, named again, taken together now and then, and removed when nothing names them.
struct SegmentTests {
    private static func commit(_ folder: Folder, points: Int = 0) throws {
        var writer = try folder.writer(waiting: .zero)
        let revision = writer.view.revision + 1
        var draft = Story.draft(revision)
        draft.writes += SeriesStory.writes(revision)
        draft.writes += (0..<points).map { number in
            let time = SeriesStory.newestFirst(revision << 32 + UInt64(number))
            return StoredWrite(StoredKey(9, Array("orders\0rows\0\(time)".utf8)), [1, 2, 3])
        }
        _ = try writer.commit([draft])
    }

    private static func compact(_ folder: Folder, keeping bounds: SeriesBounds? = nil) throws {
        var writer = try folder.writer(waiting: .zero)
        try writer.compact(keeping: bounds)
    }

    /// A mesh with so many commits, a compaction behind each.
    private static func mesh(_ commits: Int, points: Int = 0) throws -> (disk: SimulatedDisk, folder: Folder) {
        let disk = SimulatedDisk()
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        for _ in 0..<commits {
            try commit(folder, points: points)
            try compact(folder)
        }
        return (disk, folder)
    }

    @Test func `what other bounds would take is counted before`() throws {
        let (disk, folder) = try Self.mesh(1, points: 5)
        let series = Dictionary(grouping: try folder.view().scan(9)) { record in
            Array(record.key.bytes.prefix(through: record.key.bytes.lastIndex(of: 0) ?? 0))
        }
        let beyond = series.values.reduce(0) { $0 + UInt64(max(0, $1.count - 2)) }
        let gateway = try FailingDiskTests.open(disk)
        #expect(try beyond >= 3 && gateway.beyond(SeriesBounds(points: 2)) == beyond)
        #expect(try gateway.beyond(.none) == 0)
    }

    /// No question asks for a block that only pads, or for all of them: whoever examines does.
    @Test func `a changed byte of any block is found by whoever examines the whole`() throws {
        let (disk, _) = try Self.mesh(1, points: 300)
        let count = try #require(disk.bytes("segment-1")).count
        for index in Swift.stride(from: 2048, to: count, by: 4096) {
            let damaged = SimulatedDisk(disk.moment)
            damaged.overwrite("segment-1") { $0[index] ^= 1 }
            #expect(try ExaminationTests.parts(damaged, .damage).contains("segment-1"), "byte \(index) of \(count)")
        }
    }

    private static func segments(_ disk: SimulatedDisk) throws -> [UInt64] {
        Folder.numbers(try disk.names(), "segment-").sorted()
    }

    private static func rows(_ view: RecordView) throws -> Int {
        try view.scan(9, prefix: Array("orders\0rows\0".utf8)).count
    }

    @Test(
        arguments: [
            ([], 5, 0), ([100], 50, 0), ([100], 51, 1), ([1000, 100], 60, 1), ([1000, 100], 450, 2),
            ([100, 1000], 450, 0), ([9000, 8000, 7000, 6000, 5000, 4000, 3000], 1, 0),
            // Of eight the newest is taken in however long it is, and whatever is then not twice as long.
            ([9000, 8000, 7000, 6000, 5000, 4000, 3000, 1000], 1, 1),
            ([9000, 8000, 7000, 6000, 5000, 4000, 2100, 1100], 1, 8), ([9000, 1, 1, 1, 1, 1, 1, 1, 1], 1, 8),
        ] as [([UInt64], UInt64, Int)])
    func `a new one takes the newest in while the next is not twice as long, or too many there are`(
        _ counts: [UInt64], _ new: UInt64, _ taken: Int
    ) {
        #expect(Segments.taken(counts, with: new) == taken)
    }

    @Test func `what was written once is named again, and each record is written again a few times`() throws {
        let (disk, folder) = try Self.mesh(1, points: 5000)
        let first = try #require(disk.bytes("segment-1"))
        var (written, most) = (0, 0)
        for _ in 0..<100 {
            try Self.commit(folder, points: 8)
            try Self.compact(folder)
            let segments = try #require(try folder.view().segments)
            most = max(most, segments.files.count)
            let newest = try #require(segments.files.last)
            if newest.header.number == (try folder.readCurrent().snapshot) { written += newest.recordCount }
        }
        // A hundred times some eleven records; all of them each time would be half a million.
        #expect(written > 1100 && written < 1100 * 10, "\(written)")
        #expect((3...Segments.most).contains(most), "\(most)")
        #expect(disk.bytes("segment-1") == first)
        #expect(try Self.rows(folder.view()) == 5800)
        #expect(try Self.segments(disk).count <= 2 * Segments.most)
    }

    @Test func `a compaction without anything new writes none, and neither does one of a mesh without series`() throws {
        let (disk, folder) = try Self.mesh(2)
        let before = try Self.segments(disk)
        for _ in 0..<3 { try Self.compact(folder) }
        #expect(try Self.segments(disk) == before.suffix(1))
        let plain = try Story.disk(3)
        try Story.compact(Folder(plain))
        #expect(try Self.segments(plain).isEmpty)
    }

    @Test func `a key is found from any place before it as from the beginning`() throws {
        let (_, folder) = try Self.mesh(1, points: 37)
        let file = try #require(try folder.view().segments?.files.first)
        for place in 0...file.recordCount {
            let key = try file.key(at: place) ?? StoredKey(11, [])
            for other in [key, StoredKey(key.kind, key.bytes + [0]), StoredKey(key.kind, key.bytes.dropLast())] {
                let expected = try file.lowerBound(other)
                for start in 0...expected { #expect(try file.lowerBound(other, from: start) == expected) }
            }
        }
    }

    @Test func `whoever has an old one open goes on with it when it is gone`() throws {
        let (disk, folder) = try Self.mesh(3)
        let view = try Folder(disk).view()
        for _ in 0..<6 {
            try Self.commit(folder, points: 40)
            try Self.compact(folder)
        }
        for file in try #require(view.segments?.files) { #expect(disk.bytes(Segments.name(file.header.number)) == nil) }
        #expect(try SeriesStory.told(by: view) == SeriesStory.records(at: 3))
    }

    @Test func `one that is gone, or not the one that is named, is refused and found`() throws {
        let (disk, _) = try Self.mesh(2)
        let (other, _) = try Self.mesh(2)
        let foreign = try #require(other.bytes("segment-2"))
        disk.overwrite("segment-2") { $0 = foreign }
        let exchanged = StoreError.damaged(
            file: "disk/segment-2", offset: 16, finding: "it is not the one that disk/snapshot-2 names")
        #expect(throws: exchanged) { try Folder(disk) }
        #expect(try ExaminationTests.parts(disk, .damage).contains("segment-2"))
        try disk.remove("segment-2")
        let gone = StoreError.damaged(
            file: "disk/segment-2", offset: 0, finding: "it is gone, and disk/snapshot-2 names it")
        #expect(throws: gone) { try Folder(disk) }
        #expect(try ExaminationTests.parts(disk, .damage).contains("segment-2"))
    }

    @Test func `a bound drops what is beyond it, the newest stay, and raising it brings nothing back`() throws {
        let (disk, folder) = try Self.mesh(1, points: 100)
        try Self.commit(folder)
        let all = try folder.view().scan(9, prefix: Array("orders\0rows\0".utf8))
        try Self.compact(folder, keeping: SeriesBounds(points: 10))
        #expect(try folder.view().scan(9, prefix: Array("orders\0rows\0".utf8)) == Array(all.prefix(10)))
        #expect(try folder.view().record(all[9].key) == all[9])
        #expect(try folder.view().record(all[10].key) == nil)
        #expect(try Self.segments(disk) == [1, 2])
        let kept = try #require(try folder.view().segments?.files.first).recordCount
        // Ten, and what the story has.
        #expect(kept == 14)
        try Self.commit(folder, points: 3)
        #expect(try Self.rows(folder.view()) == 10)
        try Self.compact(folder, keeping: SeriesBounds(points: 1000))
        #expect(try Self.rows(folder.view()) == 10)
        try Self.commit(folder, points: 3)
        #expect(try Self.rows(folder.view()) == 13)
        // Before the bound the past is as it was, as far as the bound in force reaches.
        #expect(try Self.rows(folder.view(at: .revision(1))) == 100)
        let text = "keeps the newest 1000 points of each metric and all accesses of each product"
        #expect(try Examination(disk).findings.contains { $0.part == "snapshot-3" && $0.text == text })
    }

    @Test func `a mesh made of a carried one holds its series in its snapshot until it compacts`() throws {
        let (_, folder) = try Self.mesh(3, points: 20)
        try Self.commit(folder)
        var (export, bytes) = (try MeshExport(folder), [UInt8]())
        while let piece = try export.next() { bytes += piece }
        let scratch = try TemporaryFolder()
        var rest = bytes[...]
        _ = try StoreGateway.create(path: scratch.path + "/a", carriedBy: "f") { count throws(StoreError) in
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let new = try Folder(path: scratch.path + "/a")
        let expected = try SeriesStory.told(by: folder.view())
        #expect(try new.view().segments == nil)
        #expect(try SeriesStory.told(by: new.view()) == expected)
        try Self.compact(new)
        #expect(try new.view().segments?.files.count == 1)
        #expect(
            try new.view().snapshot?.lowerBound(StoredKey(9, [])) == new.view().snapshot?.lowerBound(StoredKey(11, [])))
        #expect(try SeriesStory.told(by: new.view()) == expected)
    }

    @Test func `a snapshot made beside with another attempt's segment is not put in force`() throws {
        let (disk, folder) = try Self.mesh(1)
        try Self.commit(folder)
        try CrashOperation.segmentsAside.makeSnapshotBeside(folder)
        let snapshot = try #require(disk.bytes(Snapshot.asideName))
        try Self.commit(folder)
        try CrashOperation.segmentsAside.makeSnapshotBeside(folder)
        disk.overwrite(Snapshot.asideName) { $0 = snapshot }
        do {
            var writer = try folder.writer(waiting: .zero)
            #expect(throws: StoreError.self) { try writer.adoptSnapshot() }
        }
        #expect(try SeriesStory.told(by: Folder(disk).view()) == SeriesStory.records(at: 3))
        #expect(try folder.readCurrent().snapshot == 1)
        try CrashOperation.segmentsAside.makeSnapshotBeside(folder)
        var writer = try folder.writer(waiting: .zero)
        try writer.adoptSnapshot()
        #expect(try SeriesStory.told(by: Folder(disk).view()) == SeriesStory.records(at: 3))
    }
}
