/// A rule taken apart into tests of single facts, for whoever judges many products at once: what products share is judged once for all of them.
///
/// Nil where a rule speaks of the fields of a contract: those stand in records only.
package struct RuleOutline: Sendable {
    /// How the tests make up the rule. Three-valued: the least of the parts, the greatest of them, the opposite.
    package indirect enum Part: Sendable {
        case least([Part])
        case greatest([Part])
        case opposite(Part)
        case test(RuleTest)
    }

    package let whole: Part

    package init?(_ rule: Rule) {
        guard let part = Self.part(rule.expression) else { return nil }
        whole = part
    }

    private static func part(_ expression: RuleExpression) -> Part? {
        switch expression {
        case .all(let parts): all(parts).map(Part.least)
        case .any(let parts): all(parts).map(Part.greatest)
        case .not(let inner): part(inner).map(Part.opposite)
        case .implies(let condition, let wanted):
            all([condition, wanted]).map { .greatest([.opposite($0[0]), $0[1]]) }
        case .fields: nil
        case .exists, .holds, .comparison, .membership, .contains: RuleTest(expression).map(Part.test)
        }
    }

    private static func all(_ expressions: [RuleExpression]) -> [Part]? {
        let parts = expressions.compactMap(part)
        return parts.count == expressions.count ? parts : nil
    }
}

/// A verdict as a number, so that many of them can be combined at once.
package enum RuleRank {
    package static let fail: UInt8 = 0
    package static let notMeasured: UInt8 = 1
    package static let pass: UInt8 = 2

    fileprivate static func of(_ outcome: RuleResult.Outcome) -> UInt8 {
        switch outcome {
        case .fail: fail
        case .notMeasured: notMeasured
        case .pass: pass
        }
    }
}

/// One condition on one fact of a product, or on two that are compared.
package struct RuleTest: Sendable {
    /// What it asks of a product.
    package enum Fact: Hashable, Sendable {
        /// A name of the vocabulary.
        case declared(String)
        /// The name by which rules call a metric; `Quality.metric` says which one that is.
        case metric(String)
    }

    /// What is known of the test before any value is looked at.
    package enum Shape: Sendable {
        /// Whether the fact is there; what it is does not matter.
        case presence
        /// Holds from some value on: above the bound, or up from it.
        case rising
        /// Holds up to some value.
        case falling
        case equal, unequal
        case other
    }

    package let facts: [Fact]
    package let shape: Shape
    private let expression: RuleExpression

    init?(_ expression: RuleExpression) {
        switch expression {
        case .all, .any, .not, .implies, .fields: return nil
        case .exists(let name):
            facts = [Fact(name)].compactMap(\.self)
            // A count of none does not exist: there the value matters.
            if case .number = name.type, !name.isMetric { shape = .other } else { shape = .presence }
        case .holds(let name), .contains(let name, _), .membership(let name, .words):
            facts = [Fact(name)].compactMap(\.self)
            shape = .other
        case .membership(let name, .name(let other)):
            facts = [Fact(name), Fact(other)].compactMap(\.self)
            shape = .other
        case .comparison(let name, let comparison, let bound):
            switch bound {
            case .value: facts = [Fact(name)].compactMap(\.self)
            case .name(let other): facts = [Fact(name), Fact(other)].compactMap(\.self)
            }
            shape = Shape(comparison)
        }
        self.expression = expression
        guard !facts.isEmpty else { return nil }
    }

    /// The tag that it asks for, where it asks for one.
    package var tag: String? {
        if case .contains(.fact(let term), let word) = expression, term.name == "tags" { word } else { nil }
    }

    /// The same facts compared for what is the bound or above it, and for what is above it.
    package var bounds: (from: RuleTest, above: RuleTest)? {
        guard case .comparison(let name, _, let bound) = expression,
            let from = RuleTest(.comparison(name, .atLeast, bound)),
            let above = RuleTest(.comparison(name, .more, bound))
        else { return nil }
        return (from, above)
    }

    /// The verdict on values that somebody states; what is not among them was never stated.
    ///
    /// - Returns: One of `RuleRank`.
    package func rank(_ declared: [String: RuleValue], metrics: [MetricPoint] = []) -> UInt8 {
        let subject = RuleSubject(product: DataProduct(), domain: nil, contract: nil, metrics: metrics, now: Instant())
        return RuleRank.of(RuleWitness(subject: subject, field: nil, stated: declared).finding(expression).outcome)
    }
}

extension RuleTest.Fact {
    fileprivate init?(_ name: RuleName) {
        switch name {
        case .fact(let term): self = .declared(term.name)
        case .metric(let metric): self = .metric(metric.text)
        case .field: return nil
        }
    }
}

extension RuleTest.Shape {
    fileprivate init(_ comparison: RuleExpression.Comparison) {
        switch comparison {
        case .atLeast, .more: self = .rising
        case .atMost, .less: self = .falling
        case .equal: self = .equal
        case .unequal: self = .unequal
        }
    }
}

extension RuleVocabulary {
    /// Names whose values few products have for themselves: those can be kept by number.
    package static let shared = [
        "owner", "contact", "classification", "alignment", "source", "collection", "version", "ports", "inputs",
        "fields", "access.type", "sla.availability", "sla.freshness", "sla.quality", "status",
    ]
    /// Names of which only is kept whether something was stated.
    package static let presence = ["name", "description", "tags", "access.roles"]
    /// Facts of the domain.
    package static let ofDomain = ["domain", "domain.owner", "domain.team"]

    /// What a name stands for in a product; nil: never stated.
    package static func value(_ name: String, of subject: RuleSubject) -> RuleValue? {
        facts.first { $0.name == name }?.read(subject)
    }
}

/// The few kinds of values that can be kept by number, as one text each.
extension RuleValue {
    package var coded: String? {
        switch self {
        case .text(let text): "t\(text)"
        case .quantity(let quantity): "q\(quantity.description)"
        case .version(let version): "v\(version.written)"
        case .list, .moment, .flag: nil
        }
    }

    package init?(coded text: String) {
        let body = String(text.dropFirst())
        switch text.first {
        case "t": self = .text(body)
        case "q":
            guard let quantity = Quantity(text: body) else { return nil }
            self = .quantity(quantity)
        case "v":
            guard let version = Version(text: body) else { return nil }
            self = .version(version)
        default: return nil
        }
    }
}
