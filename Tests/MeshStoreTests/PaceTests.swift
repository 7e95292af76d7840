import Testing

@testable import MeshStore

/// How soon a session that was told of a change looks for the next.
struct PaceTests {
    @Test(arguments: [
        (0, 250), (50, 250), (100, 500), (400, 2000), (4000, 2000), (8000, 4000), (20_000, 10_000), (9_000_000, 10_000),
    ])
    func `it looks after a pause that grows with the work, and is bounded`(microseconds: Int, milliseconds: Int) {
        #expect(Pace.pause(afterLooking: .microseconds(microseconds)) == .milliseconds(milliseconds))
    }
}
