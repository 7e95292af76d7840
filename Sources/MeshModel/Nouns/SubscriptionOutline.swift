/// A link without its story: what lists and indexes of very many links read of each.
public struct SubscriptionOutline: MeshRecord {
    public var product = DataProduct.ID()
    public var port = OutputPort.ID()
    public var consumer = Consumer.ID()
    public var state = Subscription.State.requested
    public var requestedBy = ""
    public var until: Instant?

    public init() {}

    public static var kind: RecordKind { .subscription }
    public var key: RecordKey { Subscription.key(Subscription.ID(product: product, port: port, consumer: consumer)) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "port_id", &port)
        try v.field(3, "consumer_id", &consumer)
        try v.field(5, "state", &state)
        try v.field(7, "requested_by", &requestedBy)
        try v.field(9, "until", &until)
    }

    /// Whether the data may be read now.
    public func grantsAccess(at now: Instant) -> Bool { state == .active && (until.map { $0 > now } ?? true) }
}
