import Glibc
import MeshModel
import Testing

/// Random changes sent to a daemon: it must answer, refuse and remember as the mesh in memory does.
@Suite(.serialized) struct ServedDifferentialTests {
    @Test(arguments: 100..<108)
    func `a daemon answers as memory does`(_ seed: UInt64) async throws {
        var dice = DifferentialTests.Dice(state: seed)
        let folder = try TemporaryFolder()
        let clock = TestClock()
        // The daemon knows which process asked, and so must what it is compared with.
        var actor = Actor.owner
        actor.origin = Origin(uid: geteuid(), pid: getpid(), host: "here")
        let memory = try GatewayKind.memory.open(folder, by: actor, clock: clock)
        let served = try GatewayKind.broker.open(folder, clock: clock)
        for step in 0..<120 {
            clock.wind(Int64.random(in: 0..<20_000, using: &dice))
            let batch = (0..<Int.random(in: 1..<3, using: &dice)).map { _ in DifferentialTests.change(&dice) }
            let request = RequestID.random()
            let place = "seed \(seed), step \(step)"
            let expected = try? await memory.preview(batch)
            let previewed = try? await served.preview(batch)
            #expect(previewed == expected, "\(place)")
            #expect(
                await DifferentialTests.outcome(served, batch, request)
                    == DifferentialTests.outcome(memory, batch, request), "\(place): \(batch.map(\.name))")
            if step % 40 == 39 {
                try DifferentialTests.compare(
                    try memory.reader(), try served.reader(), DifferentialTests.query(&dice), &dice, clock.now, place)
            }
        }
    }
}
