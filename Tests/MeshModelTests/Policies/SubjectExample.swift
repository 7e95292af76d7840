import MeshModel

/// A product that states most of what a rule can ask for, and was measured.
enum SubjectExample {
    static let now = Instant(milliseconds: 1_795_424_400_000)

    static var stated: RuleSubject {
        var product = DataProduct()
        product.id = "sales_orders"
        product.name = "Orders"
        product.domain = "sales"
        product.owner = "alice"
        product.description = "All orders"
        product.status = .published
        product.classification = .confidential
        product.tags = ["finance", "privacy-reviewed"]
        product.sla = SLA(
            availability: Quantity(99.9), freshness: Quantity(24), quality: Quantity(95, .percent))
        product.sla.others = ["retention": "30d", "support": "office hours"]
        product.metadata = ["format": "parquet", "copies": "100"]
        product.inputs = [.external("erp")]
        product.ports = [OutputPort(id: "main")]
        product.created = now.adding(seconds: -90 * Instant.secondsPerDay)
        product.updated = now.adding(seconds: -30 * Instant.secondsPerDay)
        var contract = Contract()
        contract.version = Version(major: 1, minor: 2, patch: 0)
        contract.access = AccessTerms(kind: .roleBased, roles: ["analyst"])
        var email = SchemaField(name: "email", type: "string", description: "where to write")
        email.pii = true
        email.tags = ["masked"]
        contract.schema = [
            SchemaObject(
                name: "orders",
                fields: [
                    SchemaField(name: "id", type: "string", description: "one order", required: true), email,
                    SchemaField(name: "amount", type: "decimal"),
                ])
        ]
        return RuleSubject(
            product: product, domain: Domain(id: "sales", name: "Sales", owner: "sales_team", team: ["alice", "bob"]),
            contract: contract,
            metrics: [
                metric("completeness", 98.5), metric("accuracy", 84.1), metric("timeliness_hours", 2.5),
                metric("row_count", 1_500_000), metric("latency", 90), metric("lag_percent", 3),
                metric("lag_minutes", 144), metric("nulls", 0),
            ], now: now)
    }

    /// Nothing but an id and a domain that nobody registered.
    static var bare: RuleSubject {
        var product = DataProduct()
        product.id = "ideas"
        product.domain = "nowhere"
        return RuleSubject(product: product, domain: nil, contract: nil, metrics: [], now: now)
    }

    static func metric(_ name: String, _ value: Double) -> MetricPoint {
        MetricPoint(product: "sales_orders", name: name, value: value, at: now.adding(seconds: -4800), source: "dbt")
    }
}
