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
        /// Of those that were read one by one the first that fail, and the first that were not measured, in id order.
        public var failing: [DataProduct.ID] = []
        public var unmeasured: [DataProduct.ID] = []
        /// A failure counts; otherwise it only warns.
        public var binds = false

        public init() {}

        public var failed: Int { total - passed - notMeasured }
    }

    /// The tallies of one line, policy by policy as the book has them.
    public struct Tallies: Equatable, Sendable {
        private let policies: [Policy.ID]
        package var all: [Tally]

        package init(_ policies: [Policy.ID], _ all: [Tally]) {
            self.policies = policies
            self.all = all
        }

        /// Nil where the policy speaks about none of the products.
        public subscript(policy: Policy.ID) -> Tally? {
            guard let place = policies.firstIndex(of: policy), all[place].total > 0 else { return nil }
            return all[place]
        }

        /// Of the policies that speak about something.
        public var spoken: [(policy: Policy.ID, tally: Tally)] {
            zip(policies, all).filter { $1.total > 0 }.map { ($0, $1) }
        }
    }

    /// One domain's line.
    public struct Row: Equatable, Sendable {
        public var domain: Domain.ID
        /// Products that were checked.
        public var products: Int
        public var compliant: Int
        /// Rules.
        public var score: ComplianceReport.Score
        public var tallies: Tallies

        package init(
            domain: Domain.ID, products: Int = 0, compliant: Int = 0, score: ComplianceReport.Score = .init(),
            tallies: Tallies
        ) {
            self.domain = domain
            self.products = products
            self.compliant = compliant
            self.score = score
            self.tallies = tallies
        }
    }

    /// Ids that a tally keeps to drill down to.
    public static let keptIDs = 200

    public let now: Instant
    public let book: PolicyBook
    private let reader: any MeshReader
    private let domain: Domain.ID?
    private let none: Tallies
    private var rowsByDomain: [Domain.ID: Row] = [:]
    /// What columns told of most products; nil: nothing was asked of them yet, or they know nothing.
    private var columnar: (any ColumnCompliance)?
    private var isBegun = false
    private var next: RecordKey?
    /// Products looked at.
    public private(set) var seen = 0
    /// Products that there are.
    public let total: Int
    public private(set) var isFinished = false
    /// The whole of what was checked so far.
    public private(set) var mesh: Row

    /// Nothing is checked before the first `advance`. With a domain, only what is in it and below it.
    public init(_ reader: any MeshReader, within domain: Domain.ID? = nil, at now: Instant) throws(ReadError) {
        self.reader = reader
        self.domain = domain
        self.now = now
        book = try reader.policyBook()
        var all = try reader.search(.all, order: ProductOrder(.name), at: now)
        while all.unseen > 0 { try all.advance(.max) }
        total = all.found
        let policies = book.policies.map(\.policy.id)
        none = Tallies(policies, [Tally](repeating: Tally(), count: policies.count))
        mesh = Row(domain: Domain.ID(), tallies: none)
    }

    /// Checks the next products, at most so many by their records. Those that columns tell of cost next to nothing and are all checked at first.
    public mutating func advance(_ budget: Int) throws(ReadError) {
        guard !isFinished else { return }
        if !isBegun { try begin() }
        if let columnar {
            let ids = try columnar.unjudged(after: next, limit: max(1, budget))
            for id in ids {
                next = DataProduct.key(id)
                if let product = try reader.product(id) { try check(product) } else { seen += 1 }
            }
            isFinished = ids.count < max(1, budget)
            return
        }
        let page = try reader.scan(DataProduct.self, under: .under(.product), after: next, limit: max(1, budget))
        for product in page.items { try check(product) }
        next = page.next
        isFinished = page.next == nil
    }

    private mutating func begin() throws(ReadError) {
        isBegun = true
        columnar = try reader.columnCompliance(under: book, within: domain, at: now)
        guard let columnar else { return }
        seen += columnar.judged
        mesh = columnar.mesh
        for row in columnar.rows { rowsByDomain[row.domain] = row }
    }

    /// One product, for a walk that somebody else leads.
    mutating func check(_ product: DataProduct) throws(ReadError) {
        seen += 1
        let path = book.domains.path(of: product.domain)
        guard product.status != .retired, domain.map(path.contains) ?? true else { return }
        let report = try reader.compliance(of: product, under: book, at: now)
        mesh.count(report)
        let none = none
        for id in path { rowsByDomain[id, default: Row(domain: id, tallies: none)].count(report) }
    }

    /// Policies that speak about something, those that most products fail first.
    public var columns: [Policy.ID] {
        mesh.tallies.spoken.sorted { a, b in
            (b.tally.failed, b.tally.notMeasured, a.policy) < (a.tally.failed, a.tally.notMeasured, b.policy)
        }.map(\.policy)
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
        tallies.count(report)
    }
}

extension ComplianceSweep.Tallies {
    /// Policies of a report stand in the book's order.
    fileprivate mutating func count(_ report: ComplianceReport) {
        var place = 0
        for result in report.policies {
            while place < policies.count, policies[place] != result.policy { place += 1 }
            guard place < policies.count else { return }
            all[place].count(result, of: report.product)
        }
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
