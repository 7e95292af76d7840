/// One measurement of one metric of a product. A count such as `row_count` is a count and nothing else.
public struct MetricPoint: MeshRecord {
    public var product = DataProduct.ID()
    public var name = ""
    public var value = 0.0
    public var at = Instant()
    /// Who measured: a user, `dbt`, `soda`.
    public var source = ""

    public init() {}

    public init(product: DataProduct.ID, name: String, value: Double, at: Instant, source: String) {
        self.product = product
        self.name = name
        self.value = value
        self.at = at
        self.source = source
    }

    public static var kind: RecordKind { .metric }
    /// The newest of a metric stands first.
    public var key: RecordKey { RecordKey(.metric, product.text, name, at.newestFirst) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "metric", &name)
        try v.field(3, "value", &value)
        try v.field(4, "at", &at)
        try v.field(5, "source", &source)
    }
}

extension Instant {
    /// Sixteen hexadecimal digits that order later moments before earlier ones.
    var newestFirst: String {
        let rank = UInt64(bitPattern: Int64.max &- milliseconds)
        let digits = String(rank, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The moment that such digits stand for.
    init?(newestFirst digits: String) {
        guard digits.utf8.count == 16, let rank = UInt64(digits, radix: 16) else { return nil }
        milliseconds = Int64.max &- Int64(bitPattern: rank)
    }
}
