import MeshModel
import Testing

/// What waits for whom, and what they are told.
struct InboxTests {
    static let day: Int64 = 86_400
    static let link = Subscription.ID(product: "orders", port: OutputPort.main, consumer: "board")

    static func after(_ days: Int64) -> Instant { Example.now.adding(seconds: days * day) }

    /// Mallory's request for orders, with a purpose.
    static func requested() throws -> Example {
        let example = try Example()
        var request = SubscriptionRequest(product: "orders", consumer: "board", consumerDomain: "finance")
        request.purpose = "yearly figures"
        try example.mesh.commit([.subscribe(request)], by: Example.mallory)
        return example
    }

    static func inbox(_ example: Example, _ user: String, since: Instant = Example.now, at: Instant = Example.now)
        throws
        -> [String]
    {
        try example.reader().inbox(of: Actor(user: user), since: since, at: at).items.map {
            "\($0.kind) \($0.product): \($0.text)"
        }
    }

    @Test func `a request waits for the owner, with its purpose, and for nobody else`() throws {
        let example = try Self.requested()
        #expect(
            try Self.inbox(example, "alice") == [
                "decide orders: mallory asks for board of finance, 0 s ago: yearly figures"
            ])
        #expect(try Self.inbox(example, "bob") == [])
        #expect(try Self.inbox(example, "mallory") == [])
    }

    @Test func `what nobody decided for days waits for the domain's owner too`() throws {
        let example = try Self.requested()
        var edit = DomainEdit(id: "sales")
        edit.owner = "dora"
        try example.mesh.commit([.editDomain(edit)], by: Example.owner)
        #expect(try Self.inbox(example, "dora", at: Self.after(5).adding(seconds: -1)) == [])
        #expect(
            try Self.inbox(example, "dora", at: Self.after(5)) == [
                "decide orders: mallory asks for board of finance, 5 d ago: yearly figures (undecided by alice)"
            ])
    }

    @Test func `while the owner is away it waits for the deputy as well`() throws {
        let example = try Self.requested()
        let absence = Absence(person: "alice", deputies: ["dan", "@web"], from: Example.now, until: Self.after(2))
        try example.mesh.commit([.setAbsence(absence)], by: Example.alice)
        #expect(try Self.inbox(example, "dan").count == 1)
        #expect(try Self.inbox(example, "alice").count == 1)
        let member = Actor(user: "wim", groups: ["web"])
        #expect(try example.reader().inbox(of: member, since: Example.now, at: Example.now).count(.decide) == 1)
        #expect(try Self.inbox(example, "dan", at: Self.after(2)) == [])
    }

    @Test func `a decision is news for who asked, and not for who decided`() throws {
        let example = try Self.requested()
        try example.mesh.commit([.decide(.init(.deny, Self.link, reason: "use prices"))], by: Example.alice)
        #expect(try Self.inbox(example, "mallory") == ["decision orders: denied to board by alice: use prices"])
        #expect(try Self.inbox(example, "alice") == [])
        #expect(try Self.inbox(example, "mallory", since: Self.after(1), at: Self.after(2)) == [])
    }

    @Test func `a grant that ends, and one that has ended`() throws {
        let example = try Self.requested()
        try example.mesh.commit(
            [.decide(.init(.approve, Self.link, until: Self.after(30)))], by: Example.alice)
        #expect(try Self.inbox(example, "mallory", since: Self.after(1), at: Self.after(15)) == [])
        #expect(
            try Self.inbox(example, "mallory", since: Self.after(1), at: Self.after(20)) == [
                "lapse orders: the access of board ends in 10 d; alice can renew it"
            ])
        #expect(
            try Self.inbox(example, "mallory", since: Self.after(29), at: Self.after(31)).first?
                .hasPrefix("lapse orders: the access of board ended on ") ?? false)
    }

    @Test func `what happens to a product is told to those who use it`() throws {
        let example = try Self.requested()
        try example.mesh.commit([.decide(.init(.approve, Self.link))], by: Example.alice)
        try example.mesh.commit(
            [
                .publish(Example.publication("orders", "1.1")),
                .recordQuality(
                    QualityReport(product: "orders", metrics: [.init(name: "quality", value: "80")], at: Example.now)),
                .editProduct(
                    ProductEdit(
                        id: "orders",
                        facts: RefusalTests.facts { facts in
                            var sla = SLA()
                            sla.quality = Quantity(95)
                            facts.sla = sla
                        })),
                .deprecate(StatusChange(product: "orders", note: "use sales2")),
            ], by: Example.alice)
        let told = try Self.inbox(example, "mallory").filter { $0.hasPrefix("notice") }
        #expect(
            told == [
                "notice orders: has quality 80 of 95 promised", "notice orders: has version 1.1",
                "notice orders: is deprecated: use sales2",
            ])
        #expect(try Self.inbox(example, "eve") == [])
    }

    @Test func `news of a commit names whom it concerns, and never a purpose`() throws {
        let example = try Self.requested()
        func news() throws -> [News] {
            let reader = try example.reader()
            return try reader.history(of: nil, before: nil, limit: 1).flatMap { try reader.news(of: $0) }
        }
        var told = try news()
        #expect(told.map(\.to) == [["alice"]] && told.map(\.kind) == [.requested])
        #expect(told.map(\.text) == ["mallory asks for access to orders for board of finance"])
        #expect(!"\(told.map(\.tree))".contains("yearly"))
        try example.mesh.commit([.decide(.init(.deny, Self.link, reason: "because"))], by: Example.alice)
        told = try news()
        #expect(told.map(\.to) == [["mallory"]] && !"\(told.map(\.tree))".contains("because"))
        try example.mesh.commit([Example.request("prices")], by: Example.mallory)
        #expect(try news() == [])
        try example.mesh.commit([.publish(Example.publication("prices", "1.1"))], by: Example.alice)
        #expect(try news().map(\.text) == ["prices has version 1.1"])
        let prices = Subscription.ID(product: "prices", port: OutputPort.main, consumer: "board")
        try example.mesh.commit([.decide(.init(.cancel, prices))], by: Example.mallory)
        #expect(try news() == [], "nobody is told what they did themselves")
    }

    @Test func `time brings news once: at the moment when it falls due`() throws {
        let example = try Self.requested()
        let reader = try example.reader()
        #expect(try reader.news(from: Example.now, through: Self.after(4)) == [])
        let escalated = try reader.news(from: Self.after(4), through: Self.after(5))
        #expect(escalated.map(\.kind) == [.escalated] && escalated.map(\.to) == [["alice"]])
        #expect(try reader.news(from: Self.after(5), through: Self.after(6)) == [])
        try example.mesh.commit([.decide(.init(.approve, Self.link, until: Self.after(30)))], by: Example.alice)
        let granted = try example.reader()
        #expect(try granted.news(from: Self.after(15), through: Self.after(16)).map(\.to) == [["mallory"]])
        #expect(try granted.news(from: Self.after(16), through: Self.after(17)) == [])
    }
}
