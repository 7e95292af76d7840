import MeshModel
import Testing

/// Less than was asked for: offered, accepted, declined.
struct OfferTests {
    private static let link = SubscriptionTests.link
    private static let asked = Example.now.adding(seconds: 100 * 86_400)
    private static let sooner = Example.now.adding(seconds: 30 * 86_400)

    private func mesh(uses: [String] = []) throws -> Example {
        let example = try Example()
        var part = SchemaField(name: "customer", type: "struct")
        part.fields = [SchemaField(name: "email", type: "string")]
        let object = SchemaObject(
            name: "orders",
            fields: [SchemaField(name: "id", type: "string"), SchemaField(name: "price", type: "int"), part])
        try example.mesh.commit(
            [.publish(Publication(product: "orders", version: "2.0", schema: [object]))], by: Example.alice)
        let request = SubscriptionRequest(
            product: "orders", consumer: "board", consumerDomain: "finance", purpose: "planning", until: Self.asked,
            uses: uses)
        try example.mesh.commit([.subscribe(request)], by: Example.mallory)
        return example
    }

    private func counter(until: Instant? = nil, fields: [String] = []) -> Change {
        .decide(.init(.counter, Self.link, reason: "less will do", until: until, fields: fields))
    }

    @Test func `an offer waits for whoever asked, who accepts it as it is`() throws {
        let example = try mesh(uses: ["id", "price"])
        let said = try example.mesh.commit([counter(until: Self.sooner, fields: ["id"])], by: Example.alice)
            .consequences
        #expect(
            said.items.map(\.text) == [
                "asked for by mallory: planning",
                "is offered until \(Self.sooner.date) with id",
                "asked for price as well, and does not get it",
            ])
        let reader = try example.reader()
        let offered = try reader.spelledOut(try #require(try reader.subscription(Self.link)))
        #expect(offered.standing(at: Example.now) == .offered)
        #expect(offered.purpose == "planning")
        #expect(try reader.userCount(of: "orders", at: Example.now) == 0)
        let inbox = try reader.inbox(of: Example.mallory, since: Example.now, at: Example.now)
        #expect(
            inbox.items.map(\.text) == [
                "alice offers board access until \(Self.sooner.date) with id"
            ])
        #expect(try reader.inbox(of: Example.alice, since: Example.now, at: Example.now).items.isEmpty)

        try example.mesh.commit([.decide(.init(.accept, Self.link))], by: Example.mallory)
        let link = try #require(try example.reader().subscription(Self.link))
        #expect(link.state == .active)
        #expect(link.until == Self.sooner)
        #expect(link.fields == ["orders.id"])
        #expect(link.history.map(\.verdict) == [nil, .counter, .accept])
        let entry = try #require(try example.reader().history(of: nil, before: nil, limit: 1).first)
        #expect(try example.reader().news(of: entry).map(\.to) == [["alice"]])
    }

    @Test func `a declined offer leaves the request as it was`() throws {
        let example = try mesh()
        try example.mesh.commit([counter(until: Self.sooner)], by: Example.alice)
        try example.mesh.commit([.decide(.init(.decline, Self.link, reason: "too short"))], by: Example.mallory)
        let reader = try example.reader()
        let link = try reader.spelledOut(try #require(try reader.subscription(Self.link)))
        #expect(link.standing(at: Example.now) == .requested)
        #expect(link.until == Self.asked)
        #expect(link.purpose == "planning")
        #expect(link.history.map(\.note) == ["planning", "less will do", "too short"])
        try example.mesh.commit([.decide(.init(.approve, Self.link))], by: Example.alice)
        #expect(try example.reader().subscription(Self.link)?.until == Self.asked)
    }

    @Test(
        arguments: [
            (nil, [], "offer: states neither an end nor fields; say what is offered"),
            (
                asked.adding(seconds: 86_400), [],
                "until '\(asked.adding(seconds: 86_400).date)': is later than \(asked.date), which was asked for"
            ),
            (Example.now, [], "until '\(Example.now.date)': has passed"),
            (
                nil, ["customer.email"],
                "field 'orders.customer.email': lies in another field, and is granted with it; name that one"
            ),
            (
                nil, ["nothing"],
                "field 'nothing': is not in version 2.0 of 'orders'; datamesh product show orders lists its fields"
            ),
        ] as [(Instant?, [String], String)])
    func `what is no offer is refused`(_ until: Instant?, _ fields: [String], _ sentence: String) throws {
        #expect(try mesh().refusal([counter(until: until, fields: fields)], by: Example.alice) == sentence)
    }

    @Test func `an approval may grant fewer fields, a renewal keeps them, and a new request begins anew`() throws {
        let example = try mesh()
        try example.mesh.commit([.decide(.init(.approve, Self.link, fields: ["price"]))], by: Example.alice)
        try example.mesh.commit([.decide(.init(.renew, Self.link))], by: Example.alice)
        #expect(try example.reader().subscription(Self.link)?.fields == ["orders.price"])
        #expect(
            example.refusal([.decide(.init(.renew, Self.link, fields: ["id"]))], by: Example.alice)
                == "fields: stand beside an approval or an offer, and this one is renewed")
        try example.mesh.commit([.decide(.init(.revoke, Self.link, reason: "over"))], by: Example.alice)
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        #expect(try example.reader().subscription(Self.link)?.fields == [])
    }
}
