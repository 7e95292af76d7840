import MeshModel
import Testing

/// A new major version, and how everybody comes to it.
struct CampaignTests {
    static let later = Example.now.adding(seconds: 60 * Instant.secondsPerDay)

    /// `orders` 1.0 with two readers: one says what it reads, the other not.
    private func example() throws -> Example {
        let example = try Example()
        var request = SubscriptionRequest(product: "orders", consumer: "board", consumerDomain: "finance")
        request.uses = ["id"]
        try example.mesh.commit(
            [.subscribe(request), Example.request("orders", "model")], by: Actor(user: "erin"))
        for consumer: Consumer.ID in ["board", "model"] {
            let link = Subscription.ID(product: "orders", port: OutputPort.main, consumer: consumer)
            try example.mesh.commit([.decide(.init(.approve, link))], by: Example.alice)
        }
        return example
    }

    private func publication(_ version: String, field: String = "key", until: Instant? = nil) -> Change {
        var publication = Publication(
            product: "orders", version: version,
            schema: [SchemaObject(name: "orders", fields: [SchemaField(name: field, type: "string")])])
        publication.oldUntil = until
        return .publish(publication)
    }

    private func answer(_ stance: Campaign.Stance, _ consumer: Consumer.ID = "board", _ note: String = "") -> Change {
        .answerCampaign(CampaignAnswer(stance, product: "orders", consumer: consumer, note: note))
    }

    @Test func `a version too low says who reads what it breaks`() throws {
        #expect(
            try example().refusal([publication("1.1")])
                == "version '1.1' is too low after 1.0: orders.id is removed (1 of 2 reads it, 1 did not say); this hits board, model; publish it as 2.0.0"
        )
    }

    @Test func `whoever reads nothing of what breaks is not hit`() throws {
        let example = try example()
        let wide = SchemaObject(
            name: "orders",
            fields: [SchemaField(name: "id", type: "string"), SchemaField(name: "note", type: "string")])
        try example.mesh.commit(
            [.publish(Publication(product: "orders", version: "1.1", schema: [wide]))], by: Example.owner)
        #expect(
            example.refusal([publication("1.2", field: "id")])
                == "version '1.2' is too low after 1.1: orders.note is removed (0 of 2 read it, 1 did not say); this hits model; publish it as 2.0.0"
        )
    }

    @Test func `each reader is unseen, has seen it, objects and moves`() throws {
        let example = try example()
        try example.mesh.commit([publication("2.0", until: Self.later)], by: Example.alice)
        func sentence() throws -> String {
            let reader = try example.reader()
            let campaign = try #require(try reader.campaign(of: "orders", port: OutputPort.main))
            return try reader.standing(of: campaign, at: Example.now).sentence
        }
        #expect(try sentence() == "0 of 2 moved")
        try example.mesh.commit([answer(.seen)], by: Actor(user: "erin"))
        #expect(try sentence() == "0 of 2 moved, 1 has seen it")
        try example.mesh.commit([answer(.objects, "board", "not before March")], by: Actor(user: "erin"))
        #expect(try sentence() == "0 of 2 moved, 1 objects")
        let inbox = try example.reader().inbox(of: Example.alice, since: Example.now, at: Example.now)
        #expect(inbox.items.map(\.text) == ["board objects to 2.0: not before March"])
        try example.mesh.commit([answer(.moved), answer(.moved, "model")], by: Actor(user: "erin"))
        #expect(try sentence() == "2 of 2 moved")
        #expect(
            try example.reader().inbox(of: Actor(user: "erin"), since: Self.later, at: Example.now).count(.answer) == 0)
    }

    @Test func `whoever has to move is asked in the inbox until they answer`() throws {
        let example = try example()
        try example.mesh.commit([publication("2.0", until: Self.later)], by: Example.alice)
        let inbox = try example.reader().inbox(of: Actor(user: "erin"), since: Example.now, at: Example.now)
        #expect(
            inbox.items.filter { $0.kind == .answer }.map(\.text) == [
                "serves 1.0 beside 2.0 until 2027-01-22; board has to move",
                "serves 1.0 beside 2.0 until 2027-01-22; model has to move",
            ])
    }

    @Test func `a pin to the old version ends with the move`() throws {
        let example = try Example()
        var request = SubscriptionRequest(product: "prices", consumer: "board", consumerDomain: "finance")
        request.pin = VersionPin(text: "1")
        try example.mesh.commit([.subscribe(request)], by: Actor(user: "erin"))
        var two = Example.publication("prices", "2.0", access: AccessTerms(kind: .open))
        two.schema[0].fields[0].name = "key"
        try example.mesh.commit([.publish(two)], by: Example.alice)
        try example.mesh.commit(
            [.answerCampaign(CampaignAnswer(.moved, product: "prices", consumer: "board"))], by: Actor(user: "erin"))
        #expect(try example.reader().subscriptions(of: "prices").first?.pin == VersionPin(text: "2"))
    }

    @Test(arguments: [
        (CampaignAnswer(.unseen, product: "orders", consumer: "board"), "erin", "is none"),
        (CampaignAnswer(.objects, product: "orders", consumer: "board"), "erin", "an objection says why"),
        (CampaignAnswer(.moved, product: "orders", consumer: "nobody"), "erin", "has no access"),
        (CampaignAnswer(.moved, product: "prices", consumer: "board"), "erin", "no major version"),
        (CampaignAnswer(.moved, product: "orders", consumer: "board"), "mallory", "may not answer for 'board'"),
    ])
    func `an answer that cannot be is refused`(_ answer: CampaignAnswer, _ user: String, _ reason: String) throws {
        let example = try example()
        try example.mesh.commit([publication("2.0")], by: Example.alice)
        let sentence = example.refusal([.answerCampaign(answer)], by: Actor(user: user))
        #expect(sentence?.contains(reason) ?? false, "\(sentence ?? "")")
    }

    @Test func `a date without a major version, and one that has passed, are refused`() throws {
        let example = try example()
        #expect(
            example.refusal([publication("1.0.1", field: "id", until: Self.later)])
                == "old_until '2027-01-22': says how long an old major version is served; 1.0.1 leaves none behind")
        #expect(
            example.refusal([publication("2.0", until: Example.now)]) == "old_until '2026-11-23': is not in the future")
    }

    // MARK: The end of a product

    @Test func `a product that is used is retired only at the end that was told, and its access lapses`() throws {
        let example = try example()
        let retire = Change.retire(StatusChange(product: "orders", note: ""))
        let told = "product 'orders' is still used by board, model; "
        #expect(
            example.refusal([retire])
                == told + "deprecate it with an end (--until), and retire it when they have left or it has come")
        let soon = Example.now.adding(seconds: 3600)
        try example.mesh.commit(
            [.deprecate(StatusChange(product: "orders", note: "use prices", until: soon))], by: Example.alice)
        #expect(
            example.refusal([retire])
                == told + "retire it when they have left, or on \(soon.date), as they were told")
        let reader = try example.reader()
        let plan = try Rules.plan([retire], on: reader, by: Example.alice, at: soon)
        #expect(plan.consequences.items.filter { $0.tone == .warning }.count == 2)
        #expect(throws: Never.self) { try Rules.plan([retire], on: reader, by: Example.alice, at: soon) }
    }

    @Test func `three warnings: the own end is near or passed, a source will end, a source has ended`() throws {
        let example = try Example()
        let day = Instant.secondsPerDay
        var facts = ProductFacts()
        facts.inputs = [.product("prices")]
        try example.mesh.commit(
            [
                .editProduct(ProductEdit(id: "orders", facts: facts)),
                .deprecate(
                    StatusChange(product: "prices", note: "", until: Example.now.adding(seconds: 40 * day))),
            ], by: Example.owner)
        let reader = try example.reader()
        func endings(_ id: DataProduct.ID, in days: Int64) throws -> [String] {
            let product = try #require(try reader.product(id))
            return try reader.endings(of: product, at: Example.now.adding(seconds: days * day)).map(\.text)
        }
        #expect(try endings("prices", in: 0) == [])
        #expect(try endings("prices", in: 30) == ["ends in 10 d, on 2027-01-02"])
        #expect(try endings("prices", in: 41) == ["was to end on 2027-01-02 and is not retired yet"])
        #expect(try endings("orders", in: 0) == ["is made from prices, which ends on 2027-01-02"])
        #expect(try endings("orders", in: 41) == ["is made from prices, which was to end on 2027-01-02"])
    }
}
