import Glibc
public import MeshModel
import MeshStore
import Testing

/// Meshes that the browser is opened on, made without a command.
enum BrowserMesh {
    /// The original's owner of everything; the program finds the folder to be its own user's.
    static let owner = Actor(user: "alice", ownsMesh: true)

    /// Two domains, three products in a fork of which one is published, one policy.
    static func small() async throws -> Program {
        try await holding([
            .registerDomain(Domain(id: "sales", name: "Sales", owner: "alice", team: ["alice"])),
            .registerDomain(Domain(id: "web", name: "Web", owner: "bob")),
            product("orders", in: "sales", "Every order of the shop", tags: ["core"]),
            product("returns", in: "sales", "What came back", from: ["orders"]),
            product("visits", in: "web", "Who looked at what", from: ["orders"]),
            .publish(
                Publication(
                    product: "orders", version: "1.0.0",
                    schema: [SchemaObject(name: "orders", fields: [SchemaField(name: "order_id", type: "string")])])),
            .createPolicy(Policy(id: "data_quality", type: .quality, rules: ["completeness >= 95%"])),
        ])
    }

    /// So many products that a list of them scrolls on every screen.
    static func long(_ count: Int = 90) async throws -> Program {
        try await holding(
            [.registerDomain(Domain(id: "sales", name: "Sales", owner: "alice", team: ["alice"]))]
                + (0..<count).map { number in
                    product(
                        DataProduct.ID("sales_orders_\(number / 10)\(number % 10)") ?? "none", in: "sales",
                        "Orders of the shop in region \(number), by day and by customer", tags: ["core", "daily"])
                })
    }

    static func holding(_ changes: [Change]) async throws -> Program {
        let program = try Program()
        try StoreGateway.create(path: program.mesh)
        try await commit(changes, to: program)
        return program
    }

    static func commit(_ changes: [Change], to program: Program) async throws {
        let gateway = try StoreGateway(path: program.mesh, actor: owner, clock: now)
        _ = try await gateway.commit(changes, requestID: .random(), agreed: nil)
    }

    /// What is in the folder now, whoever wrote it.
    static func reader(of program: Program) throws -> any MeshReader {
        try StoreGateway(path: program.mesh, actor: owner, clock: now).reader()
    }

    static func product(
        _ id: DataProduct.ID, in domain: Domain.ID, _ description: String, tags: [String] = [],
        from inputs: [DataProduct.ID] = []
    ) -> Change {
        var facts = ProductFacts()
        facts.domain = domain
        facts.owner = "alice"
        facts.description = description
        facts.tags = tags
        facts.inputs = inputs.map { .product($0) }
        return .createProduct(ProductDraft(id: id, facts: facts))
    }

    @Sendable static func now() -> Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

extension Identifier: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let id = Identifier(text) else { preconditionFailure("'\(text)' is no slug") }
        self = id
    }
}
