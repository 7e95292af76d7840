/// Somebody read a product: recorded by them, or imported from a warehouse's log.
public struct AccessEvent: MeshRecord {
    public var product = DataProduct.ID()
    /// A consumer's id or a user's name.
    public var consumer = ""
    public var at = Instant()
    /// `read`, `query`, `download`.
    public var action = ""
    public var rows: Int64 = 0
    public var recordedBy = ""
    /// Tells apart what one consumer did in one millisecond.
    public var serial: Int64 = 0

    public init() {}

    public init(product: DataProduct.ID, consumer: String, at: Instant, action: String = "read", rows: Int64 = 0) {
        self.product = product
        self.consumer = consumer
        self.at = at
        self.action = action
        self.rows = rows
    }

    public static var kind: RecordKind { .access }
    /// The newest of a product stands first.
    public var key: RecordKey { RecordKey(.access, product.text, at.newestFirst, consumer, String(serial)) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "consumer_id", &consumer)
        try v.field(3, "at", &at)
        try v.field(4, "action", &action)
        try v.field(5, "rows", &rows)
        try v.field(6, "recorded_by", &recordedBy)
        try v.field(7, "serial", &serial)
    }
}
