/// What a name in a rule stands for.
enum RuleName: Equatable, Sendable {
    case fact(RuleTerm<RuleSubject>)
    case field(RuleTerm<SchemaField>)
    case metric(String)

    var text: String {
        switch self {
        case .fact(let term): term.name
        case .field(let term): term.name
        case .metric(let name): name
        }
    }

    var type: RuleType {
        switch self {
        case .fact(let term): term.type
        case .field(let term): term.type
        case .metric(let name): .number(RuleVocabulary.measure(ofMetric: name))
        }
    }

    var needs: Rule.Needs {
        switch self {
        case .metric: .metrics
        case .field: .contract
        case .fact(let term):
            ["version", "fields", "access.type", "access.roles"].contains(term.name) ? .contract : []
        }
    }
}

extension RuleName {
    var isMetric: Bool {
        if case .metric = self { true } else { false }
    }

    /// Computed in a unit that nobody chose, and so shown in the one that was asked with.
    var isComputed: Bool { text == "age" }

    var dimension: Dimension? {
        guard case .number(.quantity(let dimension, _)) = type else { return nil }
        return dimension
    }

    var bareUnit: Unit? {
        guard case .number(.quantity(_, let unit)) = type else { return nil }
        return unit
    }
}
