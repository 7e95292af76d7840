/// Somebody asks that a grant last longer. It is there as long as nobody has decided, so that those who wait are found without walking every link.
public struct RenewalRequest: MeshRecord {
    public var link = Subscription.ID()
    /// The end that is asked for; nil: as long as the terms allow.
    public var until: Instant?
    public var at = Instant()
    public var by = ""

    public init() {}

    public init(_ link: Subscription.ID, until: Instant?, at: Instant, by: String) {
        self.link = link
        self.until = until
        self.at = at
        self.by = by
    }

    public static var kind: RecordKind { .renewal }
    public static func key(_ link: Subscription.ID) -> RecordKey {
        RecordKey(.renewal, link.product.text, link.port.text, link.consumer.text)
    }
    public var key: RecordKey { Self.key(link) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "subscription", &link)
        try v.field(2, "until", &until)
        try v.field(3, "at", &at)
        try v.field(4, "by", &by)
    }
}
