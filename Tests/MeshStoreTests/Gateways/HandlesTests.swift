import Glibc
import MeshModel
import SystemPackage
import Testing

@testable import MeshStore

/// Several handles on one folder, as several processes have them: each with its own view of the files.
@Suite struct `Handles on one folder` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    var path: String { folder.path + "/mesh" }

    func open() throws -> StoreGateway {
        let clock = TestClock()
        return try StoreGateway(path: path, actor: .owner) { clock.now }
    }

    func make() throws -> StoreGateway {
        try StoreGateway.create(path: path)
        return try open()
    }

    static func products(_ reader: any MeshReader) throws -> [DataProduct.ID] {
        try reader.all(DataProduct.self, under: .under(.product)).map(\.id)
    }

    static func found(_ reader: any MeshReader, _ query: String) throws -> [DataProduct.ID] {
        var search = try reader.search(ProductQuery(parsing: query), order: ProductOrder(.name), at: TestClock().now)
        while search.unseen > 0 { try search.advance(100) }
        return try search.page(0..<100)
    }

    @Test func `answer a repeated request alike, whoever asks and whatever was compacted`() async throws {
        let (one, other) = (try make(), try open())
        let request = RequestID.random()
        let first = try await one.commit([GatewayContractTests.domain()], requestID: request, agreed: nil)
        let second = try await other.commit([GatewayContractTests.domain()], requestID: request, agreed: nil)
        #expect(second.revision.number == first.revision.number && second.changed)
        try await one.compact()
        let third = try await other.commit([GatewayContractTests.domain()], requestID: request, agreed: nil)
        let fourth = try await open().commit([GatewayContractTests.domain()], requestID: request, agreed: nil)
        #expect([third, fourth].allSatisfy { $0.revision.number == first.revision.number })
        #expect(try open().reader().revision.number == 1)
    }

    /// The snapshots that a reader maps are removed under it, twice over.
    @Test func `go on reading the revision they hold while others compact`() async throws {
        let (writing, reading) = (try make(), try open())
        _ = try await writing.commit(
            [GatewayContractTests.domain(), GatewayContractTests.product("a")], requestID: .random(), agreed: nil)
        try await writing.compact()
        let held = try reading.reader()
        for id in ["b", "c", "d"] as [DataProduct.ID] {
            _ = try await writing.commit([GatewayContractTests.product(id)], requestID: .random(), agreed: nil)
            try await writing.compact()
        }
        #expect(try !RealDisk(path).names().contains("snapshot-1"))
        #expect(try Self.products(held) == ["a"])
        #expect(try Self.found(held, "owner:alice") == ["a"])
        #expect(try held.history(of: nil, before: nil, limit: 9).map(\.revision.number) == [1])
        #expect(held.revision.number == 1)
        let now = try reading.reader()
        #expect(try Self.found(now, "owner:alice") == ["a", "b", "c", "d"])
        #expect(now.revision.number == 4)
    }

    @Test func `find all of history behind compactions and rewritten journals`() async throws {
        let mesh = try make()
        _ = try await mesh.commit([GatewayContractTests.domain()], requestID: .random(), agreed: nil)
        for number in 2...13 {
            let id = try #require(DataProduct.ID("p\(number)"))
            _ = try await mesh.commit([GatewayContractTests.product(id)], requestID: .random(), agreed: nil)
            // Without a watermark the next writer moves the journal to a new file.
            if number % 3 == 0 { #expect(unsafe unlink(path + "/watermark") == 0) }
            if number % 4 == 0 { try await mesh.compact() }
        }
        let all = Array((1...13).reversed()).map(UInt64.init)
        for reader in [try mesh.reader(), try open().reader()] {
            #expect(try reader.history(of: nil, before: nil, limit: 100).map(\.revision.number) == all)
            #expect(try reader.history(of: nil, before: 6, limit: 2).map(\.revision.number) == [5, 4])
            #expect(try reader.history(of: "p5", before: nil, limit: 9).map(\.revision.number) == [5])
        }
        // A journal somebody has put away ends history; it does not fail it.
        let journals = try RealDisk(path).names().filter { $0.hasPrefix("journal-") }
        let oldest = try #require(journals.min { ($0.count, $0) < ($1.count, $1) })
        #expect(unsafe unlink("\(path)/\(oldest)") == 0)
        let left = try open().reader().history(of: nil, before: nil, limit: 100).map(\.revision.number)
        #expect(left == Array(all.prefix(left.count)) && (1..<13).contains(left.count))
    }
}
