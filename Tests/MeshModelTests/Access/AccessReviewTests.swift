import MeshModel
import Testing

/// What is held is looked at again: confirmed, or taken back.
struct AccessReviewTests {
    private static let later = Example.now.adding(seconds: 200 * 86_400)

    private func due(_ example: Example, _ actor: Actor, domain: Domain.ID? = nil, before: Instant = later) throws
        -> [String]
    {
        try example.reader().accessReview(of: actor, domain: domain, before: before, at: Self.later).map {
            "\($0.link.id) \($0.affirmedBy)"
        }
    }

    private func mesh(clock: MovingClock = MovingClock()) throws -> Example {
        let example = try Example { clock.now }
        try example.mesh.commit(
            [
                Example.request("orders", "board"), Example.request("orders", "model"),
                Example.request("prices", "sheet"),
            ],
            by: Example.mallory)
        try example.mesh.commit(
            [.decide(.init(.approve, .init(product: "orders", port: OutputPort.main, consumer: "board")))],
            by: Example.alice)
        return example
    }

    @Test func `those who decide see what is theirs, and governance sees all`() throws {
        let example = try mesh()
        let all = ["orders/main/board alice", "prices/main/sheet mallory"]
        #expect(try due(example, Example.alice) == all)
        #expect(try due(example, Actor(user: "carol", roles: [.governance])) == all)
        #expect(try due(example, Example.mallory) == [])
        #expect(try due(example, Example.alice, domain: "online") == [])
        #expect(try due(example, Example.alice, domain: "sales") == all)
        // Given on that day, and not before it.
        #expect(try due(example, Example.alice, before: Example.now) == [])
    }

    @Test func `what was confirmed is not due, and stands in the history`() throws {
        let clock = MovingClock()
        let example = try mesh(clock: clock)
        let reviewer = Actor(user: "carol", roles: [.governance])
        let link = SubscriptionTests.link
        let before = try example.reader().subscription(link)
        clock.wind(199 * 86_400)
        try example.mesh.commit([.decide(.init(.confirm, link, reason: "yearly"))], by: reviewer)
        #expect(
            try due(example, Example.alice, before: Example.now.adding(seconds: 86_400)) == [
                "prices/main/sheet mallory"
            ])
        let reader = try example.reader()
        let after = try reader.spelledOut(try #require(try reader.subscription(link)))
        #expect(after.until == before?.until)
        #expect(after.history.last?.verdict == .confirm)
        #expect(after.history.last?.note == "yearly")
    }
}
