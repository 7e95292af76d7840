/// Leave for one product not to keep one policy, until a day and for a reason that somebody answers for.
///
/// There is at most one for a product and a policy; what stood before is in the journal. While it holds, a failure only warns.
public struct Waiver: MeshRecord {
    public var product = DataProduct.ID()
    public var policy = Policy.ID()
    public var reason = ""
    /// The moment from which the policy binds again.
    public var until = Instant()
    public var created = Instant()
    public var createdBy = ""
    /// Who took it back before its time; blank: nobody did.
    public var endedBy = ""

    public init() {}

    public init(policy: Policy.ID, product: DataProduct.ID, reason: String, until: Instant) {
        self.policy = policy
        self.product = product
        self.reason = reason
        self.until = until
    }

    public static var kind: RecordKind { .waiver }
    public static func key(_ product: DataProduct.ID, _ policy: Policy.ID) -> RecordKey {
        RecordKey(.waiver, product.text, policy.text)
    }
    public var key: RecordKey { Self.key(product, policy) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "policy_id", &policy)
        try v.field(3, "reason", &reason)
        try v.field(4, "until", &until)
        try v.field(5, "created", &created)
        try v.field(6, "created_by", &createdBy)
        try v.field(7, "ended_by", &endedBy)
    }

    public func holds(at now: Instant) -> Bool { created <= now && now < until }
}

extension MeshReader {
    /// Waivers that were ever given, the ended ones included: of a product, or of all.
    public func waivers(of product: DataProduct.ID? = nil) throws(ReadError) -> [Waiver] {
        try all(Waiver.self, under: product.map { .under(.waiver, $0.text) } ?? .under(.waiver))
    }
}
