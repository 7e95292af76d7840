/// A rule set that products are checked against.
public struct Policy: MeshRecord {
    public typealias ID = Identifier<Policy>

    public enum Kind: String, NamedCase {
        case quality, security, privacy, metadata, sla, schema
    }

    public enum Enforcement: String, NamedCase {
        case mandatory, advisory
    }

    public enum Lifecycle: String, NamedCase {
        case draft, grace, enabled, deprecated
    }

    /// Which products a policy speaks about.
    public enum Scope: Hashable, Sendable {
        case global
        case domain(Domain.ID)
        case tag(String)
    }

    public var id = ID()
    public var name = ""
    public var type = Kind.quality
    public var scope = Scope.global
    /// Rules as they were written; each parses (checked when the policy is created).
    public var rules: [String] = []
    public var enforcement = Enforcement.mandatory
    public var lifecycle = Lifecycle.enabled
    /// The end of the grace period.
    public var graceUntil: Instant?
    public var description = ""
    public var created = Instant()
    public var createdBy = ""

    public init() {}

    public init(
        id: ID, type: Kind, scope: Scope = .global, rules: [String], enforcement: Enforcement = .mandatory,
        description: String = ""
    ) {
        self.id = id
        self.type = type
        self.scope = scope
        self.rules = rules
        self.enforcement = enforcement
        self.description = description
    }

    public static var kind: RecordKind { .policy }
    public static func key(_ id: ID) -> RecordKey { RecordKey(.policy, id.text) }
    public var key: RecordKey { Self.key(id) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "policy_id", &id)
        try v.field(2, "name", &name)
        try v.field(3, "type", &type)
        try v.field(4, "scope", &scope)
        try v.field(5, "rules", &rules)
        try v.field(6, "enforcement", &enforcement)
        try v.field(7, "lifecycle", &lifecycle)
        try v.field(8, "grace_until", &graceUntil)
        try v.field(9, "description", &description)
        try v.field(10, "created", &created)
        try v.field(11, "created_by", &createdBy)
    }

    /// Whether a failure counts against a product at a moment, or only warns.
    public func binds(at now: Instant) -> Bool {
        guard enforcement == .mandatory else { return false }
        switch lifecycle {
        case .enabled: return true
        case .grace: return graceUntil.map { $0 <= now } ?? false
        case .draft, .deprecated: return false
        }
    }
}

/// Written `global`, `domain:sales`, `tag:pii`.
extension Policy.Scope: TextValue {
    public static var expectation: String { "global, domain:NAME or tag:NAME" }
    public var description: String {
        switch self {
        case .global: "global"
        case .domain(let id): "domain:\(id)"
        case .tag(let tag): "tag:\(tag)"
        }
    }
    public init?(text: String) {
        if text == "global" {
            self = .global
        } else if text.hasPrefix("domain:"), let id = Domain.ID(String(text.dropFirst(7))) {
            self = .domain(id)
        } else if text.hasPrefix("tag:"), text.count > 4 {
            self = .tag(String(text.dropFirst(4)))
        } else {
            return nil
        }
    }
}
