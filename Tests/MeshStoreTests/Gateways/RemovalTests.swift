import MeshModel
import MeshStore
import Testing

/// A record that is taken away: a renewal that was asked for, and decided.
struct RemovalTests {
    private static let link = Subscription.ID(product: "orders", port: OutputPort.main, consumer: "board")

    private static func decide(_ verdict: SubscriptionDecision.Verdict, days: Int64? = nil, _ clock: TestClock)
        -> Change
    {
        .decide(.init(verdict, link, reason: "because", until: days.map { clock.now.adding(seconds: $0 * 86_400) }))
    }

    @Test func `it is gone in the folder as in memory, stays gone in a snapshot, and is there in the past`()
        async throws
    {
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let memory = MemoryMesh(actor: .owner) { clock.now }
        let owner = try #require(try GatewayKind.store.open(folder, clock: clock) as? StoreGateway)
        func commit(_ changes: [Change], by user: String? = nil) async throws {
            clock.wind(60)
            let actor = user.map { Actor(user: $0) } ?? .owner
            let gateway = try StoreGateway(path: folder.path + "/mesh", actor: actor) { clock.now }
            _ = try memory.commit(changes, by: actor)
            _ = try await gateway.commit(changes, requestID: .random(), agreed: nil)
        }
        func count() throws -> [Int] {
            try [memory.reader(), owner.reader()].map { reader in
                try reader.all(RenewalRequest.self, under: .under(.renewal)).count
            }
        }
        var facts = ProductFacts()
        (facts.domain, facts.owner) = ("sales", "alice")
        let object = SchemaObject(name: "orders", fields: [SchemaField(name: "id", type: "string")])
        try await commit([
            .registerDomain(Domain(id: "sales", name: "", owner: "alice")),
            .createProduct(ProductDraft(id: "orders", facts: facts)),
            .publish(Publication(product: "orders", version: "1.0", schema: [object])),
        ])
        try await commit(
            [.subscribe(SubscriptionRequest(product: "orders", consumer: "board", consumerDomain: "bi"))], by: "ann")
        try await commit([Self.decide(.approve, days: 30, clock)], by: "alice")
        try await commit([Self.decide(.prolong, days: 60, clock)], by: "ann")
        #expect(try count() == [1, 1])
        let pending = try owner.reader().revision
        try await owner.compact()
        try await commit([Self.decide(.deny, clock)], by: "alice")
        #expect(try count() == [0, 0])
        try await commit([Self.decide(.prolong, days: 60, clock)], by: "ann")
        try await commit([Self.decide(.renew, clock)], by: "alice")
        #expect(try count() == [0, 0])
        try await owner.compact()
        #expect(try count() == [0, 0])
        let again = try StoreGateway(path: folder.path + "/mesh", actor: .owner) { clock.now }
        #expect(try again.reader().subscription(Self.link) == memory.reader().subscription(Self.link))
        #expect(
            try again.reader(at: .revision(pending.number)).all(RenewalRequest.self, under: .under(.renewal)).count == 1
        )
    }
}
