extension ProductQuery {
    public init(parsing text: String) {
        self.init()
        var continues = false
        for term in Self.terms(of: text) {
            continues = read(term, asAlternative: continues)
        }
    }

    /// Parted by white space, but for what stands in quotation marks behind a condition's sign: `tag="climate change"`.
    private static func terms(of text: String) -> [Substring] {
        var terms: [Substring] = []
        var start: String.Index?
        var isQuoted = false
        for index in text.indices {
            let character = text[index]
            if isQuoted {
                isQuoted = character != "\""
            } else if character.isWhitespace {
                if let begin = start { terms.append(text[begin..<index]) }
                start = nil
            } else {
                isQuoted = character == "\"" && start.map { endsInSign(text[$0..<index]) } ?? false
                start = start ?? index
            }
        }
        if let begin = start { terms.append(text[begin...]) }
        return terms
    }

    /// Whether a term so far is a field with its sign.
    private static func endsInSign(_ term: Substring) -> Bool {
        guard let sign = term.last, ":=".contains(sign) else { return false }
        return CardField(rawValue: String(term.dropLast().drop { $0 == "!" })) != nil
    }

    /// - Returns: Whether the next term is an alternative to this one.
    private mutating func read(_ term: Substring, asAlternative: Bool) -> Bool {
        let negated = term.hasPrefix("!") && term.count > 1
        let body = negated ? term.dropFirst() : term
        if let sign = body.firstIndex(where: { ":=<>".contains($0) }), sign != body.startIndex,
            let field = CardField(rawValue: String(body[..<sign]))
        {
            if asAlternative { complaints.append("\(term): '|' parts words, not conditions") }
            condition(field, body[sign...], negated: negated, term: term)
            return false
        }
        let words = body.split(separator: "|").compactMap(word)
        if asAlternative || body.hasPrefix("|"), let last = terms.indices.last {
            terms[last].alternatives += words.prefix(max(0, Self.mostAlternatives - terms[last].alternatives.count))
        } else if !words.isEmpty, body != "!" {
            terms.append(Term(Array(words.prefix(Self.mostAlternatives)), isNegated: negated))
        }
        return body.hasSuffix("|") && !terms.isEmpty
    }

    private static let mostAlternatives = 32

    /// One alternative; nil where it is still being typed.
    private func word(_ text: Substring) -> Word? {
        guard let first = text.first else { return nil }
        let (opens, closes) = (first == "^", text.last == "$")
        switch first {
        case "'": return text.count > 1 ? Word(String(text.dropFirst()), .whole) : nil
        case "*": return text.count > 1 ? Word(String(text.dropFirst()), .inside) : nil
        case "~": return text.count > 1 ? Word(String(text.dropFirst()), .alike) : nil
        case _ where opens || closes && text.count > 1:
            let inner = text.dropFirst(opens ? 1 : 0).dropLast(closes && text.count > 1 ? 1 : 0)
            guard !inner.isEmpty else { return nil }
            return Word(String(inner), opens ? closes ? .equals : .opens : .closes)
        default: return Word(String(text))
        }
    }

    private mutating func condition(_ field: CardField, _ rest: Substring, negated: Bool, term: Substring) {
        let sign = rest.prefix { ":=<>".contains($0) }
        var value = rest.dropFirst(sign.count)
        if value.first == "\"" { value = value.dropFirst().prefix { $0 != "\"" } }
        // Still being typed.
        guard !value.isEmpty else { return }
        switch (sign, field.shape) {
        case (":", .text), (":", .flag):
            conditions.append(.init(field: field, test: .begins(Folding.folded(String(value))), negated: negated))
        case ("=", .text), ("=", .flag):
            conditions.append(.init(field: field, test: .equals(Folding.folded(String(value))), negated: negated))
        case (_, .number), (_, .age):
            guard let bound = bound(value, field.shape) else {
                complaints.append("\(term): expected \(field.shape.example)")
                return
            }
            switch sign {
            case "<": conditions.append(.init(field: field, test: .less(bound, orEqual: false), negated: negated))
            case "<=": conditions.append(.init(field: field, test: .less(bound, orEqual: true), negated: negated))
            case ">": conditions.append(.init(field: field, test: .more(bound, orEqual: false), negated: negated))
            case ">=": conditions.append(.init(field: field, test: .more(bound, orEqual: true), negated: negated))
            case ":", "=": conditions.append(.init(field: field, test: .equals(plainNumber(bound)), negated: negated))
            default: complaints.append("\(term): '\(sign)' is not a comparison")
            }
        default: complaints.append("\(term): \(field.rawValue) is text; use ':' or '='")
        }
    }

    private func bound(_ value: Substring, _ shape: CardField.Shape) -> Double? {
        guard let quantity = Quantity(text: String(value)) else { return nil }
        switch shape {
        case .age: return quantity.dimension == .time ? quantity.base : nil
        case .number(let dimension):
            return quantity.dimension == nil || quantity.dimension == dimension ? quantity.base : nil
        case .text, .flag: return nil
        }
    }
}

extension CardField.Shape {
    fileprivate var example: String {
        switch self {
        case .age: "a length of time such as 7d"
        default: "a number"
        }
    }
}
