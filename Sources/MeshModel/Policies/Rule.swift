/// One rule of a policy: a typed condition on what a product declares and what was measured of it.
///
/// ```
/// rule        = either [ "implies" rule ]
/// either      = both { "or" both }
/// both        = negation { "and" negation }
/// negation    = "not" negation | "(" rule ")" | fields | test
/// fields      = ( "every" | "some" ) "field" ":" either
/// test        = name "exists"
///             | name [ "not" ] "in" ( "[" word { "," word } "]" | name-of-a-list )
///             | name-of-a-list "has" word
///             | name ( ">=" | "<=" | ">" | "<" | "=" | "==" | "!=" ) ( value | name )
///             | name-of-a-flag
/// word        = letters, digits, "_", "-", "." | text in double quotes, where \" and \\ stand for " and \
/// value       = word | number [ unit ] | version | date
/// unit        = % ms s m h d w B KB MB GB TB KiB MiB GiB TiB
/// ```
///
/// **Names.** `RuleVocabulary` lists the declared facts; behind `every field:` and `some field:` those of a field. Every other name without
/// a dot is a metric. On the right of a comparison a declared fact's name stands for the fact; quotes make it a word.
///
/// **Fields.** What `every field:` and `some field:` say ends before `implies`: `some field: pii implies tags has "privacy-reviewed"` speaks of
/// the product's tags. `every field: a implies b` could be read both ways and is refused; parentheses say which is meant.
///
/// **Units.** A share cannot be compared with a length of time or an amount of data. A metric whose name ends in a unit has that unit:
/// `timeliness_hours` is found by `timeliness` too. Quality's own dimensions are shares. Any other metric takes the unit of what it is
/// compared with: `98.5` against `95%` is 98.5 %, and `2.5` against `24h` is 2.5 hours. In an SLA a bare number is a percentage, and hours for
/// freshness. A fraction is never taken for a percentage.
///
/// **Three answers.** A metric that was never reported and a fact that was never stated leave a comparison unmeasured; `exists` then fails.
/// `and` fails when one side fails, `or` passes when one side passes, whatever the other; `implies` is `not … or …`.
public struct Rule: Equatable, Sendable {
    /// As written.
    public let text: String
    let expression: RuleExpression

    /// Bytes that a rule may have, and levels that it may be nested.
    public static let longest = 4096
    static let deepest = 128

    public static func parse(_ text: String) throws(RuleSyntaxError) -> Rule {
        guard text.utf8.count <= longest else {
            throw RuleSyntaxError(
                line: 1, column: 1,
                reason:
                    "a rule has at most \(longest) bytes, and this one has \(text.utf8.count); make it several rules")
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
