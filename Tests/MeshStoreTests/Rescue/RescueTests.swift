import Glibc
import MeshModel
import SystemPackage
import Testing

@testable import MeshStore

/// What is whole of a folder is told from what is not, and can be taken out of it.
struct RescueTests {
    /// Domains `d0` to `d9`, a snapshot behind the seventh; the folder of the mesh.
    private static func mesh(_ folder: TemporaryFolder) async throws -> String {
        let path = folder.path + "/mesh"
        try StoreGateway.create(path: path)
        let clock = TestClock()
        let mesh = try StoreGateway(path: path, actor: .owner) { clock.now }
        for number in 0..<10 {
            _ = try await mesh.commit(
                [GatewayContractTests.domain(try id(number))], requestID: .random(), agreed: nil)
            if number == 6 { try await mesh.compact() }
        }
        return path
    }

    private static func id(_ number: Int) throws -> Domain.ID { try #require(Domain.ID("d\(number)")) }

    private static func domains(_ path: String) throws -> [String] {
        try StoreGateway(path: path, actor: .owner) { TestClock().now }.reader().domains().map(\.id.text).sorted()
    }

    private static func damage(_ path: String) throws -> [String] {
        try StoreGateway.examine(path: path).findings.filter { $0.weight == .damage }.map(\.part)
    }

    /// Changes one byte of a file, whoever may write it.
    private static func flip(_ file: String, _ offset: Int) throws {
        unsafe chmod(file, 0o600)
        let descriptor = unsafe open(file, O_RDWR)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var byte: UInt8 = 0
        try #require(unsafe pread(descriptor, &byte, 1, off_t(offset)) == 1)
        byte ^= 0x40
        try #require(unsafe pwrite(descriptor, &byte, 1, off_t(offset)) == 1)
    }

    private static func size(_ file: String) -> Int {
        var facts = stat()
        return unsafe stat(file, &facts) == 0 ? Int(facts.st_size) : 0
    }

    @Test func `a mesh that is whole is said to be, file by file`() async throws {
        let folder = try TemporaryFolder()
        let path = try await Self.mesh(folder)
        let examination = try StoreGateway.examine(path: path)
        #expect(examination.isWhole)
        #expect(
            examination.findings.map(\.part) == ["CURRENT", "snapshot-1", "journal-2", "records", "chain"],
            "\(examination)")
        #expect(throws: StoreError.notAMesh(path: folder.path)) { try StoreGateway.examine(path: folder.path) }
    }

    /// The watermark may be lost at any time: it is found anew.
    @Test(arguments: ["CURRENT", "snapshot-1", "journal-1", "journal-2"])
    func `a byte that was changed anywhere is found, and looking changes nothing`(_ name: String) async throws {
        let folder = try TemporaryFolder()
        let path = try await Self.mesh(folder)
        let file = "\(path)/\(name)"
        let step = max(1, Self.size(file) / 60)
        for offset in stride(from: 0, to: Self.size(file), by: step) {
            try Self.flip(file, offset)
            // Padding of a page is read by nobody and means nothing.
            let isPadding = name == "snapshot-1" && offset < Int(SnapshotHeader.page) && offset >= 1024
            #expect(try !Self.damage(path).isEmpty || isPadding, "byte \(offset) of \(name)")
            try Self.flip(file, offset)
            #expect(try Self.damage(path).isEmpty, "byte \(offset) of \(name), put back")
        }
    }

    /// No record is read from there, so nothing but the check of the block tells.
    @Test func `a byte of a search index is found as well`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/mesh"
        try StoreGateway.create(path: path)
        let mesh = try StoreGateway(path: path, actor: .owner) { TestClock().now }
        var changes = [GatewayContractTests.domain()]
        for number in 0..<400 {
            var facts = ProductFacts()
            facts.domain = "sales"
            facts.owner = "alice"
            facts.description = (0..<40).map { "word\(number * 41 + $0)" }.joined(separator: " ")
            changes.append(.createProduct(ProductDraft(id: try #require(DataProduct.ID("p\(number)")), facts: facts)))
        }
        _ = try await mesh.commit(changes, requestID: .random(), agreed: nil)
        try await mesh.compact()
        let sections = try Snapshot(RealDisk(path), "snapshot-1", known: ProductIndex.Part.all).header.sections
        let index = try #require(
            sections.filter { ProductIndex.Part.all.contains($0.name) }.max { $0.length < $1.length })
        #expect(index.length > 2 * SnapshotHeader.block)
        try Self.flip(path + "/snapshot-1", Int(index.offset + index.length / 2))
        #expect(try Self.damage(path) == ["snapshot-1"])
    }

    @Test func `a commit that is damaged is lost, and those behind it are not`() async throws {
        let folder = try TemporaryFolder()
        let path = try await Self.mesh(folder)
        // In the middle of the journal in force, which holds d7, d8 and d9.
        try Self.flip(path + "/journal-2", (JournalHeader.length + Self.size(path + "/journal-2")) / 2)
        #expect(try Self.damage(path) == ["journal-2"])
        let saved = try StoreGateway.salvage(
            path: path, to: folder.path + "/new", by: .owner, at: TestClock().now)
        #expect(saved.lostBytes > 0 && saved.lostRecords == 0 && saved.unusable.isEmpty, "\(saved)")
        #expect(try Self.domains(folder.path + "/new") == (0..<10).filter { $0 != 8 }.map { "d\($0)" })
        #expect(try StoreGateway.examine(path: folder.path + "/new").isWhole)
        // The old one is as it was.
        #expect(try Self.damage(path) == ["journal-2"])
    }

    @Test func `what a snapshot lost is taken from the journals before it`() async throws {
        let folder = try TemporaryFolder()
        let path = try await Self.mesh(folder)
        try Self.flip(path + "/snapshot-1", Int(SnapshotHeader.page) + 5)
        try Self.flip(path + "/CURRENT", 20)
        let saved = try StoreGateway.salvage(
            path: path, to: folder.path + "/new", by: .owner, at: TestClock().now)
        #expect(saved.lostRecords > 0 && saved.revision == 10, "\(saved)")
        #expect(try Self.domains(folder.path + "/new") == (0..<10).map { "d\($0)" })
    }

    @Test func `what lay apart for few eyes is in the new mesh, which is one's own`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/mesh"
        let group = try #require(unsafe getgrgid(getegid()).map { unsafe String(cString: $0.pointee.gr_name) })
        try StoreGateway.create(path: path, sharedWith: group)
        let clock = TestClock()
        try await `A mesh that others read`.subscribed(try StoreGateway(path: path, actor: .owner) { clock.now })
        let saved = try StoreGateway.salvage(path: path, to: folder.path + "/new", by: .owner, at: clock.now)
        #expect(saved.withheld == 0)
        let reader = try StoreGateway(path: folder.path + "/new", actor: .owner) { clock.now }.reader()
        let link = try #require(try reader.subscriptions(of: "a").first)
        #expect(try reader.spelledOut(link).purpose == "yearly figures")
        // Without the file they stood in they are counted, and the rest is there.
        unsafe unlink(path + "/confidential/facts")
        #expect(try Self.damage(path).isEmpty == false)
        let less = try StoreGateway.salvage(path: path, to: folder.path + "/less", by: .owner, at: clock.now)
        #expect(less.withheld > 0 && less.records == saved.records - less.withheld, "\(less)")
    }

    @Test func `nothing is put into a folder that holds something`() async throws {
        let folder = try TemporaryFolder()
        let path = try await Self.mesh(folder)
        #expect(throws: StoreError.alreadyAMesh(path: path)) {
            try StoreGateway.salvage(path: path, to: path, by: .owner, at: TestClock().now)
        }
        #expect(throws: StoreError.notEmpty(path: folder.path)) {
            try StoreGateway.salvage(path: path, to: folder.path, by: .owner, at: TestClock().now)
        }
        #expect(try Self.domains(path).count == 10)
    }
}
