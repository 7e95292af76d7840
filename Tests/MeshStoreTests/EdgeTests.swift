import MeshModel
import Testing

@testable import MeshStore

/// Places at the edge: the shortest frame, the last byte, reads that give less than was asked for.
struct EdgeTests {
    /// The places behind each frame of the first journal.
    private static func ends(_ disk: SimulatedDisk) throws -> [Int] {
        let journal = try Journal(disk, try Folder.readCurrent(disk))
        var (place, ends) = (journal.start, [Int]())
        _ = try journal.read(from: &place, to: nil) { (_, next) in ends.append(Int(next.offset)) }
        return ends
    }

    @Test func `what is read in pieces is whole`() throws {
        let disk = SimulatedDisk()
        let file = try disk.create("file", mode: 0o600)
        try file.writeWhole(Array(0..<20), at: 0)
        #expect(try SlowFile(file).readWhole(10, at: 5) == Array(5..<15))
    }

    @Test func `whoever reads a carried mesh is never asked for nothing`() throws {
        let disk = try Story.disk(3)
        var (export, bytes) = (try MeshExport(Folder(disk)), [UInt8]())
        while let piece = try export.next() { bytes += piece }
        var rest = bytes[...]
        var asked: [Int] = []
        var stream = try CarriedRecords("file") { (count) throws(StoreError) in
            asked.append(count)
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        while try stream.next() != nil {}
        #expect(asked.count > 3 && !asked.contains(0), "\(asked)")
    }

    @Test func `a key of the greatest length is kept, and a longer one refused`() throws {
        let disk = try Story.disk(1)
        for length in [StoredKey.lengthLimit, StoredKey.lengthLimit + 1] {
            let key = StoredKey(7, [UInt8](repeating: 65, count: length))
            var writer = try Folder(disk).writer(waiting: .zero)
            let draft = Writer.Draft(time: 0, actor: [], request: [], changes: [], writes: [StoredWrite(key, [1])])
            if length > StoredKey.lengthLimit {
                let refusal = StoreError.tooLarge(bytes: length, limit: StoredKey.lengthLimit)
                #expect(throws: refusal) { try writer.commit([draft]) }
            } else {
                _ = try writer.commit([draft])
                #expect(try Folder(disk).view().record(key)?.value == [1])
            }
        }
    }

    @Test func `a frame of the least length at the end of a file is found`() throws {
        let disk = SimulatedDisk()
        let file = try disk.create("file", mode: 0o600)
        var bytes: [UInt8] = []
        bytes.append(littleEndian: Frame.magic)
        bytes += [UInt8](repeating: 0, count: Frame.leastLength - 4)
        try file.writeWhole(bytes, at: 0)
        var window = Window(file, "file", end: UInt64(bytes.count))
        #expect(try window.nextMagic(from: 0) == 0)
    }

    @Test func `a frame right behind a few lost bytes is salvaged`() throws {
        let disk = try Story.disk(4)
        let second = try Self.ends(disk)[0]
        disk.overwrite("journal-1") { $0.insert(contentsOf: [UInt8](repeating: 0, count: 8), at: second) }
        var finds = Finds()
        try finds.take(disk)
        #expect(finds.report.frames == 4 && finds.report.lostBytes == 8)
    }

    /// Heads of frames one behind the other that have no body of theirs, of so many bytes together.
    private static func heads(_ bytes: Int, body: Int) -> [UInt8] {
        var head: [UInt8] = []
        head.append(littleEndian: Frame.magic)
        head.append(littleEndian: UInt32(Frame.leastLength + body))
        head += [UInt8](repeating: 0, count: 16)
        head.append(littleEndian: UInt32(body))
        head += [UInt8](repeating: 0, count: 4)
        return Array(repeatElement(head, count: bytes / head.count).joined())
    }

    @Test func `bytes that only look like frames are a torn tail, where they are few`() throws {
        let disk = try Story.disk(2)
        disk.overwrite("journal-1") { $0 += Self.heads(512, body: 64) }
        disk.overwrite(Watermark.name) { $0 = [] }
        #expect(try Folder(disk).view().scan(7) == Story.records(at: 2))
    }

    @Test func `bytes that look like frames everywhere do not keep a reader hashing`() throws {
        let disk = try Story.disk(2)
        disk.overwrite("journal-1") { $0 += Self.heads(1 << 20, body: 1 << 19) }
        disk.overwrite(Watermark.name) { $0 = [] }
        #expect(throws: StoreError.self) { _ = try Folder(disk) }
    }

    @Test func `a journal's head that counts too far is refused`() throws {
        var head = JournalHeader(
            mesh: [UInt8](repeating: 1, count: 16), number: 3, snapshot: 2, baseRevision: 1 << 62, baseChain: 1,
            previous: 2, salt: 5)
        #expect(throws: StoreError.self) { try JournalHeader(head.encoded, file: "f") }
        head.baseRevision = 7
        #expect(try JournalHeader(head.encoded, file: "f") == head)
    }

    @Test func `a mesh is not begun over another`() throws {
        let disk = try Story.disk(2)
        #expect(throws: StoreError.alreadyAMesh(path: "disk")) { try Folder.prepare(disk) }
        #expect(try Folder(disk).view().scan(7) == Story.records(at: 2))
    }

    @Test func `a snapshot of another mesh is removed where it would have been taken over`() throws {
        let (disk, other) = (try SharedStoreTests.disk(), try SharedStoreTests.disk())
        let (store, stranger) = (try SharedStoreTests.open(disk), try SharedStoreTests.open(other))
        _ = try store.commit([SharedStoreTests.register("d1")])
        _ = try stranger.commit([SharedStoreTests.register("d1")])
        _ = try SharedStore.writeSnapshot(Folder(other, knowing: ProductIndex.Part.all))
        let foreign = try #require(other.bytes(Snapshot.asideName))
        try disk.create(Snapshot.asideName, mode: 0o400).writeWhole(foreign, at: 0)
        #expect(throws: StoreError.self) { try store.adoptSnapshot() }
        #expect(disk.bytes(Snapshot.asideName) == nil)
    }

    @Test func `of the past as much is kept as its bytes allow together, and what goes is counted`() throws {
        let disk = try Story.disk(2)
        let folder = try Folder(disk)
        for _ in 0..<3 {
            try Story.compact(folder)
            try Story.commit(folder, on: disk)
        }
        let lengths = try (1...4).map { UInt64(try #require(disk.bytes("journal-\($0)")).count) }
        let bound = lengths[3] + lengths[2] + lengths[1] - 1
        var writer = try folder.writer(waiting: .zero)
        let forgotten = try writer.forget(beyond: .bytes(bound))
        #expect(forgotten.journals == 2 && forgotten.bytes == lengths[0] + lengths[1], "\(forgotten)")
        #expect(disk.bytes("journal-2") == nil && disk.bytes("journal-3") != nil)
    }
}

/// A file that gives three bytes at a time.
private final class SlowFile: DiskFile {
    private let file: any DiskFile

    init(_ file: any DiskFile) { self.file = file }

    func read(upTo count: Int, at offset: UInt64) throws(DiskError) -> [UInt8] {
        try file.read(upTo: min(count, 3), at: offset)
    }
    func write(_ bytes: RawSpan, at offset: UInt64) throws(DiskError) -> Int { try file.write(bytes, at: offset) }
    func truncate(to length: UInt64) throws(DiskError) { try file.truncate(to: length) }
    func synchronize() throws(DiskError) { try file.synchronize() }
    func status() throws(DiskError) -> FileStatus { try file.status() }
    func lock() throws(DiskError) -> Bool { try file.lock() }
    func unlock() { file.unlock() }
    func lockHolder() -> Int32? { file.lockHolder() }
    func map(_ length: Int) throws(DiskError) -> Mapping { try file.map(length) }
}
