/// Somebody read a product: recorded by them, or imported from a warehouse's log.
public struct AccessEvent: ConfidentialRecord {
    public var product = DataProduct.ID()
    /// A consumer's id or a user's name.
    public var consumer = ""
    public var at = Instant()
    /// `read`, `query`, `download`.
    public var action = ""
    public var rows: Int64 = 0
    public var recordedBy = ""
    /// Tells apart what happened to one product in one millisecond.
    public var serial: Int64 = 0
    /// Not part of the record: this reader may not open it.
    public private(set) var isWithheld = false

    public init() {}

    public init(product: DataProduct.ID, consumer: String, at: Instant, action: String = "read", rows: Int64 = 0) {
        self.product = product
        self.consumer = consumer
        self.at = at
        self.action = action
        self.rows = rows
    }

    public static var kind: RecordKind { .access }
    /// The newest of a product stands first. Who it was is not part of the key: keys are for everybody's eyes.
    public var key: RecordKey { RecordKey(.access, product.text, at.newestFirst, String(serial)) }

    public static func withheld(_ key: RecordKey) -> AccessEvent {
        var event = AccessEvent()
        event.isWithheld = true
        let parts = key.parts
        event.product = parts.first.flatMap { DataProduct.ID($0) } ?? event.product
        event.at = parts.dropFirst().first.flatMap(Instant.init(newestFirst:)) ?? event.at
        event.serial = parts.last.flatMap { Int64($0) } ?? 0
        return event
    }

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
