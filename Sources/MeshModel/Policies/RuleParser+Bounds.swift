/// Bounds: what a name is compared with, and whether the two can be compared.
extension RuleParser {
    mutating func bound(
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
