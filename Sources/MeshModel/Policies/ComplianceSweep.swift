/// A check of a whole mesh, carried out in slices: domains by policies, the worst first.
///
/// Retired products are passed over. A domain's figures include its sub-domains'.
public struct ComplianceSweep: Sendable {
    /// How the products of one domain stand to one policy.
    public struct Tally: Equatable, Sendable {
        /// Products that the policy speaks about.
        public var total = 0
        /// Every rule passes.
        public var passed = 0
        /// No rule fails, but not all were measured.
        public var notMeasured = 0
        /// The first of those that fail, and of those that were not measured, in id order.
        public var failing: [DataProduct.ID] = []
        public var unmeasured: [DataProduct.ID] = []
        /// A failure counts; otherwise it only warns.
        public var binds = false

        public init() {}

        public var failed: Int { total - passed - notMeasured }
    }

    /// One domain's line.
    public struct Row: Equatable, Sendable {
        public var domain: Domain.ID
        /// Products that were checked.
        public var products: Int
        public var compliant: Int
        /// Rules.
        public var score: ComplianceReport.Score
        /// By policy; none where no policy speaks about a product of the domain.
        public var tallies: [Policy.ID: Tally]
    }

    /// Ids that a tally keeps to drill down to.
    public static let keptIDs = 200

    public let now: Instant
    public let book: PolicyBook
    private let reader: any MeshReader
    private let domain: Domain.ID?
    private var rowsByDomain: [Domain.ID: Row] = [:]
    private var next: RecordKey?
    /// Products looked at.
    public private(set) var seen = 0
    /// Products that there are.
    public let total: Int
    public private(set) var isFinished = false
    /// The whole of what was checked so far.
    public private(set) var mesh = Row(
        domain: Domain.ID(), products: 0, compliant: 0, score: .init(), tallies: [:])

    /// Nothing is checked before the first `advance`. With a domain, only what is in it and below it.
    public init(_ reader: any MeshReader, within domain: Domain.ID? = nil, at now: Instant) throws(ReadError) {
        self.reader = reader
        self.domain = domain
        self.now = now
        book = try reader.policyBook()
        total = try reader.search(.all, order: ProductOrder(.name), at: now).unseen
    }

    /// Checks the next products, at most so many.
    public mutating func advance(_ budget: Int) throws(ReadError) {
        guard !isFinished else { return }
        let page = try reader.scan(DataProduct.self, under: .under(.product), after: next, limit: max(1, budget))
        for product in page.items { try check(product) }
        next = page.next
        isFinished = page.next == nil
    }

    /// One product, for a walk that somebody else leads.
    mutating func check(_ product: DataProduct) throws(ReadError) {
        seen += 1
        let path = book.domains.path(of: product.domain)
        guard product.status != .retired, domain.map(path.contains) ?? true else { return }
        let report = try reader.compliance(of: product, under: book, at: now)
        mesh.count(report)
        for id in path {
            rowsByDomain[id, default: Row(domain: id, products: 0, compliant: 0, score: .init(), tallies: [:])]
                .count(report)
        }
    }

    /// Policies that speak about something, those that most products fail first.
    public var columns: [Policy.ID] {
        mesh.tallies.sorted { a, b in
            (b.value.failed, b.value.notMeasured, a.key) < (a.value.failed, a.value.notMeasured, b.key)
        }.map(\.key)
    }

    /// Domains, the smallest share of passed rules first; those without a rule last.
    public var rows: [Row] {
        rowsByDomain.values.sorted { a, b in
            a.share == b.share ? a.domain < b.domain : a.share < b.share
        }
    }

    public subscript(domain: Domain.ID) -> Row? { rowsByDomain[domain] }
}

extension ComplianceSweep.Row {
    /// Passed rules, 0 to 1; above 1 where there is no rule.
    fileprivate var share: Double { score.total == 0 ? 2 : Double(score.passed) / Double(score.total) }

    fileprivate mutating func count(_ report: ComplianceReport) {
        products += 1
        if report.isCompliant { compliant += 1 }
        score = score + report.score
        for result in report.policies { tallies[result.policy, default: .init()].count(result, of: report.product) }
    }
}

extension ComplianceSweep.Tally {
    fileprivate mutating func count(_ result: PolicyResult, of product: DataProduct.ID) {
        total += 1
        binds = result.binds
        if result.isCompliant {
            passed += 1
        } else if result.rules.contains(where: { $0.outcome == .fail }) {
            if failing.count < ComplianceSweep.keptIDs { failing.append(product) }
        } else {
            notMeasured += 1
            if unmeasured.count < ComplianceSweep.keptIDs { unmeasured.append(product) }
        }
    }
}
