/// Tests: a name, and what is asked of it.
extension RuleParser {
    mutating func test() throws(RuleSyntaxError) -> RuleExpression {
        let token = current
        guard case .name(let text) = token.kind, !Self.reserved.contains(text) else {
            throw expected("a name such as \(isInField ? "description" : "completeness or owner")")
        }
        let name = try name(text, at: token)
        advance()
        if takes("exists") { return .exists(name) }
        if takes("in") { return .membership(name, try group(for: name, at: token)) }
        if takes("not") {
            guard takes("in") else { throw expected("'in'") }
            return .not(.membership(name, try group(for: name, at: token)))
        }
        if takes("has") {
            guard name.type == .list else {
                throw token.error(
                    "\(name.text) is \(name.type.noun), and only lists can be asked with has\(hint(name))")
            }
            return .contains(name, try word())
        }
        if case .sign(let sign) = current.kind,
            let comparison = RuleExpression.Comparison(rawValue: sign == "==" ? "=" : sign)
        {
            let operation = current
            advance()
            return .comparison(name, comparison, try bound(for: name, at: token, comparison, operation))
        }
        guard name.type == .flag else {
            throw expected("\(name.type.example), or exists,")
        }
        return .holds(name)
    }

    // MARK: Names

    private func name(_ text: String, at token: RuleToken) throws(RuleSyntaxError) -> RuleName {
        if isInField {
            if let term = RuleVocabulary.field(text) { return .field(term) }
            let names = RuleVocabulary.fields.map(\.name)
            throw token.error(
                "a field has no \(text)\(suggestion(text, names)); it has \(names.joined(separator: ", ")). To speak of the product again, put 'every field: …' in parentheses"
            )
        }
        if let term = RuleVocabulary.fact(text) { return .fact(term) }
        let family = text.prefix { $0 != "." }
        let dotted = RuleVocabulary.facts.map(\.name).filter { $0.contains(".") } + RuleVocabulary.families
        let relatives = dotted.filter { $0.hasPrefix("\(family).") }
        let isFamilyAlone = text == family && !relatives.isEmpty
        guard text.contains(".") || isFamilyAlone else { return .metric(MetricName(text)) }
        let known = relatives.isEmpty ? dotted : relatives
        throw token.error(
            isFamilyAlone
                ? "'\(text)' alone says nothing; there are \(known.joined(separator: ", "))"
                : "there is no '\(text)'\(suggestion(text, dotted)); there are \(known.joined(separator: ", "))")
    }

    private func suggestion(_ text: String, _ names: [String]) -> String {
        nearest(to: text, among: names).map { ", did you mean \($0)?" } ?? ""
    }

    /// A metric was perhaps meant to be a fact.
    func hint(_ name: RuleName) -> String {
        guard case .metric(let metric) = name else { return "" }
        let text = metric.text
        return "; '\(text)' is no declared fact and so a metric" + suggestion(text, RuleVocabulary.facts.map(\.name))
    }

    // MARK: Words

    mutating func word() throws(RuleSyntaxError) -> String {
        let token = current
        switch token.kind {
        case .name(let text) where !Self.reserved.contains(text), .text(let text), .number(let text):
            advance()
            return text
        default: throw expected("a word, or text in double quotes,")
        }
    }

    private mutating func group(
        for name: RuleName, at token: RuleToken
    ) throws(RuleSyntaxError) -> RuleExpression.Group {
        switch name.type {
        case .text, .word, .written: break
        case .list: throw token.error("\(name.text) is a list; write \(name.text) has …")
        case .number, .version, .moment, .flag:
            throw token.error("\(name.text) is \(name.type.noun), and 'in' asks for words\(hint(name))")
        }
        guard takes(sign: "[") else {
            guard case .name(let text) = current.kind, let term = RuleVocabulary.fact(text), !isInField else {
                throw expected("a list such as [public, internal], or domain.team,")
            }
            guard term.type == .list else {
                throw current.error(
                    "\(text) is \(term.type.noun); the lists are "
                        + RuleVocabulary.facts.filter { $0.type == .list }.map(\.name).joined(separator: ", "))
            }
            advance()
            return .name(.fact(term))
        }
        var words: [String] = []
        repeat {
            let token = current
            let word = try word()
            try check(word, is: name, at: token)
            words.append(word)
        } while takes(sign: ",")
        guard takes(sign: "]") else { throw expected("',' or ']'") }
        return .words(words)
    }

    func check(_ word: String, is name: RuleName, at token: RuleToken) throws(RuleSyntaxError) {
        guard case .word(let words) = name.type, !words.contains(word) else { return }
        throw token.error(
            "\(name.text) is never '\(word)'\(suggestion(word, words)); it is one of \(words.joined(separator: ", "))")
    }
}

extension RuleType {
    /// What can follow a name of this kind.
    fileprivate var example: String {
        switch self {
        case .text: "a comparison such as = \"…\" or in […]"
        case .word(let words): "a comparison such as = \(words.first ?? "…") or in […]"
        case .list: "has"
        case .number(.count): "a comparison such as >= 1"
        case .number(.quantity(.time, _)): "a comparison such as <= 24h"
        case .number(.quantity(.data, _)): "a comparison such as <= 10GB"
        case .number(.quantity(.share, _)), .number(.open): "a comparison such as >= 95%"
        case .version: "a comparison such as >= 1.0.0"
        case .moment: "a comparison such as >= 2026-01-01"
        case .flag: "and"
        case .written: "a comparison such as = \"…\" or >= 1"
        }
    }
}
