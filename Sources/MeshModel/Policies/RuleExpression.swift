/// A rule as it was understood: every name resolved, every comparison between things that can be compared.
indirect enum RuleExpression: Equatable, Sendable {
    case all([RuleExpression])
    case any([RuleExpression])
    case not(RuleExpression)
    case implies(RuleExpression, RuleExpression)
    case fields(Quantifier, RuleExpression)
    case exists(RuleName)
    case holds(RuleName)
    case comparison(RuleName, Comparison, Bound)
    case membership(RuleName, Group)
    case contains(RuleName, String)

    enum Quantifier: String, Sendable {
        case every, some
    }

    enum Comparison: String, Sendable {
        case atLeast = ">="
        case atMost = "<="
        case more = ">"
        case less = "<"
        case equal = "="
        case unequal = "!="
    }

    /// What stands on the right of a comparison.
    enum Bound: Equatable, Sendable {
        case value(RuleValue)
        case name(RuleName)
    }

    /// What stands behind `in`.
    enum Group: Equatable, Sendable {
        case words([String])
        case name(RuleName)
    }
}

extension RuleExpression {
    private var names: [RuleName] {
        switch self {
        case .exists(let name), .holds(let name), .contains(let name, _): [name]
        case .comparison(let name, _, .value), .membership(let name, .words): [name]
        case .comparison(let name, _, .name(let other)), .membership(let name, .name(let other)): [name, other]
        case .all(let parts), .any(let parts): parts.flatMap(\.names)
        case .not(let part), .fields(_, let part): part.names
        case .implies(let condition, let wanted): condition.names + wanted.names
        }
    }

    var needs: Rule.Needs { names.reduce(into: []) { $0.formUnion($1.needs) } }

    var metrics: Set<String> {
        Set(
            names.compactMap { name in
                if case .metric(let metric) = name { metric.text } else { nil }
            })
    }
}

/// Written with single spaces and only the parentheses that are needed, so that what was wanted reads alike however it was typed.
extension RuleExpression: CustomStringConvertible {
    var description: String {
        switch self {
        case .all(let parts): parts.map { $0.enclosed(below: 3) }.joined(separator: " and ")
        case .any(let parts): parts.map { $0.enclosed(below: 3) }.joined(separator: " or ")
        case .not(let part): "not \(part.enclosed(below: 4))"
        case .implies(let condition, let wanted):
            "\(condition.enclosed(below: 2)) implies \(wanted.enclosed(below: 1))"
        case .fields(let quantifier, let part): "\(quantifier.rawValue) field: \(part.enclosed(below: 2))"
        case .exists(let name): "\(name.text) exists"
        case .holds(let name): name.text
        case .comparison(let name, let comparison, .value(let value)):
            "\(name.text) \(comparison.rawValue) \(value.written)"
        case .comparison(let name, let comparison, .name(let other)):
            "\(name.text) \(comparison.rawValue) \(other.text)"
        case .membership(let name, .words(let words)):
            "\(name.text) in [\(words.map(quotedWhereNeeded).joined(separator: ", "))]"
        case .membership(let name, .name(let other)): "\(name.text) in \(other.text)"
        case .contains(let name, let word): "\(name.text) has \(quotedWhereNeeded(word))"
        }
    }

    /// How tightly it binds.
    private var rank: Int {
        switch self {
        case .implies: 1
        // What follows would be drawn into what is said of the fields, or could be.
        case .fields(.every, _): 1
        case .any, .fields(.some, _): 2
        case .all: 3
        case .not, .exists, .holds, .comparison, .membership, .contains: 4
        }
    }

    private func enclosed(below rank: Int) -> String { self.rank < rank ? "(\(self))" : description }
}

private func quotedWhereNeeded(_ word: String) -> String {
    let isPlain =
        word.first.map { $0.isLetter } == true && word.allSatisfy { $0.isLetter || $0.isNumber || "_.-".contains($0) }
    return isPlain && !RuleParser.reserved.contains(word) && RuleVocabulary.fact(word) == nil
        ? word : "\"" + word.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
}

extension RuleValue {
    /// As it stands in a rule.
    fileprivate var written: String {
        switch self {
        case .text(let text): quotedWhereNeeded(text)
        case .quantity(let quantity): quantity.description
        case .list, .version, .moment, .flag: observed
        }
    }
}
