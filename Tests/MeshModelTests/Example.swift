public import MeshModel
import Synchronization
import Testing

/// A small mesh that tests begin from: two domains, a published product that asks for approval, one that is open, a draft.
struct Example {
    static let now = Instant(milliseconds: 1_795_424_400_000)

    let mesh: MemoryMesh

    static let owner = Actor(user: "dana", ownsMesh: true)
    static let alice = Actor(user: "alice")
    static let mallory = Actor(user: "mallory")

    init(clock: @escaping @Sendable () -> Instant = { Self.now }) throws {
        mesh = MemoryMesh(actor: Self.owner, clock: clock)
        try mesh.commit(
            [
                .registerDomain(Domain(id: "sales", name: "Sales", owner: "alice", team: ["bob"])),
                .registerDomain(Domain(id: "online", name: "Online", owner: "@web", parent: "sales")),
                .createProduct(Self.draft("orders", owner: "alice")),
                .publish(Self.publication("orders", "1.0", access: AccessTerms(kind: .approval))),
                .createProduct(Self.draft("prices", owner: "alice")),
                .publish(Self.publication("prices", "1.0", access: AccessTerms(kind: .open))),
                .createProduct(Self.draft("ideas", owner: "bob")),
            ], by: Self.owner)
    }

    static func draft(_ id: DataProduct.ID, domain: Domain.ID = "sales", owner: String, inputs: [Input]? = nil)
        -> ProductDraft
    {
        var facts = ProductFacts()
        facts.domain = domain
        facts.owner = owner
        facts.description = "All \(id)"
        facts.inputs = inputs
        return ProductDraft(id: id, facts: facts)
    }

    static func publication(_ id: DataProduct.ID, _ version: String, access: AccessTerms? = nil) -> Publication {
        Publication(
            product: id, version: version,
            schema: [SchemaObject(name: id.text, fields: [SchemaField(name: "id", type: "string")])], access: access)
    }

    static func request(_ product: DataProduct.ID, _ consumer: Consumer.ID = "board", until: Instant? = nil) -> Change {
        .subscribe(SubscriptionRequest(product: product, consumer: consumer, consumerDomain: "finance", until: until))
    }

    /// The sentence with which a batch is refused; nil when it is not.
    func refusal(_ changes: [Change], by actor: Actor = Self.owner) -> String? {
        do {
            try mesh.commit(changes, by: actor)
            return nil
        } catch { return "\(error)" }
    }

    func reader() throws -> any MeshReader { try mesh.reader() }
}

/// A clock that stands still until it is wound.
final class MovingClock: Sendable {
    private let moment = Mutex(Example.now)

    var now: Instant { moment.withLock { $0 } }
    func wind(_ seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// Tests write ids as literals; a wrong one is the test's mistake.
extension Identifier: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let id = Identifier(text) else { preconditionFailure("'\(text)' is no slug") }
        self = id
    }
}
