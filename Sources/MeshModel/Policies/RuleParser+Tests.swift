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
        guard text.contains(".") || isFamilyAlone else { return .metric(text) }
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
    private func hint(_ name: RuleName) -> String {
        guard case .metric(let text) = name else { return "" }
        return "; '\(text)' is no declared fact and so a metric" + suggestion(text, RuleVocabulary.facts.map(\.name))
    }

    // MARK: Words

    private mutating func word() throws(RuleSyntaxError) -> String {
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

    private func check(_ word: String, is name: RuleName, at token: RuleToken) throws(RuleSyntaxError) {
        guard case .word(let words) = name.type, !words.contains(word) else { return }
        throw token.error(
            "\(name.text) is never '\(word)'\(suggestion(word, words)); it is one of \(words.joined(separator: ", "))")
    }

    // MARK: Bounds

    private mutating func bound(
        for name: RuleName, at token: RuleToken, _ comparison: RuleExpression.Comparison, _ operation: RuleToken
    ) throws(RuleSyntaxError) -> RuleExpression.Bound {
        let isEquality = comparison == .equal || comparison == .unequal
        func onlyEquality() throws(RuleSyntaxError) {
            guard isEquality else {
                throw operation.error(
                    "\(name.text) is \(name.type.noun); compare it with = or !=\(hint(name))")
            }
        }
        switch name.type {
        case .list: throw operation.error("\(name.text) is a list; write \(name.text) has …")
        case .flag:
            try onlyEquality()
            if takes("true") { return .value(.flag(true)) }
            if takes("false") { return .value(.flag(false)) }
            throw expected("true or false")
        case .word:
            try onlyEquality()
            let token = current
            let word = try word()
            try check(word, is: name, at: token)
            return .value(.text(word))
        case .text:
            try onlyEquality()
            if let other = try otherFact(beside: name, where: { $0 == .text || $0 == .written }) { return .name(other) }
            return .value(.text(try word()))
        case .version:
            guard let version = literal.flatMap(Version.init(text:)) else { throw expected("a version such as 1.2.0") }
            advance()
            return .value(.version(version))
        case .moment:
            guard let moment = literal.flatMap(Instant.init(text:)) else { throw expected("a date such as 2026-11-23") }
            advance()
            return .value(.moment(moment))
        case .number(let measure):
            if let other = try otherFact(beside: name, where: \.isNumeric) {
                try check(measure, of: name, against: other, at: operation)
                return .name(other)
            }
            let literal = current
            guard case .number = literal.kind else { throw expected(measure.expectation) }
            return .value(.quantity(try fitting(try quantity(), measure, of: name, at: literal)))
        case .written:
            if let other = try otherFact(beside: name, where: { $0.isNumeric || $0 == .text }) { return .name(other) }
            if case .number = current.kind { return .value(.quantity(try quantity())) }
            try onlyEquality()
            return .value(.text(try word()))
        }
    }

    /// A declared fact on the right, where its kind fits.
    private mutating func otherFact(
        beside name: RuleName, where fits: (RuleType) -> Bool
    ) throws(RuleSyntaxError) -> RuleName? {
        guard case .name(let text) = current.kind, !isInField, let term = RuleVocabulary.fact(text) else { return nil }
        guard fits(term.type) else {
            throw current.error(
                "\(name.text) is \(name.type.noun) and \(text) is \(term.type.noun); they cannot be compared")
        }
        advance()
        return .fact(term)
    }

    private var literal: String? {
        switch current.kind {
        case .number(let text), .text(let text): text
        default: nil
        }
    }

    /// A number and its unit, which may stand apart.
    private mutating func quantity() throws(RuleSyntaxError) -> Quantity {
        let token = current
        guard case .number(var text) = token.kind else { throw expected("a number") }
        advance()
        let isBare = text.allSatisfy { $0.isNumber || "+-.".contains($0) }
        switch current.kind {
        case .sign("%") where isBare:
            text += "%"
            advance()
        case .name(let unit) where isBare && !Self.reserved.contains(unit):
            guard Quantity(text: "1\(unit)") != nil else { throw current.error(Self.unknown(unit)) }
            text += unit
            advance()
        default: break
        }
        if let quantity = Quantity(text: text) { return quantity }
        let digits = text.prefix { $0.isNumber || "+-.".contains($0) }
        guard let value = Double(digits), value.isFinite else {
            throw token.error("'\(text.prefix(40))' is not a number")
        }
        throw token.error(Self.unknown(String(text.dropFirst(digits.count))))
    }

    private static func unknown(_ unit: String) -> String {
        let units = Unit.allCases.map(\.rawValue)
        let alike = units.first { $0.lowercased() == unit.lowercased() }
        return "'\(unit.prefix(40))' is not a unit" + (alike.map { ", did you mean \($0)?" } ?? "")
            + "; units are \(units.joined(separator: " "))"
    }

    private func fitting(
        _ quantity: Quantity, _ measure: RuleType.Measure, of name: RuleName, at token: RuleToken
    ) throws(RuleSyntaxError) -> Quantity {
        switch (measure, quantity.dimension) {
        case (.open, _), (.count, nil), (.quantity(_, bare: .some), nil): return quantity
        case (.count, .some):
            throw token.error("\(name.text) is a count; compare it with a number that has no unit")
        case (.quantity(let dimension, nil), nil):
            throw token.error("\(name.text) is \(dimension.noun); give \(quantity) a unit, such as \(quantity)d")
        case (.quantity(let wanted, _), .some(let found)):
            guard wanted == found else {
                throw token.error(
                    "\(name.text) is \(wanted.noun) and \(quantity) is \(found.noun); they cannot be compared")
            }
            return quantity
        }
    }

    private func check(
        _ measure: RuleType.Measure, of name: RuleName, against other: RuleName, at token: RuleToken
    ) throws(RuleSyntaxError) {
        guard case .number(let against) = other.type else { return }
        switch (measure, against) {
        case (.count, .count), (.open, _), (_, .open): return
        case (.quantity(let a, _), .quantity(let b, _)) where a == b: return
        default:
            throw token.error(
                "\(name.text) is \(name.type.noun) and \(other.text) is \(other.type.noun); they cannot be compared")
        }
    }
}

extension RuleType {
    fileprivate var isNumeric: Bool {
        switch self {
        case .number, .written: true
        case .text, .word, .list, .version, .moment, .flag: false
        }
    }

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

extension RuleType.Measure {
    fileprivate var expectation: String {
        switch self {
        case .count, .open, .quantity(.share, _): "a number"
        case .quantity(.time, _): "a length of time such as 24h"
        case .quantity(.data, _): "an amount of data such as 10GB"
        }
    }
}
