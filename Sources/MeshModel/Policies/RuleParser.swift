/// Reads the tokens of one rule into an expression; what is wrong is said where it stands.
struct RuleParser {
    private let tokens: [RuleToken]
    private var index = 0
    /// Of the whole rule: none.
    private var depth = -1
    /// Names are those of a field.
    private(set) var isInField = false

    static let reserved: Set<String> = ["and", "or", "not", "implies", "every", "some", "in", "has", "exists"]

    /// The tokens end with `.end`.
    init(tokens: [RuleToken]) { self.tokens = tokens }

    mutating func whole() throws(RuleSyntaxError) -> RuleExpression {
        let expression = try rule()
        if case .end = current.kind { return expression }
        throw expected("'and', 'or', 'implies' or the end")
    }

    // MARK: Conditions

    private mutating func rule() throws(RuleSyntaxError) -> RuleExpression {
        try descend()
        defer { depth -= 1 }
        let condition = try either()
        return takes("implies") ? .implies(condition, try rule()) : condition
    }

    private mutating func either() throws(RuleSyntaxError) -> RuleExpression {
        var parts = [try both()]
        while takes("or") { parts.append(try both()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func both() throws(RuleSyntaxError) -> RuleExpression {
        var parts = [try negation()]
        while takes("and") { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func negation() throws(RuleSyntaxError) -> RuleExpression {
        if takes("not") {
            try descend()
            defer { depth -= 1 }
            return .not(try negation())
        }
        let opening = current
        if takes(sign: "(") {
            let inner = try rule()
            guard takes(sign: ")") else {
                throw expected("')' for the '(' of line \(opening.line), column \(opening.column)")
            }
            return inner
        }
        if takes("every") { return try fields(.every, from: opening) }
        if takes("some") { return try fields(.some, from: opening) }
        return try test()
    }

    private mutating func fields(
        _ quantifier: RuleExpression.Quantifier, from opening: RuleToken
    ) throws(RuleSyntaxError) -> RuleExpression {
        let phrase = "\(quantifier.rawValue) field:"
        guard !isInField else {
            throw opening.error("'\(phrase)' cannot stand inside another; close the first one with parentheses")
        }
        guard takes("field") else { throw expected("'field:'") }
        guard takes(sign: ":") else { throw expected("':'") }
        isInField = true
        defer { isInField = false }
        let condition = try either()
        if quantifier == .every, current.kind == .name("implies") {
            throw current.error(
                "this could be read two ways; write '\(phrase) (… implies …)' to speak of each field, or '(\(phrase) …) implies …'"
            )
        }
        return .fields(quantifier, condition)
    }

    private mutating func descend() throws(RuleSyntaxError) {
        depth += 1
        guard depth <= Bounds.nesting else {
            throw current.error("a rule may be nested \(Bounds.nesting) levels deep; make it several rules")
        }
    }

    // MARK: Tokens

    var current: RuleToken { tokens[index] }

    mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    mutating func takes(_ word: String) -> Bool { takes(kind: .name(word)) }
    mutating func takes(sign: String) -> Bool { takes(kind: .sign(sign)) }

    private mutating func takes(kind: RuleToken.Kind) -> Bool {
        guard current.kind == kind else { return false }
        advance()
        return true
    }

    /// What is missing is said where the text breaks off: at the last token when nothing follows, else at what follows.
    func expected(_ what: String) -> RuleSyntaxError {
        guard index > 0 else {
            if case .end = current.kind {
                return current.error("the rule is empty; write one such as completeness >= 95%")
            }
            return current.error("expected \(what), found \(current.quoted)")
        }
        let last = tokens[index - 1]
        if case .end = current.kind { return last.error("expected \(what) after \(last.bare)") }
        return current.error("expected \(what) after \(last.bare), found \(current.quoted)")
    }
}

extension RuleToken {
    /// Operators and words of the language as they are, the rest quoted.
    fileprivate var bare: String {
        if case .name(let text) = kind, RuleParser.reserved.contains(text) { text } else { quoted }
    }
}
