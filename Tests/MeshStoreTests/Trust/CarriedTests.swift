import Testing

@testable import MeshStore

/// A mesh in one file: what arrives is what was sent, or nothing.
struct CarriedTests {
    /// A mesh with confidences, over a snapshot and a journal.
    private static func sent() throws -> SimulatedDisk {
        let disk = SimulatedDisk(isShared: true)
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        for number in 0..<4 {
            try ConfidenceTests.commit(folder, on: disk)
            if number == 1 { try Story.compact(folder) }
        }
        return disk
    }

    private static func bytes(_ folder: Folder) throws -> [UInt8] {
        var (export, bytes) = (try MeshExport(folder), [UInt8]())
        while let piece = try export.next() { bytes += piece }
        #expect(export.carried.bytes == UInt64(bytes.count))
        return bytes
    }

    private static func records(_ bytes: [UInt8], step: Int = .max) throws(StoreError) -> [StoredRecord] {
        var rest = bytes[...]
        var stream = try CarriedRecords("file") { count throws(StoreError) in
            defer { rest = rest.dropFirst(min(count, step)) }
            return Array(rest.prefix(min(count, step)))
        }
        var records: [StoredRecord] = []
        while let record = try stream.next() { records.append(record) }
        return records
    }

    @Test func `holds every record, and what few may read in its place`() throws {
        let folder = try Folder(Self.sent())
        let records = try Self.records(Self.bytes(folder), step: 7)
        let secret = records.filter { $0.key == Story.key("secret") }.map { String(decoding: $0.value, as: UTF8.self) }
        #expect(secret == ["purpose 4"])
        #expect(records.filter { $0.key.kind == 7 && $0.key != Story.key("secret") } == Story.records(at: 4))
        #expect(records.filter { $0.key.kind == StoredKey.request }.count == 4)
    }

    @Test func `a head without a seal is as long as one with it, and one that counts too far is refused`() throws {
        var head = CarriedHead(revision: 7, chain: 1, time: 2, seal: [])
        #expect(head.encoded.count == CarriedHead.length && head.encoded[48..<80].allSatisfy { $0 == 0 })
        #expect(try CarriedHead(head.encoded, file: "f") == head)
        head.revision = 1 << 62
        #expect(throws: StoreError.self) { try CarriedHead(head.encoded, file: "f") }
        head.revision -= 1
        #expect(try CarriedHead(head.encoded, file: "f") == head)
    }

    /// The seal of the revision goes on in the new mesh, progress is told, and a folder that was there stays.
    @Test func `what is made of it names the seal it came with`() throws {
        let folder = try Folder(Self.sent())
        let (bytes, scratch) = (try Self.bytes(folder), try TemporaryFolder())
        let source = { (bytes: [UInt8]) in
            var rest = bytes[...]
            return { (count: Int) throws(StoreError) -> [UInt8] in
                defer { rest = rest.dropFirst(count) }
                return Array(rest.prefix(count))
            }
        }
        var told: [CarriedMesh] = []
        let carried = try StoreGateway.create(path: scratch.path + "/a", carriedBy: "f", from: source(bytes)) {
            told.append($0)
        }
        #expect(told.last?.records == carried.records && carried.records > 4)
        let seal = try Snapshot(RealDisk(scratch.path + "/a"), "snapshot-1", known: []).section(Snapshot.Part.seal)
        let last = try folder.lastSeal(of: #require(folder.lastOpened()))
        #expect(try seal?.bytes(0..<SHA256.length) == last)
        // Of what fails a folder that was there stays, and one that was not is not there either.
        for (name, isThere) in [("b", true), ("c", false)] {
            if isThere { try FileSystemCalls.makeFolder(scratch.path + "/" + name) }
            #expect(throws: StoreError.self) {
                try StoreGateway.create(
                    path: scratch.path + "/" + name, carriedBy: "f", from: source(Array(bytes.dropLast(9))))
            }
            #expect(FileSystemCalls.names(in: scratch.path).contains(name) == isThere)
        }
    }

    @Test func `with any byte changed, or of any other length, is refused`() throws {
        let whole = try Self.bytes(Folder(Self.sent()))
        #expect(throws: Never.self) { try Self.records(whole) }
        for index in whole.indices {
            for flip in Effort.isLong ? Array(UInt8(1)...255) : [UInt8(1) << (index % 8)] {
                var bytes = whole
                bytes[index] ^= flip
                #expect(throws: StoreError.self, "byte \(index)") { try Self.records(bytes) }
            }
            #expect(throws: StoreError.self, "\(index) bytes") { try Self.records(Array(whole.prefix(index))) }
        }
        #expect(throws: StoreError.self) { try Self.records(whole + [0]) }
    }

    /// Every check agrees, and the numbers are nobody's.
    @Test(arguments: [0, 1, 15, 16, 1 << 16, 1 << 30, 1 << 31, UInt32.max] as [UInt32])
    func `of hostile lengths neither crashes nor grows`(_ number: UInt32) throws {
        let whole = try Self.bytes(Folder(Self.sent()))
        for place in [128, 132, 136 + 2, 136 + 4] {
            var bytes = whole
            for index in 0..<(place == 138 ? 2 : 4) {
                bytes[place + index] = UInt8(truncatingIfNeeded: number >> (8 * UInt32(index)))
            }
            // The first block is all of the records: its check stands before the end, which is 32 bytes long.
            let end = whole.count - 40
            let check = xxh64(bytes, 128..<end, seed: bytes.integer(at: 120))
            for index in 0..<8 { bytes[end + index] = UInt8(truncatingIfNeeded: check >> (8 * UInt64(index))) }
            if bytes == whole { continue }
            #expect(throws: StoreError.self, "\(number) at \(place)") { try Self.records(bytes) }
        }
    }
}
