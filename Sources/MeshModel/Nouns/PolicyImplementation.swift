/// How a domain keeps a policy that is not its own: by what names it measures, and where it asks for more.
///
/// It holds for the domain and those below it; a sub-domain may go further. One that says nothing lets the policy hold as it is written.
public struct PolicyImplementation: MeshRecord {
    public var policy = Policy.ID()
    public var domain = Domain.ID()
    /// The metrics that the policy names, by what the domain calls its own: `completeness: fill_rate`.
    public var metrics: [String: String] = [:]
    /// Stricter tests, in the policy's names: `completeness >= 98%`.
    public var rules: [String] = []
    public var description = ""
    public var created = Instant()
    public var createdBy = ""

    public init() {}

    public init(
        policy: Policy.ID, domain: Domain.ID, metrics: [String: String] = [:], rules: [String] = [],
        description: String = ""
    ) {
        self.policy = policy
        self.domain = domain
        self.metrics = metrics
        self.rules = rules
        self.description = description
    }

    public static var kind: RecordKind { .implementation }
    public static func key(_ policy: Policy.ID, _ domain: Domain.ID) -> RecordKey {
        RecordKey(.implementation, policy.text, domain.text)
    }
    public var key: RecordKey { Self.key(policy, domain) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "policy_id", &policy)
        try v.field(2, "domain_id", &domain)
        try v.field(3, "metrics", &metrics)
        try v.field(4, "rules", &rules)
        try v.field(5, "description", &description)
        try v.field(6, "created", &created)
        try v.field(7, "created_by", &createdBy)
    }

    public var saysNothing: Bool { metrics.isEmpty && rules.isEmpty }
}

extension MeshReader {
    /// Of one policy, or of all; those that say nothing are left out.
    public func implementations(of policy: Policy.ID? = nil) throws(ReadError) -> [PolicyImplementation] {
        try all(
            PolicyImplementation.self,
            under: policy.map { .under(.implementation, $0.text) } ?? .under(.implementation)
        ).filter { !$0.saysNothing }
    }
}
