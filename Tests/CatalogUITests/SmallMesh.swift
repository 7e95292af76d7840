import MeshModel
import Testing

/// A mesh small enough to be known by heart: five domains, seven products, one request that waits.
enum SmallMesh {
    static let now = Instant(text: "2026-11-23T09:00:00Z") ?? Instant(milliseconds: 0)
    static let alice = Actor(user: "alice", roles: ["analyst"], ownsMesh: true)

    static func make(actor: Actor = alice) throws -> MemoryMesh {
        let mesh = MemoryMesh(actor: actor) { now }
        try mesh.commit(try domains() + products(), by: alice)
        try mesh.commit(try publications(), by: alice)
        try mesh.commit(try measurements(), by: alice)
        try mesh.commit(try governance(), by: alice)
        try mesh.commit(
            [try ask("sales_orders", "crm_board", "marketing", purpose: "lead scoring")], by: Actor(user: "dave"))
        try mesh.commit([try ask("sales_transactions", "analytics_pipeline", "analytics")], by: alice)
        return mesh
    }

    /// Two consumers more that are let in.
    static func grantMore(_ mesh: MemoryMesh) throws {
        try mesh.commit(
            [
                try ask("finance_revenue", "board_report", "finance"),
                try ask("sales_transactions", "crm_board", "marketing"),
            ], by: alice)
    }

    static func product(_ id: String) throws -> DataProduct.ID { try #require(DataProduct.ID(id)) }
    static func domain(_ id: String) throws -> Domain.ID { try #require(Domain.ID(id)) }

    static func ask(_ product: String, _ consumer: String, _ domain: String, purpose: String = "") throws -> Change {
        .subscribe(
            SubscriptionRequest(
                product: try self.product(product), consumer: try #require(Consumer.ID(consumer)),
                consumerDomain: domain,
                purpose: purpose))
    }

    private static func domains() throws -> [Change] {
        let sales = try domain("sales")
        return [
            .registerDomain(
                Domain(id: sales, name: "", owner: "carol", team: ["alice", "bob"], description: "Sales data")),
            .registerDomain(Domain(id: try domain("online"), name: "", owner: "carol", parent: sales)),
            .registerDomain(Domain(id: try domain("retail"), name: "", owner: "carol", parent: sales)),
            .registerDomain(Domain(id: try domain("marketing"), name: "", owner: "dave")),
            .registerDomain(Domain(id: try domain("finance"), name: "", owner: "erin")),
        ]
    }

    private static func create(
        _ id: String, _ domain: String, owner: String, _ description: String, inputs: [String] = [], tags: [String] = []
    ) throws -> Change {
        var facts = ProductFacts()
        facts.domain = try self.domain(domain)
        facts.owner = owner
        facts.description = description
        facts.sla = SLA(availability: Quantity(99.9), freshness: Quantity(24, .hours), quality: Quantity(95))
        facts.tags = tags
        facts.inputs = try inputs.map { try #require(Input(text: $0)) }
        return .createProduct(ProductDraft(id: try product(id), facts: facts))
    }

    private static func products() throws -> [Change] {
        [
            try create(
                "crm_accounts", "marketing", owner: "dave", "Customers as the CRM knows them",
                inputs: ["external:crm.raw"], tags: ["pii"]),
            try create(
                "sales_orders", "online", owner: "carol", "Orders of the web shop", inputs: ["crm_accounts"],
                tags: ["orders"]),
            try create(
                "sales_transactions", "sales", owner: "carol", "Daily sales transactions", tags: ["orders", "daily"]),
            try create("sales_returns", "retail", owner: "carol", "What came back", inputs: ["sales_orders"]),
            try create(
                "finance_revenue", "finance", owner: "erin", "Revenue by day",
                inputs: ["sales_orders", "sales_transactions"]),
            try create(
                "crm_churn", "marketing", owner: "dave", "Who is about to leave",
                inputs: ["crm_accounts", "sales_transactions"]),
            try create(
                "ceo_dashboard", "finance", owner: "erin", "One page a day", inputs: ["finance_revenue", "crm_churn"]),
        ]
    }

    private static func publish(_ id: String, _ version: String, _ fields: [(String, String)], _ access: AccessTerms)
        throws -> Change
    {
        let object = SchemaObject(name: id, fields: fields.map { SchemaField(name: $0.0, type: $0.1) })
        return .publish(Publication(product: try product(id), version: version, schema: [object], access: access))
    }

    private static func publications() throws -> [Change] {
        [
            try publish(
                "sales_transactions", "1.0",
                [("transaction_id", "string"), ("amount", "decimal(10,2)"), ("date", "date")],
                AccessTerms(kind: .roleBased, roles: ["analyst", "manager"])),
            try publish("sales_orders", "1.0.0", [("order_id", "string")], AccessTerms(kind: .approval)),
            try publish(
                "sales_orders", "1.1.0", [("order_id", "string"), ("placed_at", "timestamp")],
                AccessTerms(kind: .approval)),
            try publish(
                "crm_accounts", "2.0.0", [("account_id", "string"), ("email", "string")], AccessTerms(kind: .approval)),
            try publish(
                "finance_revenue", "1.0.0", [("day", "date"), ("revenue", "decimal")], AccessTerms(kind: .open)),
        ]
    }

    private static func measure(_ id: String, hours: Int64, _ metrics: [(String, String)]) throws -> Change {
        .recordQuality(
            QualityReport(
                product: try product(id), metrics: metrics.map { QualityReport.Metric(name: $0.0, value: $0.1) },
                at: now.adding(seconds: -3600 * hours), source: "dbt"))
    }

    private static func measurements() throws -> [Change] {
        var changes: [Change] = []
        for (day, value) in [91.0, 93.5, 94, 97, 98.5].enumerated() {
            changes.append(
                try measure(
                    "sales_transactions", hours: 2 + 24 * Int64(4 - day),
                    [("completeness", "\(value)"), ("accuracy", "95.2")]))
        }
        changes.append(
            try measure("sales_transactions", hours: 2, [("timeliness_hours", "2.5"), ("row_count", "1500000")]))
        changes.append(
            try measure(
                "sales_orders", hours: 5, [("completeness", "99"), ("accuracy", "84.1"), ("timeliness_hours", "30")]))
        return changes
    }

    private static func governance() throws -> [Change] {
        var template = InfrastructureTemplate()
        template.id = try #require(InfrastructureTemplate.ID("standard_pipeline"))
        template.name = "Standard Data Pipeline"
        template.type = "batch"
        template.components = ["ingestion", "processing", "storage", "serving"]
        template.configuration = ["storage": "s3", "compute": "spark", "orchestration": "airflow"]
        template.parameters = [
            .init(name: "schedule", kind: .choice, fallback: "daily", choices: ["hourly", "daily"]),
            .init(name: "bucket", fallback: "data", description: "where it is stored"),
        ]
        return [
            .createPolicy(
                Policy(
                    id: try #require(Policy.ID("data_quality")), type: .quality,
                    rules: ["completeness >= 95%", "accuracy >= 90%", "timeliness <= 24h"])),
            .createPolicy(
                Policy(
                    id: try #require(Policy.ID("documented")), type: .metadata, rules: ["description exists"],
                    enforcement: .advisory)),
            .createTemplate(template),
        ]
    }
}
