extension ProductQuery {
    public init(parsing text: String) {
        self.init()
        for term in text.split(whereSeparator: \.isWhitespace) { read(term) }
    }

    private mutating func read(_ term: Substring) {
        let negated = term.hasPrefix("!") && term.count > 1
        let body = negated ? term.dropFirst() : term
        if let sign = body.firstIndex(where: { ":=<>".contains($0) }), sign != body.startIndex,
            let field = CardField(rawValue: String(body[..<sign]))
        {
            condition(field, body[sign...], negated: negated, term: term)
        } else if body.hasPrefix("'") {
            guard body.count > 1 else { return }
            words.append(Word(text: Self.folded(String(body.dropFirst())), whole: true, negated: negated))
        } else if body != "!" {
            words.append(Word(text: Self.folded(String(body)), negated: negated))
        }
    }

    private mutating func condition(_ field: CardField, _ rest: Substring, negated: Bool, term: Substring) {
        let sign = rest.prefix { ":=<>".contains($0) }
        let value = rest.dropFirst(sign.count)
        // Still being typed.
        guard !value.isEmpty else { return }
        switch (sign, field.shape) {
        case (":", .text), (":", .flag):
            conditions.append(.init(field: field, test: .begins(Self.folded(String(value))), negated: negated))
        case ("=", .text), ("=", .flag):
            conditions.append(.init(field: field, test: .equals(Self.folded(String(value))), negated: negated))
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
