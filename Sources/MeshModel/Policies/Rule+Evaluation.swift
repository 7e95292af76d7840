extension Rule {
    public func evaluate(on subject: RuleSubject) -> RuleResult {
        RuleResult(text, RuleWitness(subject: subject, field: nil).finding(expression))
    }
}

/// What came of a part of a rule, with the observations that decided it. Put into words only when somebody reads it: most verdicts are counted.
struct RuleFinding: Sendable {
    struct Observation: Sendable {
        enum Value: Sendable {
            case read(RuleValue)
            case words(String)
        }

        var name: String
        var value: Value

        fileprivate var text: String {
            switch value {
            case .read(let value): value.observed
            case .words(let words): words
            }
        }
    }

    var outcome: RuleResult.Outcome
    /// All of these.
    private var wants: [RuleExpression]
    var observations: [Observation] = []
    var points: [MetricPoint] = []
    var isMeasured = false

    var wanted: String { wants.map(\.description).joined(separator: " and ") }

    /// One value alone, several by name.
    var observed: String {
        observations.count == 1
            ? observations[0].text : observations.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
    }

    var evidence: String {
        var sources: [String] = []
        for point in points {
            let source = "\(point.source), \(point.at)"
            if !sources.contains(source) { sources.append(source) }
        }
        return sources.joined(separator: "; ")
    }

    /// The parts that decided, taken together.
    fileprivate init(_ outcome: RuleResult.Outcome, wanted: RuleExpression, by parts: [RuleFinding]) {
        self.outcome = outcome
        wants = [wanted]
        take(parts)
    }

    fileprivate init(_ outcome: RuleResult.Outcome, wanted: RuleExpression) {
        self.outcome = outcome
        wants = [wanted]
    }

    /// Several that all want something else.
    fileprivate init(_ outcome: RuleResult.Outcome, allOf parts: [RuleFinding]) {
        self.outcome = outcome
        wants = parts.flatMap(\.wants)
        take(parts)
    }

    private mutating func take(_ parts: [RuleFinding]) {
        for part in parts {
            observations += part.observations
            points += part.points
            isMeasured = isMeasured || part.isMeasured
        }
    }
}

/// Answers a rule's conditions from a product, or from one of its fields.
struct RuleWitness {
    let subject: RuleSubject
    let field: SchemaField?
    /// What the product's facts stand for; nil: as the subject has them.
    var stated: [String: RuleValue]?

    private func fact(_ term: RuleTerm<RuleSubject>) -> RuleValue? {
        if let stated { stated[term.name] } else { term.read(subject) }
    }

    func finding(_ expression: RuleExpression) -> RuleFinding {
        switch expression {
        case .all(let parts): conjunction(parts, expression)
        case .any(let parts): disjunction(parts, expression)
        case .not(let part): negation(part, expression)
        case .implies(let condition, let wanted): implication(condition, wanted, expression)
        case .fields(let quantifier, let part): fields(quantifier, part, expression)
        case .exists(let name): existence(name, expression)
        case .holds(let name): holding(name, expression)
        case .comparison(let name, let comparison, let bound): comparing(name, comparison, bound, expression)
        case .membership(let name, let group): membership(name, group, expression)
        case .contains(let name, let word): containment(name, word, expression)
        }
    }

    // MARK: Three-valued logic

    private func conjunction(_ parts: [RuleExpression], _ whole: RuleExpression) -> RuleFinding {
        let findings = parts.map(finding)
        for outcome in [RuleResult.Outcome.fail, .notMeasured] {
            let deciding = findings.filter { $0.outcome == outcome }
            guard deciding.isEmpty else {
                return RuleFinding(outcome, allOf: deciding)
            }
        }
        return RuleFinding(.pass, wanted: whole, by: findings)
    }

    private func disjunction(_ parts: [RuleExpression], _ whole: RuleExpression) -> RuleFinding {
        let findings = parts.map(finding)
        for outcome in [RuleResult.Outcome.pass, .notMeasured, .fail] {
            let deciding = findings.filter { $0.outcome == outcome }
            if !deciding.isEmpty { return RuleFinding(outcome, wanted: whole, by: deciding) }
        }
        return RuleFinding(.fail, wanted: whole)
    }

    private func negation(_ part: RuleExpression, _ whole: RuleExpression) -> RuleFinding {
        let inner = finding(part)
        let outcome: RuleResult.Outcome =
            switch inner.outcome {
            case .pass: .fail
            case .fail: .pass
            case .notMeasured: .notMeasured
            }
        return RuleFinding(outcome, wanted: whole, by: [inner])
    }

    private func implication(
        _ condition: RuleExpression, _ wanted: RuleExpression, _ whole: RuleExpression
    ) -> RuleFinding {
        let premise = finding(condition)
        if premise.outcome == .fail { return RuleFinding(.pass, wanted: whole, by: [premise]) }
        let conclusion = finding(wanted)
        switch (premise.outcome, conclusion.outcome) {
        case (_, .pass): return RuleFinding(.pass, wanted: whole, by: [conclusion])
        case (.pass, let outcome):
            return RuleFinding(outcome, wanted: whole, by: [premise, conclusion])
        default:
            let open = [premise, conclusion].filter { $0.outcome == .notMeasured }
            return RuleFinding(.notMeasured, wanted: whole, by: open)
        }
    }

    private func fields(
        _ quantifier: RuleExpression.Quantifier, _ part: RuleExpression, _ whole: RuleExpression
    ) -> RuleFinding {
        let fields = subject.contract?.fields ?? []
        guard !fields.isEmpty else { return RuleFinding(.notMeasured, wanted: whole) }
        let outcomes = fields.map { path, field in
            (path: path, outcome: RuleWitness(subject: subject, field: field).finding(part).outcome)
        }
        let order: [RuleResult.Outcome] =
            switch quantifier {
            case .every: [.fail, .notMeasured, .pass]
            case .some: [.pass, .notMeasured, .fail]
            }
        let outcome = order.first { outcome in outcomes.contains { $0.outcome == outcome } } ?? .notMeasured
        let deciding = outcomes.filter { $0.outcome == outcome }.map(\.path)
        var result = RuleFinding(outcome, wanted: whole)
        switch (quantifier, outcome) {
        case (_, .notMeasured): break
        case (.every, .pass), (.some, .fail):
            let count = quantifier == .every ? "all" : "none of"
            result.observations = [.init(name: "fields", value: .words("\(count) \(fields.count) fields"))]
        case (.every, .fail):
            result.observations = [
                .init(
                    name: "fields",
                    value: .words("\(deciding.count) of \(fields.count) fields (\(deciding.abridged(3))) without"))
            ]
        case (.some, .pass): result.observations = [.init(name: "fields", value: .words(deciding.abridged(3)))]
        }
        return result
    }

    // MARK: Tests

    /// What was read of a name, and where it comes from.
    private struct Reading {
        var value: RuleValue
        var point: MetricPoint?
    }

    private func reading(_ name: RuleName, as dimension: Dimension? = nil, assuming: Bool) -> Reading? {
        switch name {
        case .fact(let term):
            (fact(term) ?? (assuming ? term.assumed : nil)).map { Reading(value: $0) }
        case .field(let term): field.flatMap(term.read).map { Reading(value: $0) }
        case .metric(let metric):
            Quality.metric(metric, as: dimension, in: subject.metrics).map { point, quantity in
                Reading(value: .quantity(quantity), point: point)
            }
        }
    }

    private func result(
        _ holds: Bool, _ whole: RuleExpression, _ name: RuleName, _ reading: Reading?
    ) -> RuleFinding {
        var finding = RuleFinding(holds ? .pass : .fail, wanted: whole)
        finding.isMeasured = name.isMetric
        if let reading {
            let value = name.isComputed ? reading.value.rounded : reading.value
            finding.observations = [.init(name: name.text, value: .read(value))]
            finding.points = reading.point.map { [$0] } ?? []
        }
        return finding
    }

    private func notMeasured(_ whole: RuleExpression, _ names: RuleName...) -> RuleFinding {
        var finding = RuleFinding(.notMeasured, wanted: whole)
        finding.isMeasured = names.contains(where: \.isMetric)
        return finding
    }

    private func existence(_ name: RuleName, _ whole: RuleExpression) -> RuleFinding {
        let found = reading(name, assuming: false)
        if found == nil, name.isMetric { return notMeasured(whole, name) }
        // A count is always stated; none of something does not exist.
        let isNone = !name.isMetric && name.type == .number(.count) && found?.value == .count(0)
        return result(found != nil && !isNone && found?.value != .flag(false), whole, name, isNone ? nil : found)
    }

    private func holding(_ name: RuleName, _ whole: RuleExpression) -> RuleFinding {
        guard let found = reading(name, assuming: true) else { return notMeasured(whole, name) }
        return result(found.value == .flag(true), whole, name, found)
    }

    private func membership(
        _ name: RuleName, _ group: RuleExpression.Group, _ whole: RuleExpression
    ) -> RuleFinding {
        guard let found = reading(name, assuming: true), case .text(let word) = found.value else {
            return notMeasured(whole, name)
        }
        switch group {
        case .words(let words): return result(words.contains(word), whole, name, found)
        case .name(let other):
            guard let list = reading(other, assuming: true), case .list(let words) = list.value else {
                return notMeasured(whole, other)
            }
            return result(words.contains(word), whole, name, found)
        }
    }

    /// A list that was never stated has nothing in it.
    private func containment(_ name: RuleName, _ word: String, _ whole: RuleExpression) -> RuleFinding {
        let found = reading(name, assuming: true) ?? Reading(value: .list([]))
        guard case .list(let words) = found.value else { return notMeasured(whole, name) }
        return result(words.contains(word), whole, name, found)
    }

    private func comparing(
        _ name: RuleName, _ comparison: RuleExpression.Comparison, _ bound: RuleExpression.Bound,
        _ whole: RuleExpression
    ) -> RuleFinding {
        var limit: Reading
        switch bound {
        case .value(let value): limit = Reading(value: value)
        case .name(let other):
            guard let read = reading(other, as: name.dimension, assuming: true) else {
                return notMeasured(whole, other)
            }
            limit = read
            limit.value = limit.value.measured(other.type)
        }
        // A bare bound takes the unit that a bare number of the name has.
        if let bare = name.bareUnit { limit.value = limit.value.in(bare) }
        guard var found = reading(name, as: limit.value.dimension ?? name.dimension, assuming: true) else {
            return notMeasured(whole, name)
        }
        found.value = found.value.measured(name.type)
        if case .quantity(let wanted) = limit.value {
            found.value = found.value.asQuantity
            if let unit = wanted.unit {
                found.value = name.isComputed ? found.value.converted(to: unit) : found.value.in(unit)
            } else if case .quantity(let quantity) = found.value, let unit = quantity.unit {
                limit.value = limit.value.in(unit)
            }
        }
        var finding = result(comparison.holds(found.value, limit.value), whole, name, found)
        if case .name(let other) = bound {
            finding.observations.append(.init(name: other.text, value: .read(limit.value)))
            finding.points += limit.point.map { [$0] } ?? []
            finding.isMeasured = name.isMetric || other.isMetric
        }
        return finding
    }
}
