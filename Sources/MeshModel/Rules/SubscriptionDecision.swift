/// What is done about a link that exists.
public struct SubscriptionDecision: Structured {
    public enum Verdict: String, NamedCase {
        case approve, deny, renew, revoke, cancel
        /// Offers less than was asked for; whoever asked accepts or declines it.
        case counter, accept, decline
        /// Says that what is held is still right.
        case confirm
        /// Asks that a grant last longer; it is renewed, or the asking is denied and it ends when it did.
        case prolong
    }

    public var subscription = Subscription.ID()
    public var verdict = Verdict.approve
    /// Required for a denial and a revocation.
    public var reason = ""
    public var until: Instant?
    /// A product to use instead of the one that is denied.
    public var alternative: DataProduct.ID?
    /// The fields that are granted or offered: `object.field`, or `field` where one object alone has it; empty: all.
    public var fields: [String] = []

    public init() {}
    public init(
        _ verdict: Verdict, _ subscription: Subscription.ID, reason: String = "", until: Instant? = nil,
        alternative: DataProduct.ID? = nil, fields: [String] = []
    ) {
        self.subscription = subscription
        self.verdict = verdict
        self.reason = reason
        self.until = until
        self.alternative = alternative
        self.fields = fields
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "subscription", &subscription)
        try v.field(2, "verdict", &verdict)
        try v.field(3, "reason", &reason)
        try v.field(4, "until", &until)
        try v.field(5, "alternative", &alternative)
        try v.field(6, "fields", &fields)
    }
}

extension SubscriptionDecision.Verdict {
    /// What a decision may meet. Everything else is refused with the state that it meets.
    package func applies(to standing: Subscription.Standing) -> Bool {
        switch self {
        case .approve, .counter: standing.isUndecided
        case .deny: standing.isUndecided || standing == .renewing
        case .prolong: standing == .active || standing == .expiring
        case .accept, .decline: standing == .offered
        case .renew: standing.grantsAccess || standing == .expired
        case .revoke, .confirm: standing.grantsAccess
        case .cancel: standing.isUndecided || standing.grantsAccess
        }
    }

    /// The stored state behind it.
    package var outcome: Subscription.State {
        switch self {
        case .approve, .renew, .accept, .confirm, .prolong: .active
        case .counter, .decline: .requested
        case .deny: .denied
        case .revoke: .revoked
        case .cancel: .cancelled
        }
    }

    /// Whether whoever asked does this, and not whoever gives.
    package var isTheRequesters: Bool { self == .cancel || self == .accept || self == .decline || self == .prolong }

    package var participle: String {
        switch self {
        case .approve: "approved"
        case .deny: "denied"
        case .renew: "renewed"
        case .revoke: "revoked"
        case .cancel: "cancelled"
        case .counter: "countered"
        case .accept: "accepted"
        case .decline: "declined"
        case .confirm: "confirmed"
        case .prolong: "prolonged"
        }
    }
}
