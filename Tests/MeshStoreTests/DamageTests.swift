@testable import MeshStore
import Testing

/// Whatever bytes a file holds: a reader answers with what was written, or with an error; never with anything else.
@Suite struct `Damaged files` {
    /// What reading the whole mesh came to.
    private enum Outcome: Equatable {
        case revision(UInt64)
        case refused
    }

    /// Reads a disk whole and checks that what it says was once so.
    private static func read(_ disk: SimulatedDisk, _ what: String) -> Outcome {
        guard let view = try? Folder(disk).view(), let records = try? view.scan(7) else { return .refused }
        #expect(records == Story.records(at: view.revision), "\(what)")
        return .revision(view.revision)
    }

    private static func compacted() throws -> SimulatedDisk {
        let disk = try Story.disk(3)
        let folder = try Folder(disk)
        try Story.compact(folder)
        try Story.commit(folder, on: disk)
        return disk
    }

    @Test func `no longer matter once the watermark is one of them`() throws {
        let start = try Self.compacted().moment
        for index in 0..<Watermark.size {
            let damaged = SimulatedDisk(start)
            damaged.overwrite(Watermark.name) { $0[index] ^= 0x41 }
            #expect(Self.read(damaged, "watermark, byte \(index)") == .revision(4))
            try Story.commit(Folder(damaged))
            #expect(Self.read(damaged, "watermark, byte \(index), written") == .revision(5))
        }
    }

    /// A journal without its watermark ends wherever its last whole frame ends.
    @Test func `ending in a torn frame are cut there, and that is said`() throws {
        let disk = try Story.disk(2)
        let whole = try #require(disk.bytes("journal-1")).count
        try Story.commit(Folder(disk))
        let end = try #require(disk.bytes("journal-1")).count
        for length in whole + 1..<end {
            let torn = SimulatedDisk(disk.moment)
            torn.overwrite("journal-1") { $0.removeSubrange(length...) }
            torn.overwrite(Watermark.name) { $0 = [] }
            let folder = try Folder(torn)
            #expect(try folder.view().scan(7) == Story.records(at: 2))
            let notice = Notice.tornTail(file: "disk/journal-1", offset: UInt64(whole), bytes: UInt64(length - whole))
            #expect(folder.takeNotices() == [notice])
            try Story.commit(folder)
            #expect(folder.takeNotices() == [notice])
            #expect(try Folder(torn).view().scan(7) == Story.records(at: 3))
            #expect(torn.bytes("journal-1") == nil)
        }
    }

    @Test func `in the middle are refused with file and place`() throws {
        let disk = try Story.disk(1)
        let first = try #require(disk.bytes("journal-1")).count
        try Story.commit(Folder(disk))
        let second = try #require(disk.bytes("journal-1")).count
        try Story.commit(Folder(disk))
        for watermark in [true, false] {
            let damaged = SimulatedDisk(disk.moment)
            damaged.overwrite("journal-1") { $0[first + 40] ^= 1 }
            if !watermark { damaged.overwrite(Watermark.name) { $0 = [] } }
            let finding =
                watermark
                ? "no whole frame where one was confirmed" : "no whole frame, yet one follows at byte \(second)"
            let error = StoreError.damaged(file: "disk/journal-1", offset: UInt64(first), finding: finding)
            #expect(throws: error) { _ = try Folder(damaged) }
        }
    }

    @Test func `of two meshes do not mix`() throws {
        let (one, other) = (try Self.compacted(), try Self.compacted())
        for name in ["journal-2", "snapshot-1"] {
            let mixed = SimulatedDisk(one.moment)
            let foreign = try #require(other.bytes(name))
            mixed.overwrite(name) { $0 = foreign }
            #expect(throws: StoreError.self) { _ = try Folder(mixed) }
        }
    }
}

/// A snapshot whose checks are right and whose numbers are not: made by somebody, not by an accident.
@Suite struct `Hostile snapshots` {
    enum Field: CaseIterable {
        case fileSize, table, recordCount, sectionCount
        case indexOffset, indexLength, keysOffset, keysLength, valuesOffset, valuesLength
        case keyOffset, valueOffset, valueLength, keyLength
    }

    static let numbers: [UInt64] = [
        0, 1, 31, 33, 4095, 4096, 8192, 65536, 1 << 31, 1 << 32, 1 << 62, 1 << 63 - 4096, 1 << 63 - 1, 1 << 63,
        UInt64.max - 4095, .max,
    ]

    @Test(arguments: Field.allCases) func `never crash a reader`(_ field: Field) throws {
        let start = try Story.disk(3)
        try Story.compact(Folder(start))
        for number in Self.numbers {
            let disk = SimulatedDisk(start.moment)
            var forged = try #require(disk.bytes("snapshot-1"))
            try Self.forge(&forged, field, number)
            disk.overwrite("snapshot-1") { $0 = forged }
            guard let view = try? Folder(disk).view() else { continue }
            _ = try? view.scan(7, limit: 100)
            _ = try? view.record(Story.key("last"))
            var cursor = try? view.cursor(7)
            for _ in 0..<100 { _ = try? cursor?.next() }
            try? Story.compact(Folder(disk))
        }
    }

    /// Sets a number and makes every check agree again.
    private static func forge(_ bytes: inout [UInt8], _ field: Field, _ number: UInt64) throws {
        func put(_ number: UInt64, _ at: Int, _ size: Int = 8) {
            for index in 0..<size { bytes[at + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
        }
        let index = Int(try section(Snapshot.Part.index, of: bytes).place.offset)
        let indexHead = try section(Snapshot.Part.index, of: bytes).head
        let keysHead = try section(Snapshot.Part.keys, of: bytes).head
        let valuesHead = try section(Snapshot.Part.values, of: bytes).head
        let table: Int = Int(bytes.integer(UInt64.self, at: 72))
        switch field {
        case .fileSize: put(number, 64)
        case .table: put(number, 72)
        case .recordCount: put(number, 88)
        case .sectionCount: put(number, 96, 4)
        case .indexOffset: put(number, indexHead + 40)
        case .indexLength: put(number, indexHead + 48)
        case .keysOffset: put(number, keysHead + 40)
        case .keysLength: put(number, keysHead + 48)
        case .valuesOffset: put(number, valuesHead + 40)
        case .valuesLength: put(number, valuesHead + 48)
        case .keyOffset: put(number, index)
        case .valueOffset: put(number, index + 8)
        case .valueLength: put(number, index + 24, 4)
        case .keyLength: put(number, index + 28, 2)
        }
        put(xxh64(bytes, 4096..<table), table)
        put(xxh64(bytes, table..<bytes.count), 80)
        put(xxh64(bytes, 0..<4088), 4088)
    }

    /// Where the header speaks of a section, and what it says.
    private static func section(
        _ name: String, of bytes: [UInt8]
    ) throws -> (head: Int, place: SnapshotHeader.Section) {
        let sections = try SnapshotHeader(Array(bytes.prefix(4096)), file: "snapshot-1").sections
        let index = try #require(sections.firstIndex { $0.name == name })
        return (104 + 64 * index, sections[index])
    }

    @Test func `whose keys do not stand in order are not made into another`() throws {
        let disk = try Story.disk(3)
        try Story.compact(Folder(disk))
        let before = try #require(disk.bytes("snapshot-1"))
        let index = Int(try Self.section(Snapshot.Part.index, of: before).place.offset)
        var forged = before
        for byte in index..<index + 32 { forged.swapAt(byte, byte + 32) }
        try Self.forge(&forged, .recordCount, before.integer(at: 88))
        disk.overwrite("snapshot-1") { $0 = forged }
        let folder = try Folder(disk)
        #expect(throws: StoreError.self) { try folder.view().scan(7) }
        #expect(throws: StoreError.self) { try Story.compact(folder) }
    }

    @Test func `with a section nobody here knows are refused by its name`() throws {
        let disk = try Story.disk(1)
        func compact(isRequired: Bool) throws {
            let folder = try Folder(disk, knowing: ["search.words"])
            var writer = try folder.writer()
            try writer.compact { (_, snapshot) throws(StoreError) in
                try snapshot.begin("search.words", isRequired: isRequired)
                try snapshot.append(Array("sales".utf8))
            }
            let section = try #require(try folder.view().snapshot?.section("search.words"))
            #expect(try section.withBytes(0..<section.count) { $0.copy(0..<$0.byteCount) } == Array("sales".utf8))
            #expect(throws: StoreError.self) { try section.withBytes(1..<section.count + 1) { _ in } }
        }
        try compact(isRequired: false)
        #expect(try Folder(disk).view().revision == 1)
        try compact(isRequired: true)
        let error = StoreError.newer(file: "disk/snapshot-2", finding: "unknown section search.words")
        #expect(throws: error) { _ = try Folder(disk) }
    }
}

@Suite struct `The checksum` {
    /// Values of the reference implementation.
    @Test(
        arguments: [
            ("", 0, 0xEF46_DB37_51D8_E999), ("a", 0, 0xD24E_C4F1_A98C_6E5B), ("abc", 0, 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0, 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64, UInt64)])
    func `is xxh64`(_ text: String, _ seed: UInt64, _ hash: UInt64) {
        let bytes = Array(text.utf8)
        #expect(xxh64(bytes, 0..<bytes.count, seed: seed) == hash)
    }
}
