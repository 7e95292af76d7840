import MeshModel
import Testing

/// The original's demonstration, and what it must refuse, on a mesh in memory.
struct OriginalDemonstrationTests {
    let now = Instant(text: "2026-11-23T09:00:00Z") ?? Instant(milliseconds: 0)

    func mesh(_ actor: Actor = Actor(user: "dana", ownsMesh: true)) -> MemoryMesh {
        let now = now
        return MemoryMesh(actor: actor) { now }
    }

    func id(_ text: String) throws -> DataProduct.ID { try #require(DataProduct.ID(text)) }

    func steps() throws -> [Change] {
        let sales = Domain.ID("sales")
        var facts = ProductFacts()
        facts.domain = sales
        facts.owner = "alice"
        facts.description = "Daily sales transactions"
        facts.sla = SLA(availability: Quantity(99.9), freshness: Quantity(24, .hours), quality: Quantity(95))
        facts.metadata = ["format": "parquet", "partition": "date"]
        let product = try id("sales_transactions")
        let schema = SchemaObject(
            name: "sales_transactions",
            fields: [
                SchemaField(name: "transaction_id", type: "string"), SchemaField(name: "amount", type: "decimal"),
                SchemaField(name: "date", type: "date"),
            ])
        return [
            .registerDomain(Domain(id: sales, name: "Sales Domain", owner: "sales_team", team: ["alice", "bob"])),
            .createProduct(ProductDraft(id: product, facts: facts)),
            .publish(
                Publication(
                    product: product, version: "1.0", schema: [schema],
                    access: AccessTerms(kind: .roleBased, roles: ["analyst", "manager"]))),
            .subscribe(
                SubscriptionRequest(
                    product: product, consumer: "analytics_pipeline",
                    consumerDomain: "analytics")),
        ]
    }

    @Test func `the owner's subscription is granted at once, and 1.0 is shown as written`() async throws {
        let mesh = mesh()
        let receipt = try await mesh.commit(try steps(), requestID: .random(), agreed: nil)
        #expect(receipt.changed)
        let reader = try mesh.reader()
        let links = try reader.subscriptions(of: try id("sales_transactions"))
        #expect(links.map(\.state) == [.active])
        #expect(links.map(\.consumerDomain) == ["analytics"])
        let contract = try #require(try reader.contracts(of: try id("sales_transactions")).last)
        #expect(contract.version.written == "1.0")
        #expect(contract.version == Version(major: 1, minor: 0, patch: 0))
    }

    @Test func `a request that is sent twice happens once`() async throws {
        let mesh = mesh()
        let request = RequestID.random()
        let first = try await mesh.commit(try steps(), requestID: request, agreed: nil)
        let second = try await mesh.commit(try steps(), requestID: request, agreed: nil)
        #expect(first == second)
        #expect(try mesh.reader().revision.number == 1)
    }

    @Test func `a stranger may not publish, and is told who may`() async throws {
        let mesh = mesh()
        try mesh.commit(Array(try steps().prefix(2)), by: mesh.actor)
        #expect(
            throws: GatewayError.refused(
                .notAllowed(
                    action: "publish the product 'sales_transactions'", actor: "mallory",
                    who: ["alice", "sales_team", "bob"]))
        ) { try mesh.commit([try steps()[2]], by: Actor(user: "mallory")) }
    }

    @Test func `one batch is all or nothing`() async throws {
        let mesh = mesh()
        let steps = try steps()
        await #expect(throws: GatewayError.self) {
            try await mesh.commit(steps + [steps[3]], requestID: .random(), agreed: nil)
        }
        #expect(try mesh.reader().revision.number == 0)
        #expect(try mesh.reader().domains().isEmpty)
    }

    @Test func `a circle of inputs is refused with its path`() async throws {
        let mesh = mesh()
        try mesh.commit(Array(try steps().prefix(2)), by: mesh.actor)
        var facts = ProductFacts()
        facts.domain = Domain.ID("sales")
        facts.owner = "alice"
        facts.inputs = [.product(try id("sales_transactions"))]
        try mesh.commit([.createProduct(ProductDraft(id: try id("report"), facts: facts))], by: mesh.actor)
        var back = ProductFacts()
        back.inputs = [.product(try id("report"))]
        let circle = GatewayError.refused(.cycle(["sales_transactions", "report", "sales_transactions"]))
        #expect(throws: circle) {
            try mesh.commit([.editProduct(ProductEdit(id: try id("sales_transactions"), facts: back))], by: mesh.actor)
        }
    }

    @Test func `changes read back from their bytes as they were`() throws {
        for change in try steps() {
            var writer = RecordWriter()
            change.write(to: &writer)
            var reader = RecordReader(writer.bytes)
            #expect(try Change(from: &reader) == change)
        }
    }
}
