import Glibc
import MeshModel
import Testing

@testable import MeshStore

/// Meshes of every format there has been, kept as files: each opens, is whole, says what it said, and goes on.
///
/// They stand in Fixtures, a folder for each format. With DATAMESH_FIXTURE=NAME the one of today's format is written there anew.
struct FixtureTests {
    private static let root = #filePath.split(separator: "/").dropLast(2).map { "/\($0)" }.joined() + "/Fixtures"

    /// A mesh that others read: a domain and a product with a request for it in a snapshot, a reading in its segment and a domain behind
    /// it. In those before there were segments the reading stands behind the snapshot.
    private static func make(_ path: String) async throws {
        try StoreGateway.create(path: path)
        try #require(unsafe chmod(path, 0o750) == 0)
        let clock = TestClock()
        let mesh = try StoreGateway(path: path, actor: .owner) { clock.now }
        _ = try await `A mesh that others read`.subscribed(mesh)
        let event = AccessEvent(product: "a", consumer: "board", at: clock.now, rows: 7)
        _ = try await mesh.commit([.recordAccess(AccessReport([event]))], requestID: .random(), agreed: nil)
        try await mesh.compact()
        _ = try await mesh.commit([GatewayContractTests.domain("finance")], requestID: .random(), agreed: nil)
    }

    /// A copy as it would come from elsewhere: a shared folder without its locks.
    private static func copy(_ name: String, _ scratch: borrowing Scratch) throws -> String {
        let path = "\(scratch.path)/\(name)"
        try #require(try Scratch.run("cp", "-r", "\(root)/\(name)", path) == 0)
        try #require(unsafe chmod(path, 0o750) == 0 && chmod(path + "/confidential", 0o700) == 0)
        return path
    }

    @Test(arguments: FileSystemCalls.names(in: root)) func `of a format opens, is whole, and goes on`(_ name: String)
        async throws
    {
        let scratch = try Scratch()
        let path = try Self.copy(name, scratch)
        let examination = try StoreGateway.examine(path: path)
        #expect(examination.isWhole, "\(examination)")
        let clock = TestClock()
        do {
            let reader = try StoreGateway(path: path, actor: .owner) { clock.now }.reader()
            #expect(try reader.domains().map(\.id) == ["finance", "sales"])
            #expect(try reader.product("a")?.owner == "alice")
            #expect(try reader.consumers(of: "a").isEmpty)
            #expect(try reader.accesses(of: "a", limit: 9).items.map(\.rows) == [7])
            let link = try #require(try reader.subscriptions(of: "a").first)
            #expect(try reader.spelledOut(link).purpose == "yearly figures")
            #expect(try reader.history(of: nil, before: nil, limit: 9).map(\.revision.number) == [4, 3, 2, 1])
        }
        let mesh = try StoreGateway(path: path, actor: .owner) { clock.now }
        let receipt = try await mesh.commit([GatewayContractTests.domain("later")], requestID: .random(), agreed: nil)
        #expect(receipt.revision.number == 5)
        try await mesh.compact()
        #expect(try mesh.reader().domains().map(\.id) == ["finance", "later", "sales"])
        #expect(try mesh.reader().accesses(of: "a", limit: 9).items.map(\.rows) == [7])
        #expect(FileSystemCalls.names(in: path).count { $0.hasPrefix("segment-") } == 1)
        #expect(try StoreGateway.examine(path: path).isWhole)
    }

    @Test func `is kept of the first one`() {
        #expect(FileSystemCalls.names(in: Self.root).contains("format-1"))
    }

    @Test(.enabled(if: unsafe getenv("DATAMESH_FIXTURE") != nil, "it writes into the sources"))
    func `of today's format is made anew`() async throws {
        let name = unsafe String(cString: try #require(getenv("DATAMESH_FIXTURE")))
        let scratch = try Scratch()
        try await Self.make(scratch.path + "/mesh")
        try Scratch.run("rm", "-rf", scratch.path + "/mesh/private", "\(Self.root)/\(name)")
        try #require(try Scratch.run("mkdir", "-p", Self.root) == 0)
        try #require(try Scratch.run("cp", "-r", scratch.path + "/mesh", "\(Self.root)/\(name)") == 0)
    }
}
