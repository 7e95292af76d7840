/// How a mesh fares, as a whole and domain by domain.
public struct MeshReport: Equatable, Sendable {
    /// The figures of one domain with its sub-domains, or of all.
    public struct Figures: Equatable, Sendable {
        public var products = 0
        public var statuses: [DataProduct.Status: Int] = [:]
        public var subscriptions: [Subscription.Standing: Int] = [:]
        /// Products checked: all that are not retired.
        public var checked = 0
        public var compliant = 0
        /// Rules.
        public var score = ComplianceReport.Score()
        /// Without an owner.
        public var unclaimed = 0
        public var missing = 0
        public var withoutDescription = 0
        public var withoutContract = 0
        public var promisingFreshness = 0
        /// Products whose quality was measured, and the sum of their scores.
        public var measured = 0
        public var qualitySum = 0.0

        public init() {}

        /// The mean in percent; nil: nothing was measured.
        public var quality: Double? { measured == 0 ? nil : qualitySum / Double(measured) }
        /// Percent of the checked products; nil: none was checked.
        public var complianceRate: Double? { checked == 0 ? nil : Double(compliant) / Double(checked) * 100 }
        public var totalSubscriptions: Int { subscriptions.values.reduce(0, +) }
        public var activeSubscriptions: Int {
            subscriptions.reduce(0) { $1.key.grantsAccess ? $0 + $1.value : $0 }
        }
    }

    public struct DomainFigures: Equatable, Sendable {
        public var id: Domain.ID
        public var name: String
        public var owner: String
        public var parent: Domain.ID?
        public var figures: Figures
    }

    public struct PolicyFigures: Equatable, Sendable {
        public var id: Policy.ID
        public var products: Int
        public var passed: Int
        public var notMeasured: Int
        public var failed: Int { products - passed - notMeasured }
    }

    /// A name and how often it counts.
    public struct Ranked: Equatable, Sendable {
        public var name: String
        public var count: Int

        public init(_ name: String, _ count: Int) {
            self.name = name
            self.count = count
        }
    }

    public var at: Instant
    public var revision: UInt64
    public var mesh = Figures()
    /// In id order; those without products, too.
    public var domains: [DomainFigures] = []
    /// Those that most products fail first.
    public var policies: [PolicyFigures] = []
    /// By links with access, the most first.
    public var topProducts: [Ranked] = []
    public var topConsumers: [Ranked] = []

    public init(at: Instant, revision: UInt64) {
        self.at = at
        self.revision = revision
    }

    /// How many products and consumers are ranked.
    public static let ranks = 10
}
