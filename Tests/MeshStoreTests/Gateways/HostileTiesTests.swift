import MeshModel
import Testing

@testable import MeshStore

/// The list of long ties in a snapshot, with other bytes in it than were written.
@Suite(.serialized) struct HostileTiesTests {
    typealias Index = `A product index`

    /// Products of one owner and one state, some more than a long tie needs, all of them in the snapshot.
    private static func disk() async throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        try Folder.prepare(disk)
        let mesh = try FailingDiskTests.open(disk, overlayLimit: .max)
        var changes = [GatewayContractTests.domain("sales")]
        for number in 0..<1100 {
            var facts = ProductFacts()
            facts.domain = "sales"
            facts.owner = number == 7 ? "bob" : "alice"
            changes.append(.createProduct(ProductDraft(id: DataProduct.ID("p\(number)") ?? "p", facts: facts)))
        }
        _ = try await mesh.commit(changes, requestID: .random(), agreed: nil)
        try await mesh.compact()
        return disk
    }

    /// Pages out of the middle of every order; throws where one is refused.
    private static func pages(_ disk: SimulatedDisk) throws -> [[DataProduct.ID]] {
        let reader = try FailingDiskTests.open(disk).reader()
        var pages: [[DataProduct.ID]] = []
        for key in ProductOrder.Key.allCases {
            for descending in [false, true] {
                let order = ProductOrder(key, descending: descending)
                var search = try reader.search(.all, order: order, at: TestClock().now)
                while search.unseen > 0 { try search.advance(10_000) }
                for start in [0, 500, 1095] { pages.append(try search.page(start..<start + 5)) }
            }
        }
        return pages
    }

    private static func forged(_ disk: SimulatedDisk, _ bytes: [UInt8]) -> SimulatedDisk {
        let forged = SimulatedDisk(disk.moment)
        forged.overwrite("snapshot-1") { $0 = bytes }
        return forged
    }

    @Test func `with a flipped bit pages are refused`() async throws {
        let disk = try await Self.disk()
        let bytes = try #require(disk.bytes("snapshot-1"))
        #expect(throws: Never.self) { try Self.pages(disk) }
        let range = try Index.range(ProductIndex.Part.ties, of: bytes)
        #expect(range.count > 4 * ProductOrders.keys.count)
        for index in range {
            var flipped = bytes
            flipped[index] ^= 1 << UInt8(index % 8)
            #expect(throws: ReadError.self) { try Self.pages(Self.forged(disk, flipped)) }
        }
    }

    /// The checks agree. A list that can be true is believed; one that cannot is refused, and none ends the program.
    @Test func `with hostile numbers they never end the program`() async throws {
        let disk = try await Self.disk()
        let bytes = try #require(disk.bytes("snapshot-1"))
        let range = try Index.range(ProductIndex.Part.ties, of: bytes)
        var refused = 0
        for at in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
            for number in Index.numbers {
                var forged = bytes
                Index.put(number, 4, at, in: &forged)
                Index.seal(&forged)
                if (try? Self.pages(Self.forged(disk, forged))) == nil { refused += 1 }
            }
        }
        #expect(refused > range.count)
    }
}
