import MeshModel
import MeshStore
import Testing

/// Random changes, several to a call, with snapshots put in force between them: the answers and the mesh are those of memory.
@Suite(.serialized) struct SharedDifferentialTests {
    @Test(arguments: 200..<208)
    func `a shared store answers as memory does`(_ seed: UInt64) async throws {
        var dice = DifferentialTests.Dice(state: seed)
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let memory = MemoryMesh(actor: .owner) { clock.now }
        let shared = try #require(try GatewayKind.shared.open(folder, clock: clock) as? SharedGateway)
        func call() throws {
            clock.wind(Int64.random(in: 0..<20_000, using: &dice))
            let requests = (0..<Int.random(in: 1..<6, using: &dice)).map { _ in
                ChangeRequest(
                    changes: (0..<Int.random(in: 1..<3, using: &dice)).map { _ in DifferentialTests.change(&dice) },
                    requestID: .random(), agreed: nil, actor: .owner)
            }
            #expect(
                try shared.commit(requests) == memory.commit(requests), "seed \(seed): \(requests.map(\.changes))")
        }
        for step in 0..<40 {
            try call()
            if step % 9 == 8 {
                try await shared.compact {
                    // The snapshot is written: its words are those of this moment.
                    try memory.restate()
                    try call()
                }
            }
            if step % 4 == 0 {
                try DifferentialTests.compare(
                    try memory.reader(), try shared.reader(), DifferentialTests.query(&dice), &dice, clock.now,
                    "seed \(seed), step \(step)")
            }
        }
    }
}
