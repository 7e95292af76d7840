/// Who may use a port, and how they come to it. The original's `access_policy`.
public struct AccessTerms: Structured {
    public enum Kind: String, NamedCase {
        case open
        case roleBased = "role-based"
        case approval
    }

    public var kind = Kind.approval
    /// Roles that are granted at once, where the kind is role-based.
    public var roles: [String] = []
    /// People who decide besides the owner.
    public var approvers: [String] = []
    public var purposeRequired = false
    /// The longest that a grant may last, in days; 0: no end.
    public var longestDays: Int64 = 0

    public init() {}

    public init(kind: Kind, roles: [String] = [], approvers: [String] = []) {
        self.kind = kind
        self.roles = roles
        self.approvers = approvers
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "type", &kind)
        try v.field(2, "roles", &roles)
        try v.field(3, "approvers", &approvers)
        try v.field(4, "purpose_required", &purposeRequired)
        try v.field(5, "longest_days", &longestDays)
    }
}
