import MeshModel

/// The original's example: every name and value as its documentation states them.
enum SalesExample {
    static let product = DataProduct.ID(known: "sales_transactions")
    static let consumer = Consumer.ID(known: "analytics_pipeline")
    static let policy = Policy.ID(known: "data_quality")
    static let template = InfrastructureTemplate.ID(known: "standard_pipeline")
    static let sales = Domain.ID(known: "sales")
    static let marketing = Domain.ID(known: "marketing")

    static let domains = [
        Domain(
            id: sales, name: "Sales Domain", owner: "sales_team", team: ["alice", "bob"],
            description: "Sales and revenue data"),
        Domain(
            id: marketing, name: "Marketing Domain", owner: "marketing_team", team: ["carol", "dave"],
            description: "Marketing campaigns and analytics"),
    ]

    static let draft: ProductDraft = {
        var facts = ProductFacts()
        facts.domain = sales
        facts.owner = "alice"
        facts.description = "Daily sales transactions"
        facts.sla = SLA(availability: Quantity(99.9), freshness: Quantity(24, .hours), quality: Quantity(95))
        facts.metadata = ["format": "parquet", "partition": "date"]
        return ProductDraft(id: product, facts: facts)
    }()

    static let publication = Publication(
        product: product, version: "1.0",
        schema: [
            SchemaObject(
                name: "sales_transactions",
                fields: [
                    SchemaField(name: "transaction_id", type: "string"), SchemaField(name: "amount", type: "decimal"),
                    SchemaField(name: "date", type: "date"),
                ])
        ],
        access: AccessTerms(kind: .roleBased, roles: ["analyst", "manager"]))

    static let request = SubscriptionRequest(product: product, consumer: consumer, consumerDomain: "analytics")

    static let governance = Policy(
        id: policy, type: .quality, scope: .global,
        rules: ["completeness >= 95%", "accuracy >= 90%", "timeliness <= 24h"], enforcement: .mandatory)

    static let pipeline: InfrastructureTemplate = {
        var pipeline = InfrastructureTemplate()
        pipeline.id = template
        pipeline.name = "Standard Data Pipeline"
        pipeline.type = "batch"
        pipeline.components = ["ingestion", "processing", "storage", "serving"]
        pipeline.configuration = ["storage": "s3", "compute": "spark", "orchestration": "airflow"]
        return pipeline
    }()

    static let quality = QualityReport(
        product: product,
        metrics: [
            .init(name: "completeness", value: "98.5"), .init(name: "accuracy", value: "95.2"),
            .init(name: "timeliness_hours", value: "2.5"), .init(name: "row_count", value: "1500000"),
        ])
}
