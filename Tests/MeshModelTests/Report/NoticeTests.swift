import MeshModel
import Testing

/// What somebody should know of a product before they rely on it, and who answers for it.
struct NoticeTests {
    private func commit(_ changes: [Change], to example: Example, by actor: Actor = Example.alice) throws {
        try example.mesh.commit(changes, by: actor)
    }

    @Test func `a notice tops the product and reaches whoever uses it, until it ends`() throws {
        let example = try Example()
        let erin = Actor(user: "erin")
        try commit([Example.request("prices")], to: example, by: erin)
        try commit([.postNotice(ProductNotice(product: "prices", "EU rows late"))], to: example)
        func told() throws -> ([String], [String]) {
            let reader = try example.reader()
            let product = try #require(try reader.product("prices"))
            return (
                try reader.banner(of: product, at: Example.now).map(\.text),
                try reader.inbox(of: erin, since: Example.now.adding(seconds: 1), at: Example.now).items.map(\.text)
            )
        }
        #expect(try told().0 == ["EU rows late (alice, since 2026-11-23 09:00)"])
        #expect(try told().1 == ["has a notice: EU rows late"])
        try commit([.endNotice(NoticeEnd(product: "prices"))], to: example)
        #expect(try told() == ([], []))
        #expect(
            example.refusal([.endNotice(NoticeEnd(product: "prices"))]) == "product 'prices' has no notice that holds")
    }

    @Test func `of several notices the one that ends is named`() throws {
        let example = try Example()
        try commit(
            [.postNotice(ProductNotice(product: "prices", "a")), .postNotice(ProductNotice(product: "prices", "b"))],
            to: example)
        #expect(
            example.refusal([.endNotice(NoticeEnd(product: "prices"))])
                == "notice: which of 2? Name its number: 1, 2")
        try commit([.endNotice(NoticeEnd(product: "prices", number: 2))], to: example)
        #expect(
            try example.reader().productNotices(of: "prices").filter { $0.holds(at: Example.now) }.map(\.text) == ["a"])
    }

    @Test func `who uses a product may endorse it, and so may another domain`() throws {
        let example = try Example()
        let erin = Actor(user: "erin")
        let endorse = Change.endorse(Endorsement(product: "prices"))
        #expect(example.refusal([endorse], by: erin)?.contains("is not used by erin") ?? false)
        #expect(example.refusal([endorse], by: Example.alice)?.contains("is alice's own") ?? false)
        #expect(
            example.refusal([.endorse(Endorsement(product: "prices", domain: "sales"))])
                == "domain 'sales' offers 'prices' itself; others endorse it")
        try commit([.registerDomain(Domain(id: "finance", name: "", owner: "frank"))], to: example, by: Example.owner)
        try commit([Example.request("prices"), endorse], to: example, by: erin)
        try commit(
            [.endorse(Endorsement(product: "prices", domain: "finance"))], to: example, by: Actor(user: "frank"))
        let reader = try example.reader()
        let product = try #require(try reader.product("prices"))
        let trust = try reader.trust(of: product, under: reader.policyBook(), at: Example.now)
        #expect(trust.sentence.hasSuffix("1 consumer; endorsed by finance, erin"))
        try commit([.withdrawEndorsement(Endorsement(product: "prices"))], to: example, by: erin)
        #expect(try example.reader().endorsements(of: "prices").map(\.name) == ["finance"])
    }
}
