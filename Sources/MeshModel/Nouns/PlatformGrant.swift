/// What a platform was last told about a link: how a grant or revoke hook of one provision ended.
///
/// It is written before the hook runs and after it. What was begun and never ended may be open on the platform, and is revoked when its time comes.
public struct PlatformGrant: MeshRecord {
    public enum Action: String, NamedCase {
        case grant, revoke
    }

    public enum Outcome: String, NamedCase {
        case running, done, failed
    }

    public var product = DataProduct.ID()
    public var port = OutputPort.ID()
    public var consumer = Consumer.ID()
    public var template = InfrastructureTemplate.ID()
    public var action = Action.grant
    public var outcome = Outcome.running
    /// The end that the platform was told; nil: none.
    public var until: Instant?
    /// The fields that the platform was told; empty: all.
    public var fields: [String] = []
    /// Why it failed, in the hook's own last words; blank otherwise.
    public var reason = ""
    /// The last lines that the hook printed.
    public var log: [String] = []
    /// How often this was tried in a row.
    public var attempts: Int64 = 0
    public var at = Instant()
    public var by = ""

    public init() {}

    public init(
        _ action: Action, _ link: Subscription, template: InfrastructureTemplate.ID, _ outcome: Outcome = .running
    ) {
        product = link.product
        port = link.port
        consumer = link.consumer
        self.template = template
        self.action = action
        self.outcome = outcome
        until = link.until
        fields = link.fields
    }

    public static var kind: RecordKind { .platformGrant }
    public var link: Subscription.ID { .init(product: product, port: port, consumer: consumer) }
    public static func key(_ link: Subscription.ID, _ template: InfrastructureTemplate.ID) -> RecordKey {
        RecordKey(.platformGrant, link.product.text, link.port.text, link.consumer.text, template.text)
    }
    public var key: RecordKey { Self.key(link, template) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "port_id", &port)
        try v.field(3, "consumer_id", &consumer)
        try v.field(4, "template_id", &template)
        try v.field(5, "action", &action)
        try v.field(6, "outcome", &outcome)
        try v.field(7, "until", &until)
        try v.field(8, "fields", &fields)
        try v.field(9, "log", &log)
        try v.field(10, "attempts", &attempts)
        try v.field(11, "at", &at)
        try v.field(12, "by", &by)
        try v.field(13, "reason", &reason)
    }

    /// Whether the consumer may still get in: only a revocation that was carried out closes what was begun.
    public var mayBeOpen: Bool { !(action == .revoke && outcome == .done) }
}
