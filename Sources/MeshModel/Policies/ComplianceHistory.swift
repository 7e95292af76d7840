/// How a product stood to its policies over time, worked out from what has a date. Nothing of it is stored.
///
/// Measurements, versions, waivers, the first day of a policy and the end of its grace are taken as they were at each moment. What a product
/// declares, and a policy's lifecycle and a domain's way of keeping it, are taken as they are today.
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

    /// Moments that are looked at; of more, the newest.
    public static let mostMoments = 2000
}

extension ComplianceHistory.Turn {
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
        of product: DataProduct, under book: PolicyBook, from: Instant, through now: Instant
    ) throws(ReadError) -> ComplianceHistory {
        let policies = book.speaking(of: product)
        let needs = policies.reduce(into: Rule.Needs()) { $0.formUnion($1.needs) }
        let contracts = needs.contains(.contract) ? try contracts(of: product.id, port: product.defaultPort) : []
        let points = needs.contains(.metrics) ? try points(of: product.id, from: from, through: now) : []

        var moments = points.map(\.at) + contracts.map(\.publishedAt) + [now]
        for policy in policies { moments += [policy.policy.created] + [policy.policy.graceUntil].compactMap(\.self) }
        for waiver in try waivers(of: product.id) { moments += [waiver.created, waiver.until] }
        let inside = Set(moments).filter { $0 > from && $0 <= now }.sorted().suffix(ComplianceHistory.mostMoments)

        var history = ComplianceHistory(product: product.id)
        var last: ComplianceReport?
        for moment in [from] + inside {
            let subject = RuleSubject(
                product: product, domain: book.domains[product.domain],
                contract: contracts.last { $0.publishedAt <= moment }, metrics: Self.newest(points, at: moment),
                now: moment)
            let report = book.report(on: subject, under: policies.filter { $0.policy.created <= moment })
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
            for (index, rule) in policy.rules.enumerated() {
                let outcome = before.map { $0.rules[index].outcome }
                let countsOtherwise = rule.outcome != .pass && before.map { $0.binds != policy.binds } ?? false
                guard outcome != rule.outcome || countsOtherwise else { continue }
                turns.append(
                    Turn(at: moment, policy: policy.policy, before: outcome, result: rule, binds: policy.binds))
            }
        }
    }
}
