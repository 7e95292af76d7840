/// What a domain may do to a rule that is not its own: call a metric by another name, and ask for more.
extension RuleExpression {
    /// How a test stands to one of the rule's that it is put in place of.
    enum Strictness: Equatable {
        case stricter
        /// It would let through what the rule refuses; here is the rule's own test.
        case looser(than: String)
        case incomparable(with: String)
    }

    /// The same condition about metrics of other names. A bare number keeps the unit that the first name gave it.
    func renaming(_ names: [String: String]) -> RuleExpression {
        func renamed(_ name: RuleName) -> RuleName {
            if case .metric(let metric) = name, let own = names[metric.text] { .metric(MetricName(own)) } else { name }
        }
        return mapping { test in
            switch test {
            case .exists(let name): .exists(renamed(name))
            case .comparison(let name, let comparison, .value(let value)):
                .comparison(
                    renamed(name), comparison,
                    .value(name == renamed(name) ? value : name.bareUnit.map { value.in($0) } ?? value))
            case .comparison(let name, let comparison, .name(let other)):
                .comparison(renamed(name), comparison, .name(renamed(other)))
            default: test
            }
        }
    }

    private func mapping(_ change: (RuleExpression) -> RuleExpression) -> RuleExpression {
        switch self {
        case .all(let parts): .all(parts.map { $0.mapping(change) })
        case .any(let parts): .any(parts.map { $0.mapping(change) })
        case .not(let part): .not(part.mapping(change))
        case .implies(let condition, let wanted): .implies(condition.mapping(change), wanted.mapping(change))
        case .fields(let quantifier, let part): .fields(quantifier, part.mapping(change))
        case .exists, .holds, .comparison, .membership, .contains: change(self)
        }
    }

    /// Puts a test in place of each of the rule's that asks the same of the same name, where it is at least as strict, and says how it stands
    /// to each.
    ///
    /// Only where asking for more of the part asks for more of the whole: behind `not`, and before `implies`, it would ask for less.
    mutating func tighten(by test: RuleExpression) -> [Strictness] {
        switch self {
        case .all(var parts):
            let found = parts.indices.flatMap { parts[$0].tighten(by: test) }
            self = .all(parts)
            return found
        case .any(var parts):
            let found = parts.indices.flatMap { parts[$0].tighten(by: test) }
            self = .any(parts)
            return found
        case .implies(let condition, var wanted):
            let found = wanted.tighten(by: test)
            self = .implies(condition, wanted)
            return found
        case .comparison, .membership:
            guard let strictness = test.strictness(against: self) else { return [] }
            if strictness == .stricter { self = test }
            return [strictness]
        case .not, .fields, .exists, .holds, .contains: return []
        }
    }

    /// A test that can be stricter or looser than another: an order against a value, or a list of words.
    var canTighten: Bool {
        switch self {
        case .comparison(_, let comparison, .value): comparison != .equal && comparison != .unequal
        case .membership(_, .words): true
        default: false
        }
    }

    /// Nil where the two do not ask the same of the same name.
    private func strictness(against test: RuleExpression) -> Strictness? {
        switch (self, test) {
        case (.comparison(let name, let mine, .value(let wanted)), .comparison(let other, let its, .value(let asked))):
            guard name == other, mine.points == its.points, mine.points != nil else { return nil }
            let new = name.bareUnit.map { wanted.in($0) } ?? wanted
            let old = name.bareUnit.map { asked.in($0) } ?? asked
            guard new.dimension == old.dimension else { return .incomparable(with: "\(test)") }
            if mine.inclusive.holds(new, old) {
                let allowsTheEdge = mine.inclusive == mine && its.inclusive != its
                return allowsTheEdge && mine.inclusive.holds(old, new) ? .looser(than: "\(test)") : .stricter
            }
            return .looser(than: "\(test)")
        case (.membership(let name, .words(let words)), .membership(let other, .words(let allowed))):
            guard name == other else { return nil }
            return words.allSatisfy(allowed.contains) ? .stricter : .looser(than: "\(test)")
        default: return nil
        }
    }
}

extension RuleExpression.Comparison {
    /// True: the more the better; false: the less; nil: no order.
    fileprivate var points: Bool? {
        switch self {
        case .atLeast, .more: true
        case .atMost, .less: false
        case .equal, .unequal: nil
        }
    }

    /// The same with its edge let in.
    fileprivate var inclusive: RuleExpression.Comparison {
        switch self {
        case .more: .atLeast
        case .less: .atMost
        case .atLeast, .atMost, .equal, .unequal: self
        }
    }
}

extension Rule {
    /// This rule as a domain keeps it. Tests that are looser, because the rule became stricter since, do not count.
    func implemented(by implementation: PolicyImplementation) throws(RuleSyntaxError) -> Rule {
        var tightened = expression
        for text in implementation.rules { _ = tightened.tighten(by: try Rule.parse(text).expression) }
        let kept = tightened.renaming(implementation.metrics)
        // Read again: the domain's own names have units too, and have to fit.
        return kept == expression ? self : try Rule.parse(kept.description)
    }
}
