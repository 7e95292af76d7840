import MeshModel
import Testing

@testable import MeshStore

/// Segments, and lists of them, whose checks all agree and that no version wrote: they are refused, or hide something, and never crash a reader.
struct HostileSegmentTests {
    /// A segment of some points and accesses, and a journal with more of them.
    private static func mesh() throws -> SimulatedDisk.Moment {
        let disk = SimulatedDisk()
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        for number in 1...9 {
            try CrashOperation.segmentsAside.commit(folder, telling: disk)
            if number == 6 { try Story.compact(folder) }
        }
        return disk.moment
    }

    /// Makes the checks of a file agree again.
    private static func seal(_ bytes: inout [UInt8]) {
        func put(_ number: UInt64, at place: Int) {
            for index in 0..<8 { bytes[place + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
        }
        let table = Int(bytes.integer(UInt64.self, at: 72))
        for (index, start) in stride(from: 4096, to: table, by: 4096).enumerated() {
            put(xxh64(bytes, start..<min(start + 4096, table)), at: table + 8 * index)
        }
        put(xxh64(bytes, table..<bytes.count), at: 80)
        put(xxh64(bytes, 0..<4088), at: 4088)
    }

    private static func section(_ name: String, of file: String, _ disk: SimulatedDisk) throws -> SnapshotHeader.Section
    {
        let header = try SnapshotHeader(Array(try #require(disk.bytes(file))[..<4096]), file: file)
        return try #require(header.sections.first { $0.name == name })
    }

    /// Changes the list of the snapshot.
    private static func list(_ disk: SimulatedDisk, _ change: (inout [UInt8]) -> Void) throws {
        let section = try section(Snapshot.Part.segments, of: "snapshot-1", disk)
        disk.overwrite("snapshot-1") { bytes in
            let range = Int(section.offset)..<Int(section.offset + section.length)
            var list = Array(bytes[range])
            change(&list)
            bytes.replaceSubrange(range, with: list)
            Self.seal(&bytes)
        }
    }

    /// Changes the segment, and what the snapshot says of it.
    private static func segment(_ disk: SimulatedDisk, _ change: (inout [UInt8]) -> Void) throws {
        disk.overwrite("segment-1") { bytes in
            change(&bytes)
            Self.seal(&bytes)
        }
        let check = Array(try #require(disk.bytes("segment-1"))[4088..<4096])
        try list(disk) { $0.replaceSubrange(24..<32, with: check) }
    }

    @Test func `a list that no version wrote is refused`() throws {
        let start = try Self.mesh()
        func open(_ change: (inout [UInt8]) -> Void) throws {
            let disk = SimulatedDisk(start)
            try Self.list(disk, change)
            _ = try Folder(disk)
        }
        try open { list in #expect(list.count == 8 + 24) }
        #expect(throws: StoreError.self) { try open { $0[8] = 0 } }
        #expect(throws: StoreError.self) { try open { $0[8] = 2 } }
        #expect(throws: StoreError.self) { try open { $0[16] ^= 1 } }
        #expect(throws: StoreError.self) { try open { $0[24] ^= 1 } }
    }

    private static let parts = [Snapshot.Part.index, Snapshot.Part.keys, Snapshot.Part.guide, Snapshot.Part.slots]
    private static let numbers: [UInt8] = [0, 1, 7, 9, 10, 11, 0x30, 0x7F, 0x80, 0xFF]

    @Test(arguments: parts) func `whatever stands in one never crashes a reader nor a compaction`(_ part: String) throws
    {
        let start = try Self.mesh()
        var lot = Lot(seed: UInt64(part.utf8.count))
        let section = try Self.section(part, of: "segment-1", SimulatedDisk(start))
        var refused = 0
        for _ in 0..<150 {
            let disk = SimulatedDisk(start)
            try Self.segment(disk) { bytes in
                for _ in 0..<Int.random(in: 1...3, using: &lot) {
                    let place = Int.random(in: 0..<Int(section.length), using: &lot)
                    bytes[Int(section.offset) + place] = Self.numbers.randomElement(using: &lot) ?? 0
                }
            }
            // Half of them with a bound, for which series are counted and passed over.
            if Bool.random(using: &lot) { try Self.list(disk) { ($0[0], $0[4]) = (3, 2) } }
            let folder = try Folder(disk)
            let view = try folder.view()
            do {
                _ = try SeriesStory.told(by: view)
                for record in SeriesStory.records(at: 9) {
                    _ = try view.record(record.key)
                    _ = try view.scan(
                        record.key.kind, prefix: Array(record.key.bytes.prefix(8)), after: record.key.bytes)
                }
            } catch { refused += 1 }
            _ = try Examination(disk)
            try? Story.compact(folder)
            _ = try? SeriesStory.told(by: Folder(disk).view())
        }
        #expect(refused > 0 || part == Snapshot.Part.guide || part == Snapshot.Part.slots)
    }
}
