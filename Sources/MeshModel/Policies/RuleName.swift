/// What a name in a rule stands for.
enum RuleName: Equatable, Sendable {
    case fact(RuleTerm<RuleSubject>)
    case field(RuleTerm<SchemaField>)
    case metric(MetricName)

    var text: String {
        switch self {
        case .fact(let term): term.name
        case .field(let term): term.name
        case .metric(let metric): metric.text
        }
    }

    var type: RuleType {
        switch self {
        case .fact(let term): term.type
        case .field(let term): term.type
        case .metric(let metric): .number(metric.measure)
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

/// A metric as rules name it, with what is worked out of the name once and not product by product.
struct MetricName: Equatable, Sendable {
    let text: String
    /// What its name says of its values.
    let measure: RuleType.Measure
    /// Names that say the unit as well: `timeliness` may be reported as `timeliness_hours`.
    let withUnit: [(name: String, unit: Unit)]

    init(_ text: String) {
        self.text = text
        measure = RuleVocabulary.measure(ofMetric: text)
        withUnit = Unit.suffixes.map { (text + $0.suffix, $0.unit) }
    }

    static func == (a: MetricName, b: MetricName) -> Bool { a.text == b.text }
}
