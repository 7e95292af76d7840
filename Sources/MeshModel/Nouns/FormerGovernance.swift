/// What governance said until it said something else: a policy, a domain's way of keeping it, or a waiver, and the moment at which it ceased.
///
/// Kept when one of them is overwritten, so that a verdict of the past can be given as it would have been given then.
public struct FormerGovernance: MeshRecord {
    public var policy = Policy.ID()
    /// The moment from which something else held.
    public var until = Instant()
    /// One of these three.
    public var text: Policy?
    public var implementation: PolicyImplementation?
    public var waiver: Waiver?

    public init() {}

    init(_ policy: Policy, until: Instant) {
        self.policy = policy.id
        self.until = until
        text = policy
    }

    init(_ implementation: PolicyImplementation, until: Instant) {
        policy = implementation.policy
        self.until = until
        self.implementation = implementation
    }

    init(_ waiver: Waiver, until: Instant) {
        policy = waiver.policy
        self.until = until
        self.waiver = waiver
    }

    public static var kind: RecordKind { .formerGovernance }
    /// By the policy and what it is said of; the newest stands first.
    public var key: RecordKey {
        let subject =
            implementation.map { "domain:\($0.domain)" } ?? waiver.map { "product:\($0.product)" } ?? "policy"
        return RecordKey(.formerGovernance, policy.text, subject, until.newestFirst)
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "policy_id", &policy)
        try v.field(2, "until", &until)
        try v.field(3, "policy", &text)
        try v.field(4, "implementation", &implementation)
        try v.field(5, "waiver", &waiver)
    }
}

extension Planner {
    /// Keeps what is about to be overwritten. What one batch overwrites twice held for no time in between.
    mutating func keep(_ former: FormerGovernance) throws {
        guard try mesh.find(FormerGovernance.self, former.key) == nil else { return }
        try mesh.put(former)
    }
}
