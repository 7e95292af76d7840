import MeshModel
import MeshStore
import Synchronization
import SystemPackage
import Testing

@testable import MeshStore

/// A gateway over a disk that fails at one call: what it answers is what is there afterwards.
@Suite(.serialized) struct FailingDiskTests {
    static func open(_ disk: SimulatedDisk, overlayLimit: Int = 1024) throws -> StoreGateway {
        let clock = TestClock()
        return StoreGateway(
            try Folder(disk, knowing: ProductIndex.Part.all), actor: .owner, overlayLimit: overlayLimit
        ) { clock.now }
    }

    /// A mesh with one product, and the request that adds a second and is followed by a compaction.
    static func start() async throws -> SimulatedDisk.Moment {
        let disk = SimulatedDisk()
        try Folder.prepare(disk)
        let mesh = try open(disk)
        _ = try await mesh.commit(
            [GatewayContractTests.domain(), GatewayContractTests.product("a")], requestID: .random(), agreed: nil)
        return disk.moment
    }

    static func commit(_ mesh: StoreGateway) async -> Result<Receipt, GatewayError> {
        do {
            return .success(
                try await mesh.commit([GatewayContractTests.product("b")], requestID: .random(), agreed: nil))
        } catch { return .failure(error) }
    }

    static func products(_ disk: SimulatedDisk) throws -> [DataProduct.ID] {
        let reader = try open(disk).reader()
        #expect(try reader.facets(.all, at: TestClock().now).total == reader.revision.number)
        return try reader.all(DataProduct.self, under: .under(.product)).map(\.id)
    }

    /// A commit is followed by the compaction that it made due: whichever call fails after the sync of the journal, and whether the
    /// disk recovers or not, the commit is there and must be called done.
    @Test(arguments: [false, true])
    func `calls a commit done once it is durable, though its compaction fails`(_ forGood: Bool) async throws {
        let start = try await Self.start()
        let calm = SimulatedDisk(start)
        let mesh = try Self.open(calm, overlayLimit: 0)
        let before = calm.calls
        calm.state.withLock { $0.log = [] }
        #expect(try await Self.commit(mesh).get().revision.number == 2)
        let log = calm.state.withLock { $0.log }
        let durable = try #require(log.firstIndex(of: .sync))
        #expect(calm.bytes("snapshot-1") != nil && log.count > 40, "the commit was followed by a compaction")

        for place in log.indices {
            let disk = SimulatedDisk(start)
            let mesh = try Self.open(disk, overlayLimit: 0)
            disk.fail(.init(at: before + 1 + place, code: .noSpace, forGood: forGood))
            let answer = await Self.commit(mesh)
            disk.failNoMore()
            let there = try Self.products(disk)
            let isDone = (try? answer.get().revision.number) == 2
            // A sync that failed leaves it open whether the change survives.
            #expect(isDone ? place != durable : place <= durable, "call \(place), \(log[place]): \(answer)")
            // Behind the sync comes the watermark. Where it cannot be written, others learn of the change with the next one.
            let isSaid = isDone && !(forGood && durable + 1...durable + 3 ~= place)
            #expect(there == (isSaid ? ["a", "b"] : ["a"]), "call \(place), \(log[place])")
            // And it goes on; what was left open is decided by now.
            _ = try await mesh.commit([GatewayContractTests.product("c")], requestID: .random(), agreed: nil)
            let later = try Self.products(disk)
            #expect(later == (isDone ? ["a", "b", "c"] : ["a", "c"]) || place == durable, "call \(place): \(later)")
        }
    }
}
