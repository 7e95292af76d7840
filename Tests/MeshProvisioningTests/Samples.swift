import MeshModel
import Testing

@testable import MeshProvisioning

/// The product of the original's example, grown to six fields, and its subscribers.
enum Samples {
    static let now = Instant(milliseconds: 1_795_000_000_000)

    static func product() throws -> DataProduct {
        var product = DataProduct()
        product.id = try #require(DataProduct.ID("sales_transactions"))
        product.name = "Sales transactions"
        product.domain = try #require(Domain.ID("sales"))
        product.owner = "alice"
        product.description = "Daily sales transactions"
        product.metadata = ["format": "parquet", "partition": "date"]
        product.tags = ["sales", "daily"]
        product.sla.freshness = Quantity(text: "24h")
        product.ports = [
            OutputPort(
                id: OutputPort.main, name: "Warehouse",
                address: Address(server: "s3", location: "s3a://landing/sales", format: "parquet"))
        ]
        product.access = AccessTerms(kind: .roleBased, roles: ["analyst", "manager"])
        return product
    }

    static func contract(fields: [SchemaField]? = nil, object: String = "transactions") throws -> Contract {
        var contract = Contract()
        contract.product = try product().id
        contract.port = OutputPort.main
        contract.version = try #require(Version(text: "1.0"))
        contract.schema = [SchemaObject(name: object, description: "One row a sale", fields: try fields ?? sixFields())]
        return contract
    }

    static func sixFields() throws -> [SchemaField] {
        var id = SchemaField(name: "transaction_id", type: "string", description: "Given by the till")
        id.primaryKey = true
        var customer = SchemaField(name: "customer", type: "struct")
        customer.pii = true
        customer.fields = [SchemaField(name: "name", type: "string"), SchemaField(name: "vip", type: "bool")]
        return [
            id, SchemaField(name: "amount", type: "decimal(10,2)", required: true),
            SchemaField(name: "date", type: "date"),
            SchemaField(name: "sold_at", type: "timestamp_tz"), SchemaField(name: "items", type: "array<string>"),
            customer,
        ]
    }

    /// Names that would do harm wherever they were not quoted.
    static let hostileNames = [
        "\"; DROP TABLE x; --", "'; DROP TABLE x; --", "quote\"quote'quote`", "line\nbreak\rand\ttab", "back\\slash\\n",
        "\"\"\"", "{{product.id|json}}", "</script>", "$(touch /tmp/owned)", "`id`", "größe 数量 📦", "\u{1B}]0;x\u{7}",
        "\u{202E}gnp", "Größe 数量 📦", "../../etc", "", "select", "ctid", "SELECT", "a,b", "#", "%s", "*/", "\u{2028}",
    ]

    static func hostileContract() throws -> Contract {
        try contract(
            fields: hostileNames.map { SchemaField(name: $0, type: $0, description: $0) }, object: hostileNames[0])
    }

    static func subscription(_ consumer: String, _ state: Subscription.State, until: Instant? = nil) throws
        -> Subscription
    {
        var subscription = Subscription()
        subscription.product = try product().id
        subscription.port = OutputPort.main
        subscription.consumer = try #require(Consumer.ID(consumer))
        subscription.consumerDomain = "analytics"
        subscription.purpose = "=cmd|' /C calc'!A0"
        subscription.requestedBy = "bob"
        subscription.state = state
        subscription.until = until
        return subscription
    }

    static func context(_ contract: Contract?) throws -> TemplateContext {
        TemplateContext(
            product: try product(), contract: contract,
            subscriptions: [
                try subscription("dashboard", .active), try subscription("analytics_pipeline", .active),
                try subscription("curious", .requested),
                try subscription("late", .active, until: now.adding(seconds: -1)),
            ], now: now)
    }

    static func template(_ id: String) throws -> InfrastructureTemplate {
        try #require(BuiltInTemplates.all.first { $0.id.text == id })
    }
}
