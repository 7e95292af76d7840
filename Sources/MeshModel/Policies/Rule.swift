/// One rule of a policy: a typed condition on what a product declares and what was measured of it.
///
/// `RULES.md` beside this file has the grammar, the names, the units and the three answers, each with examples that the tests read.
public struct Rule: Equatable, Sendable {
    /// As written.
    public let text: String
    let expression: RuleExpression

    public static func parse(_ text: String) throws(RuleSyntaxError) -> Rule {
        guard text.utf8.count <= Bounds.rule else {
            throw RuleSyntaxError(
                line: 1, column: 1,
                reason:
                    "a rule has at most \(Bounds.rule) bytes, and this one has \(text.utf8.count); make it several rules"
            )
        }
        var parser = RuleParser(tokens: try RuleToken.tokens(of: text))
        return Rule(text: text, expression: try parser.whole())
    }

    /// What a rule has to be shown of a product besides the product itself.
    public struct Needs: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let contract = Needs(rawValue: 1)
        public static let metrics = Needs(rawValue: 2)
    }

    public var needs: Needs { expression.needs }

    /// The metrics that it speaks of, as it names them.
    public var metrics: Set<String> { expression.metrics }
}
