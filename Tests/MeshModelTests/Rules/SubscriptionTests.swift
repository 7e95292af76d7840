import MeshModel
import Testing

struct SubscriptionTests {
    static let link = Subscription.ID(product: "orders", port: OutputPort.main, consumer: "board")

    func state(_ example: Example, _ product: DataProduct.ID = "orders") throws -> Subscription.State? {
        try example.reader().subscriptions(of: product).first?.state
    }

    @Test func `open terms grant to anybody at once`() throws {
        let example = try Example()
        #expect(example.refusal([Example.request("prices")], by: Example.mallory) == nil)
        #expect(try state(example, "prices") == .active)
    }

    @Test func `approval waits for the owner, who is named`() async throws {
        let example = try Example()
        let consequences = try example.mesh.commit([Example.request("orders")], by: Example.mallory).consequences
        #expect(
            consequences.items.map(\.text) == [
                "is asked for; alice decides", "the domain 'finance' is outside this mesh",
            ])
        #expect(try state(example) == .requested)
    }

    @Test func `a member of the product's domain is granted at once`() throws {
        let example = try Example()
        #expect(example.refusal([Example.request("orders")], by: Actor(user: "bob")) == nil)
        #expect(try state(example) == .active)
    }

    @Test(arguments: [("analyst", Subscription.State.active), ("intern", .requested)])
    func `role-based terms grant to those who hold a listed role`(_ role: String, _ expected: Subscription.State) throws
    {
        let example = try Example()
        let terms = AccessTerms(kind: .roleBased, roles: ["analyst", "manager"])
        try example.mesh.commit([.publish(Example.publication("orders", "1.1", access: terms))], by: Example.alice)
        try example.mesh.commit([Example.request("orders")], by: Actor(user: "eve", roles: [Role(role)]))
        #expect(try state(example) == expected)
    }

    @Test func `a second request of the same consumer is refused and says who is waited for`() throws {
        let example = try Example()
        #expect(example.refusal([Example.request("orders")], by: Example.mallory) == nil)
        #expect(
            example.refusal([Example.request("orders")], by: Example.mallory)
                == "subscription 'orders/main/board' exists already; it waits for alice")
    }

    @Test func `retiring a product answers the requests that wait for it`() throws {
        let example = try Example()
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        let said = try example.mesh.commit([.retire(StatusChange(product: "orders", note: ""))], by: Example.alice)
        #expect(said.consequences.items.contains { $0.text == "is denied: nobody can grant it any more" })
        let link = try #require(try example.reader().subscription(Self.link))
        #expect(link.state == .denied && link.history.last?.note == "orders is retired")
    }

    @Test func `after a denial one may ask again, and the history keeps both`() throws {
        let example = try Example()
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        try example.mesh.commit([.decide(.init(.deny, Self.link, reason: "not yet"))], by: Example.alice)
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        let link = try #require(try example.reader().subscription(Self.link))
        #expect(link.history.map(\.state) == [.requested, .denied, .requested])
    }

    @Test func `only those who decide may approve`() throws {
        let example = try Example()
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        #expect(
            example.refusal([.decide(.init(.approve, Self.link))], by: Example.mallory)
                == "mallory may not approve the subscription 'orders/main/board'; ask alice")
        #expect(example.refusal([.decide(.init(.approve, Self.link))], by: Example.alice) == nil)
        #expect(try state(example) == .active)
    }

    @Test func `a denial and a revocation state their reason`() throws {
        let example = try Example()
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        #expect(
            example.refusal([.decide(.init(.deny, Self.link))], by: Example.alice)
                == "reason: must be stated when a subscription is denied")
    }

    @Test func `an access before a revocation was a right, one after it is not`() throws {
        let example = try Example()
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        try example.mesh.commit([.decide(.init(.approve, Self.link))], by: Example.alice)
        var link = try #require(try example.reader().subscription(Self.link))
        let later = Example.now.adding(seconds: 3600)
        link.history.append(.init(state: .revoked, at: later, by: "alice", note: "done"))
        #expect(link.granted(at: Example.now.adding(seconds: 60)))
        #expect(!link.granted(at: later))
        #expect(!link.granted(at: Example.now.adding(seconds: -60)))
    }

    @Test func `a denial may offer another product, and whoever asked is told`() throws {
        let example = try Example()
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        let receipt = try example.mesh.commit(
            [.decide(.init(.deny, Self.link, reason: "too much", alternative: "prices"))], by: Example.alice)
        #expect(receipt.consequences.items.last?.text == "is denied; prices is offered instead")
        let link = try #require(try example.reader().subscription(Self.link))
        #expect(link.history.last?.alternative == "prices")
        let full = try example.reader().spelledOut(link)
        #expect(full.history.last?.noteInWords == "too much; use prices instead")
        let entry = try #require(try example.reader().history(of: nil, before: nil, limit: 1).first)
        #expect(
            try example.reader().news(of: entry).map(\.text)
                == ["alice has denied the access of board to orders; use prices instead"])
    }

    @Test(
        arguments: [
            (.deny, "orders", "alternative 'orders': is the product that is denied"),
            (.deny, "ideas", "alternative 'ideas': is draft; offer a published product"),
            (.deny, "none", "there is no product 'none'; datamesh search none finds what is near"),
            (.approve, "prices", "alternative 'prices': stands beside a denial, and this one is approved"),
        ] as [(SubscriptionDecision.Verdict, DataProduct.ID, String)])
    func `what cannot be used instead is not offered`(
        _ verdict: SubscriptionDecision.Verdict, _ other: DataProduct.ID, _ sentence: String
    ) throws {
        let example = try Example()
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        #expect(
            example.refusal([.decide(.init(verdict, Self.link, reason: "x", alternative: other))]) == sentence)
    }

    @Test(arguments: [(1, "prices"), (7, "p0, p1, p2, p3, p4 and more")])
    func `whoever decides hears what else the consumer holds`(_ count: Int, _ words: String) throws {
        let example = try Example()
        for index in 0..<count where count > 1 {
            let id = try #require(DataProduct.ID("p\(index)"))
            try example.mesh.commit(
                [
                    .createProduct(Example.draft(id, owner: "alice")),
                    .publish(Example.publication(id, "1.0", access: AccessTerms(kind: .open))), Example.request(id),
                ], by: Example.owner)
        }
        if count == 1 { try example.mesh.commit([Example.request("prices")], by: Example.mallory) }
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        let said = try example.mesh.commit([.decide(.init(.approve, Self.link))], by: Example.alice).consequences
        #expect(said.items.map(\.text) == ["board also uses \(words)", "is approved"])
    }
}
