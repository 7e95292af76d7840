/// How a whole mesh and each of its domains stood to their policies over time, worked out in slices; nothing of it is stored.
///
/// A product counts from when it came into the mesh; retired ones are passed over. A domain's figures include its sub-domains'.
public struct MeshComplianceHistory: Sendable {
    /// How all products of a line stood from a moment on.
    public struct Standing: Equatable, Sendable {
        public var at: Instant
        public var products = 0
        public var compliant = 0
        public var score = ComplianceReport.Score()

        /// Percent of the products that are compliant; nil: there was none.
        public var percent: Double? { products > 0 ? Double(compliant) / Double(products) * 100 : nil }
    }

    /// Which moments are told: each at which something changed, or how it stood at the end of each day or week.
    public enum Step: String, CaseIterable, Sendable {
        case change, day, week
    }

    public let from: Instant
    public let through: Instant
    private let reader: any MeshReader
    private let chronicle: PolicyChronicle
    private var next: RecordKey?
    /// Products looked at, and products that there are.
    public private(set) var seen = 0
    public let total: Int
    public private(set) var isFinished = false
    /// The finest of which there are not too many moments to keep.
    private var finest = Step.change
    private var mesh = Course()
    private var courses: [Domain.ID: Course] = [:]
    /// The newest changes of state, in no order; and how many there were.
    private var kept: [StateChange] = []
    public private(set) var changeCount = 0

    /// Moments of a line that are kept, and changes of state.
    private static let mostMoments = 4096
    public static let mostChanges = 1000

    /// - Parameter policy: Only how they stood to this one.
    public init(
        _ reader: any MeshReader, policy: Policy.ID? = nil, from: Instant, through now: Instant
    ) throws(ReadError) {
        self.reader = reader
        self.from = from
        through = now
        chronicle = try reader.policyChronicle(of: policy, from: from, through: now)
        total = try reader.facets(.all, at: now).total
    }

    /// Looks at the next products, at most so many.
    public mutating func advance(_ budget: Int) throws(ReadError) {
        guard !isFinished else { return }
        let page = try reader.scan(DataProduct.self, under: .under(.product), after: next, limit: max(1, budget))
        for product in page.items {
            seen += 1
            if product.status != .retired, product.created <= through { try look(at: product) }
        }
        next = page.next
        isFinished = page.next == nil
    }

    private mutating func look(at product: DataProduct) throws(ReadError) {
        let from = max(from, product.created)
        let history = try reader.complianceHistory(of: product, under: chronicle, from: from, through: through)
        let path = chronicle.domains.path(of: product.domain)
        var before = Course.Change()
        for standing in history.standings {
            let now = Course.Change(standing)
            let moment = finest.end(of: standing.at, within: self.from, through)
            mesh.add(now - before, at: moment)
            for domain in path { courses[domain, default: Course()].add(now - before, at: moment) }
            before = now
        }
        while mesh.changes.count > Self.mostMoments, let coarser = finest.coarser {
            finest = coarser
            mesh = mesh.told(by: coarser, self.from, through)
            courses = courses.mapValues { $0.told(by: coarser, self.from, through) }
        }
        let changes = try reader.stateChanges(of: product, history, from: from, through: through)
        changeCount += changes.count
        kept += changes
        if kept.count > 2 * Self.mostChanges { kept = self.changes }
    }

    /// The newest first.
    public var changes: [StateChange] {
        Array(kept.sorted { ($1.at, $0.product) < ($0.at, $1.product) }.prefix(Self.mostChanges))
    }

    /// In id order.
    public var domains: [Domain.ID] { courses.keys.sorted() }

    /// The finest step by which the mesh has no more than so many standings.
    public func step(atMost count: Int) -> Step {
        let fitting = Step.allCases.drop { $0 != finest }
        return fitting.first { mesh.told(by: $0, from, through).changes.count <= count } ?? .week
    }

    /// Oldest first, from how it stood when the window opened.
    ///
    /// - Parameter domain: Nil: of the whole mesh.
    public func standings(of domain: Domain.ID? = nil, by step: Step) -> [Standing] {
        let course = domain.map { courses[$0] ?? Course() } ?? mesh
        return course.told(by: step, from, through).standings(from: from)
    }
}

extension MeshComplianceHistory.Standing {
    /// "3 of 4 products are compliant (75%)"
    public var sentence: String {
        guard products > 0 else { return "there was no product" }
        guard score != ComplianceReport.Score() else {
            return "no policy asked anything of \(counted(products, "product"))"
        }
        return
            "\(compliant) of \(counted(products, "product")) \(compliant == 1 ? "is" : "are") compliant (\(percentWords))"
    }

    /// "3 of 4 (75%)"
    public var share: String { products > 0 ? "\(compliant) of \(products) (\(percentWords))" : "none" }

    /// "75%"; a dash where there was no product.
    public var percentWords: String { percent.map { "\(plainNumber(($0 * 10).rounded() / 10))%" } ?? "–" }
}

/// What changed at which moment: sums, so that products can be added in any order.
private struct Course: Sendable {
    struct Change: Sendable {
        var products = 0
        var compliant = 0
        var score = ComplianceReport.Score()

        init() {}

        init(_ standing: ComplianceHistory.Standing) {
            products = 1
            compliant = standing.isCompliant ? 1 : 0
            score = standing.score
        }

        static func - (a: Change, b: Change) -> Change {
            var difference = a
            difference.products -= b.products
            difference.compliant -= b.compliant
            difference.score.passed -= b.score.passed
            difference.score.total -= b.score.total
            difference.score.notMeasured -= b.score.notMeasured
            return difference
        }
    }

    var changes: [Instant: Change] = [:]

    mutating func add(_ change: Change, at moment: Instant) {
        let sum = changes[moment] ?? Change()
        changes[moment] = sum - (Change() - change)
    }

    func told(by step: MeshComplianceHistory.Step, _ from: Instant, _ now: Instant) -> Course {
        guard step != .change else { return self }
        var course = Course()
        for (moment, change) in changes { course.add(change, at: step.end(of: moment, within: from, now)) }
        return course
    }

    func standings(from: Instant) -> [MeshComplianceHistory.Standing] {
        var standings = [MeshComplianceHistory.Standing(at: from)]
        for (moment, change) in changes.sorted(by: { $0.key < $1.key }) {
            guard var standing = standings.last else { continue }
            standing.at = moment
            standing.products += change.products
            standing.compliant += change.compliant
            standing.score = standing.score + change.score
            if moment <= from { standings.removeAll() }
            standings.append(standing)
        }
        return standings.enumerated().filter { place, standing in
            guard place > 0 else { return true }
            var before = standings[place - 1]
            before.at = standing.at
            return before != standing
        }.map(\.element)
    }
}

extension MeshComplianceHistory.Step {
    fileprivate var coarser: Self? {
        switch self {
        case .change: .day
        case .day: .week
        case .week: nil
        }
    }

    private var seconds: Int64? {
        switch self {
        case .change: nil
        case .day: Instant.secondsPerDay
        case .week: 7 * Instant.secondsPerDay
        }
    }

    /// When the day or the week ends that a moment falls into; what stood when the window opened stays there, and nothing is told of the future.
    fileprivate func end(of moment: Instant, within from: Instant, _ now: Instant) -> Instant {
        guard let seconds, moment > from else { return moment }
        let length = seconds * 1000
        let whole = (moment.milliseconds + length - 1) / length
        return min(now, Instant(milliseconds: whole * length))
    }
}
