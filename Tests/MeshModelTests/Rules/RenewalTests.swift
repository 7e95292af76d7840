import MeshModel
import Testing

/// Renewal is pending: asked for while a grant is in use, and decided before or behind its end.
struct RenewalTests {
    private static let link = SubscriptionTests.link
    private static func day(_ days: Int64) -> Instant { Example.now.adding(seconds: days * 86_400) }

    private func mesh(_ clock: MovingClock = MovingClock()) throws -> Example {
        let example = try Example { clock.now }
        try example.mesh.commit([Example.request("orders", until: Self.day(30))], by: Example.mallory)
        try example.mesh.commit([.decide(.init(.approve, Self.link))], by: Example.alice)
        return example
    }

    private func prolong(until: Instant? = day(90)) -> Change {
        .decide(.init(.prolong, Self.link, reason: "a second quarter", until: until))
    }

    @Test func `it stays in use, waits for whoever decides, and is renewed as it was asked`() throws {
        let example = try mesh()
        let said = try example.mesh.commit([prolong()], by: Example.mallory).consequences
        #expect(said.items.map(\.text) == ["ends on \(Self.day(30).date) unless it is renewed; alice decides"])
        let reader = try example.reader()
        let link = try #require(try reader.subscription(Self.link))
        #expect(link.standing(at: Example.now) == .renewing)
        #expect(link.until == Self.day(30))
        #expect(try reader.userCount(of: "orders", at: Example.now) == 1)
        let entry = try #require(try reader.history(of: nil, before: nil, limit: 1).first)
        #expect(
            try reader.news(of: entry).map { "\($0.to) \($0.text)" } == [
                #"["alice"] mallory asks that the access of board to orders last longer"#
            ])
        #expect(
            try reader.inbox(of: Example.alice, since: Example.now, at: Example.now).items.map(\.text) == [
                "mallory asks that the access of board, which ends on \(Self.day(30).date), last until \(Self.day(90).date): a second quarter"
            ])
        #expect(try reader.inbox(of: Actor(user: "eve"), since: Example.now, at: Example.now).items == [])
        try example.mesh.commit([.decide(.init(.renew, Self.link))], by: Example.alice)
        let renewed = try #require(try example.reader().subscription(Self.link))
        #expect(renewed.until == Self.day(90))
        #expect(renewed.standing(at: Example.now) == .active)
        #expect(try example.reader().all(RenewalRequest.self, under: .under(.renewal)) == [])
    }

    @Test func `what is not renewed ends when it did, and may be asked for again`() throws {
        let clock = MovingClock()
        let example = try mesh(clock)
        try example.mesh.commit([prolong()], by: Example.mallory)
        let said = try example.mesh.commit([.decide(.init(.deny, Self.link, reason: "no"))], by: Example.alice)
        #expect(said.consequences.items.map(\.text).last == "is not renewed, and ends on \(Self.day(30).date)")
        let reader = try example.reader()
        let link = try reader.spelledOut(try #require(try reader.subscription(Self.link)))
        #expect(link.state == .active)
        #expect(link.until == Self.day(30))
        #expect(link.history.suffix(2).map(\.noteInWords) == ["asks for longer: a second quarter", "not renewed: no"])
        #expect(example.refusal([prolong()], by: Example.mallory) == nil)
        clock.wind(31 * 86_400)
        #expect(try example.reader().subscription(Self.link)?.standing(at: clock.now) == .expired)
        try example.mesh.commit([.decide(.init(.renew, Self.link))], by: Example.alice)
        #expect(try example.reader().subscription(Self.link)?.until == Self.day(90))
    }

    @Test func `whoever would be granted at once is renewed at once`() throws {
        let example = try Example()
        try example.mesh.commit([Example.request("prices", until: Self.day(3))], by: Example.mallory)
        let link = Subscription.ID(product: "prices", port: OutputPort.main, consumer: "board")
        let said = try example.mesh.commit(
            [.decide(.init(.prolong, link, until: Self.day(9)))], by: Example.mallory)
        #expect(
            said.consequences.items.map(\.text) == ["is renewed at once until \(Self.day(9).date): the product is open"]
        )
        #expect(try example.reader().subscription(link)?.until == Self.day(9))
    }

    @Test(
        arguments: [
            (day(20), "until '\(day(20).date)': is not later than \(day(30).date), when it ends"),
            (day(-1), "until '\(day(-1).date)': has passed"),
        ])
    func `an end that is no later is refused`(_ until: Instant, _ sentence: String) throws {
        #expect(try mesh().refusal([prolong(until: until)], by: Example.mallory) == sentence)
    }

    @Test func `what has no end is not prolonged`() throws {
        let example = try Example()
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        try example.mesh.commit([.decide(.init(.approve, Self.link))], by: Example.alice)
        #expect(
            example.refusal([prolong()], by: Example.mallory)
                == "subscription 'orders/main/board' has no end that could be later")
    }
}
