/// Whether one may rely on something. A sign stands beside every colour.
public enum TrustLevel: String, CaseIterable, Sendable {
    case good, warning, bad
    /// Nothing is known that speaks for or against it.
    case unknown

    public var sign: Character {
        switch self {
        case .good: "●"
        case .warning: "▲"
        case .bad: "✕"
        case .unknown: "·"
        }
    }

    /// The worst that is known; unknown only where nothing is.
    static func of(_ levels: [TrustLevel]) -> TrustLevel {
        for level in [TrustLevel.bad, .warning, .good] where levels.contains(level) { return level }
        return .unknown
    }
}

/// Why one may rely on a product, in one sentence and in its parts:
/// "fresh 3 h of 24; quality 98.5 of 95, measured by dbt 07:10; 2 policies pass, 1 not measured; 41 consumers".
public struct Trust: Equatable, Sendable {
    public struct Part: Equatable, Sendable {
        public var level: TrustLevel
        public var text: String

        public init(_ level: TrustLevel, _ text: String) {
            self.level = level
            self.text = text
        }
    }

    public var freshness: Part
    public var quality: Part
    public var policies: Part
    public var consumers: Part
    /// Who answers for it; nil: nobody.
    public var endorsements: Part?
    /// What its life says: deprecated, missing at its source.
    public var notices: [Part]
    /// The data's age in seconds, as measured, else as its source states it; nil: neither.
    public var freshnessSeconds: Double?
    public var score: ComplianceReport.Score

    public var parts: [Part] {
        [freshness, quality, policies, consumers] + [endorsements].compactMap(\.self) + notices
    }
    public var level: TrustLevel { .of(parts.map(\.level)) }
    public var sentence: String { parts.map(\.text).joined(separator: "; ") }

    public init(
        _ product: DataProduct, metrics: [MetricPoint], report: ComplianceReport, consumers: Int,
        endorsements: [Endorsement] = [], at now: Instant
    ) {
        let measured = Quality.ageSeconds(metrics, at: now)
        let stated = Quality.statedAgeSeconds(product, at: now)
        freshness = Self.freshness(measured: measured, stated: stated, promised: product.sla.freshnessSeconds)
        quality = Self.quality(metrics, promised: product.sla.quality?.value, at: now)
        policies = Self.policies(report)
        self.consumers = Part(.unknown, counted(consumers, "consumer"))
        // It adds to what was measured, and never makes up for it.
        self.endorsements =
            endorsements.isEmpty ? nil : Part(.unknown, "endorsed by \(endorsements.map(\.name).abridged(3))")
        notices = Self.notices(product)
        freshnessSeconds = measured ?? stated
        score = report.score
    }

    private static func freshness(measured: Double?, stated: Double?, promised: Double?) -> Part {
        switch (measured, stated, promised) {
        case (let age?, _, let promised?):
            age <= promised
                ? Part(.good, "fresh \(span(age)) of \(bound(promised, like: span(age)))")
                : Part(.bad, "stale: \(span(age)) old, \(span(promised)) promised")
        case (let age?, _, nil): Part(.unknown, "\(span(age)) old, nothing promised")
        // What a source writes of itself is a weaker witness: it can worry, it cannot condemn.
        case (nil, let age?, let promised?):
            Part(age <= promised ? .good : .warning, "changed \(span(age)) ago, \(span(promised)) promised")
        case (nil, let age?, nil): Part(.unknown, "changed \(span(age)) ago, nothing promised")
        case (nil, nil, let promised?): Part(.unknown, "freshness of \(span(promised)) promised, not measured")
        case (nil, nil, nil): Part(.unknown, "freshness not measured")
        }
    }

    /// `24` behind `3 h`, `24 h` behind `45 m`.
    private static func bound(_ promised: Double, like age: String) -> String {
        let words = span(promised)
        return age.hasSuffix(words.suffix(2)) ? String(words.dropLast(2)) : words
    }

    private static func quality(_ metrics: [MetricPoint], promised: Double?, at now: Instant) -> Part {
        guard let score = Quality.score(metrics), let point = Quality.newestPoint(metrics) else {
            return Part(.unknown, "quality not measured")
        }
        let measured = "measured by \(point.source) \(moment(point.at, seenAt: now))"
        let value = plainNumber((score * 10).rounded() / 10)
        guard let promised else { return Part(.unknown, "quality \(value), \(measured)") }
        return Part(score >= promised ? .good : .bad, "quality \(value) of \(plainNumber(promised)), \(measured)")
    }

    /// The time of day today, else the date; in UTC.
    private static func moment(_ at: Instant, seenAt now: Instant) -> String {
        at.date == now.date ? String(at.description.dropFirst(11).prefix(5)) : at.date
    }

    private static func policies(_ report: ComplianceReport) -> Part {
        guard !report.policies.isEmpty else { return Part(.unknown, "no policy speaks about it") }
        let passing = report.policies.count(where: \.isCompliant)
        let waived = report.policies.filter { !$0.isCompliant && $0.waiver != nil }
        let failing = report.policies.filter { $0.waiver == nil && $0.rules.contains { $0.outcome == .fail } }
        let open = report.policies.count - passing - failing.count - waived.count
        var words: [String] = []
        if passing > 0 { words.append("\(counted(passing, "policy", "policies")) \(passing == 1 ? "passes" : "pass")") }
        if !failing.isEmpty {
            let names = failing.map(\.name).abridged(3)
            words.append(
                passing > 0
                    ? "\(failing.count) \(failing.count == 1 ? "fails" : "fail"): \(names)"
                    : "\(counted(failing.count, "policy", "policies")) \(failing.count == 1 ? "fails" : "fail"): \(names)"
            )
        }
        if open > 0 {
            words.append(words.isEmpty ? "\(counted(open, "policy", "policies")) not measured" : "\(open) not measured")
        }
        if !waived.isEmpty {
            let policies = words.isEmpty ? counted(waived.count, "policy", "policies") : "\(waived.count)"
            let names = waived.map { "\($0.name) until \($0.waiver?.until.date ?? "")" }.abridged(3)
            words.append("\(policies) waived: \(names)")
        }
        let level: TrustLevel =
            if failing.contains(where: \.binds) { .bad } else if !failing.isEmpty || !waived.isEmpty {
                .warning
            } else if passing == 0 && report.score.passed == 0 { .unknown } else { open > 0 ? .warning : .good }
        return Part(level, words.joined(separator: ", "))
    }

    private static func notices(_ product: DataProduct) -> [Part] {
        var notices: [Part] = []
        let note = product.note.isEmpty ? "" : ": \(product.note)"
        switch product.status {
        case .draft: notices.append(Part(.unknown, "not published yet"))
        case .deprecated:
            notices.append(Part(.warning, "deprecated\(note)" + (product.ends.map { "; ends on \($0.date)" } ?? "")))
        case .retired: notices.append(Part(.bad, "retired\(note)"))
        case .published: break
        }
        if let missing = product.missing {
            notices.append(Part(.warning, "its source no longer lists it since \(missing.date)"))
        }
        return notices
    }
}

/// `1 policy`, `2 policies`
func counted(_ number: Int, _ noun: String, _ nouns: String) -> String { "\(number) \(number == 1 ? noun : nouns)" }

extension Quality {
    private static let aging = [MetricName("freshness"), MetricName("timeliness")]

    /// How old the data is now, in seconds: the age that was measured, and the time since, for nobody has seen anything newer.
    ///
    /// Read from `freshness` or `timeliness` with a unit of time in the name, or a bare `freshness` in hours; the newest counts.
    public static func ageSeconds(_ metrics: [MetricPoint], at now: Instant) -> Double? {
        var newest: (at: Instant, seconds: Double)?
        for name in aging {
            guard let (point, quantity) = metric(name, as: .time, in: metrics) else { continue }
            guard quantity.unit != nil || name == aging[0] else { continue }
            let seconds = quantity.unit == nil ? quantity.value * 3600 : quantity.base
            if let other = newest, other.at >= point.at { continue }
            newest = (point.at, seconds)
        }
        return newest.map { max(0, $0.seconds + max(0, now.seconds(since: $0.at))) }
    }

    /// How long ago the source says that the data changed, in seconds. Source: DCAT-US 1.1, `modified`; a repetition such as `R/P1D` says nothing.
    static func statedAgeSeconds(_ product: DataProduct, at now: Instant) -> Double? {
        guard let text = product.metadata["modified"], let modified = Instant(text: text) else { return nil }
        return max(0, now.seconds(since: modified))
    }

    /// The newest of the points that the score is made of.
    static func newestPoint(_ metrics: [MetricPoint]) -> MetricPoint? {
        if let whole = metric("quality", in: metrics) { return whole.point }
        return dimensions.compactMap { metric($0, in: metrics)?.point }.max { $0.at < $1.at }
    }
}
