/// How a product stood to its policies over time, worked out from what has a date. Nothing of it is stored.
///
/// Measurements, versions, policies with their lifecycles, the domains' ways of keeping them and waivers are taken as they were at each moment.
/// What a product declares, and where it stands among the domains, is taken as it is today.
public struct ComplianceHistory: Equatable, Sendable {
    /// A rule's verdict that became another, or that began or ceased to count.
    public struct Turn: Equatable, Sendable {
        public var at: Instant
        public var policy: Policy.ID
        /// Nil: nobody asked before.
        public var before: RuleResult.Outcome?
        public var result: RuleResult
        public var binds: Bool
    }

    /// How the product stood from a moment on.
    public struct Standing: Equatable, Sendable {
        public var at: Instant
        public var isCompliant: Bool
        public var score: ComplianceReport.Score
    }

    public var product: DataProduct.ID
    /// Oldest first. The first says how it stood when the window opened; each other one differs from the one before it.
    public var standings: [Standing] = []
    /// Oldest first; none of the moment when the window opened.
    public var turns: [Turn] = []

    /// Since when it has been as compliant, or as little, as it is at the end.
    public var began: Instant? {
        guard let last = standings.last else { return nil }
        return standings.reversed().prefix { $0.isCompliant == last.isCompliant }.last?.at
    }

    /// "orders is compliant, since 2026-11-22 07:10; rules that pass: 17 of 20"
    public func sentence(since from: Instant) -> String {
        guard let last = standings.last, let began else { return "\(product) was not looked at" }
        let since = began <= from ? "and was so all the time since \(from.date)" : "since \(began.minuteOfDay)"
        return "\(product) is \(last.isCompliant ? "" : "not ")compliant, \(since); rules that pass: \(last.score)"
    }

    /// Moments that are looked at; of more, the newest.
    public static let mostMoments = 2000
}

extension ComplianceHistory.Turn {
    public var level: TrustLevel {
        switch result.outcome {
        case .pass: .good
        case .notMeasured: binds ? .warning : .unknown
        case .fail: binds ? .bad : .warning
        }
    }

    /// "accuracy >= 90% wanted, 84.1% observed (dbt, 2026-11-22T07:10:00Z); it passed before"
    public var sentence: String {
        guard let before else { return result.sentence }
        guard before != result.outcome else {
            return "\(result.sentence); \(binds ? "it counts from now on" : "it only warns from now on")"
        }
        return "\(result.sentence); \(before.past)"
    }
}

extension RuleResult.Outcome {
    fileprivate var past: String {
        switch self {
        case .pass: "it passed before"
        case .fail: "it failed before"
        case .notMeasured: "it was not measured before"
        }
    }
}

extension MeshReader {
    /// How a product stood from one moment to another.
    public func complianceHistory(
        of product: DataProduct, under chronicle: PolicyChronicle, from: Instant, through now: Instant
    ) throws(ReadError) -> ComplianceHistory {
        let eras = chronicle.eras(of: product)
        let needs = eras.joined().reduce(into: Rule.Needs()) { $0.formUnion($1.needs) }
        let contracts = needs.contains(.contract) ? try contracts(of: product.id, port: product.defaultPort) : []
        let points = needs.contains(.metrics) ? try points(of: product.id, from: from, through: now) : []
        let today = RuleSubject(
            product: product, domain: chronicle.domains[product.domain], contract: nil, metrics: [], now: now)
        let moments =
            points.map(\.at) + contracts.map(\.publishedAt) + chronicle.moments(of: product.id)
            + eras.joined().flatMap { $0.agingMoments(of: today) } + [now]
        let inside = Set(moments).filter { $0 > from && $0 <= now }.sorted().suffix(ComplianceHistory.mostMoments)

        var history = ComplianceHistory(product: product.id)
        var last: ComplianceReport?
        for moment in [from] + inside {
            let subject = RuleSubject(
                product: product, domain: chronicle.domains[product.domain],
                contract: contracts.last { $0.publishedAt <= moment }, metrics: Self.newest(points, at: moment),
                now: moment)
            let report = ComplianceReport(
                subject, under: eras[chronicle.era(at: moment)], excused: chronicle.excused(product.id, at: moment))
            history.add(report, after: last, at: moment)
            last = report
        }
        return history
    }

    /// Points of every metric inside a window, and of each the last one before it.
    private func points(
        of id: DataProduct.ID, from: Instant, through now: Instant
    ) throws(ReadError) -> [MetricPoint] {
        var found: [MetricPoint] = []
        for metric in try metrics(of: id) {
            for point in try points(of: id, metric: metric.name, limit: ComplianceHistory.mostMoments)
            where point.at <= now {
                found.append(point)
                if point.at <= from { break }
            }
        }
        return found
    }

    private static func newest(_ points: [MetricPoint], at moment: Instant) -> [MetricPoint] {
        var newest: [String: MetricPoint] = [:]
        for point in points where point.at <= moment {
            if let other = newest[point.name], other.at >= point.at { continue }
            newest[point.name] = point
        }
        return newest.values.sorted { $0.name < $1.name }
    }
}

extension ComplianceHistory {
    fileprivate mutating func add(_ report: ComplianceReport, after last: ComplianceReport?, at moment: Instant) {
        if standings.last.map({ $0.isCompliant != report.isCompliant || $0.score != report.score }) ?? true {
            standings.append(Standing(at: moment, isCompliant: report.isCompliant, score: report.score))
        }
        guard let last else { return }
        for policy in report.policies {
            let before = last.policies.first { $0.policy == policy.policy }
            for rule in policy.rules {
                let outcome = before?.outcome(of: rule, in: policy)
                let countsOtherwise = rule.outcome != .pass && outcome != nil && before?.binds != policy.binds
                guard outcome != rule.outcome || countsOtherwise else { continue }
                turns.append(
                    Turn(at: moment, policy: policy.policy, before: outcome, result: rule, binds: policy.binds))
            }
        }
    }
}

extension PolicyResult {
    /// How a rule of the same policy at a later moment came out before: the same rule, or the one in whose place a domain keeps it its own way.
    fileprivate func outcome(of rule: RuleResult, in later: PolicyResult) -> RuleResult.Outcome? {
        if let same = rules.first(where: { $0.rule == rule.rule }) { return same.outcome }
        guard keptAsIn != later.keptAsIn || keptAsIn != nil, rules.count == later.rules.count else { return nil }
        return later.rules.firstIndex { $0.rule == rule.rule }.map { rules[$0].outcome }
    }
}
