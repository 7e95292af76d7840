/// What a person typed behind `/`: words, `'exact`, `!not`, `domain:sales`, `owner=alice`, `quality<95`.
///
/// All terms must hold. A word is found anywhere in the id, the name, the tags or the description, whatever its case; `'word` only as a
/// whole word. `field:value` asks for a beginning, `field=value` for the whole value, `<` and `>` compare numbers and ages.
public struct ProductQuery: Equatable, Sendable {
    public struct Word: Equatable, Sendable {
        /// Folded.
        public var text: String
        public var whole = false
        public var negated = false

        public init(text: String, whole: Bool = false, negated: Bool = false) {
            self.text = text
            self.whole = whole
            self.negated = negated
        }
    }

    public struct Condition: Equatable, Sendable {
        public enum Test: Equatable, Sendable {
            /// Folded.
            case begins(String)
            case equals(String)
            case less(Double, orEqual: Bool)
            case more(Double, orEqual: Bool)
        }
        public var field: CardField
        public var test: Test
        public var negated = false

        public init(field: CardField, test: Test, negated: Bool = false) {
            self.field = field
            self.test = test
            self.negated = negated
        }
    }

    public var words: [Word] = []
    public var conditions: [Condition] = []
    /// Terms that could not be understood, each with its reason; the others hold all the same, so that a filter works while it is typed.
    public var complaints: [String] = []

    public init() {}

    public static let all = ProductQuery()

    /// The same query, only in a domain and below it.
    public func inside(_ domain: Domain.ID) -> ProductQuery {
        var narrowed = self
        narrowed.conditions.append(Condition(field: .domain, test: .equals(domain.text)))
        return narrowed
    }

    /// How text is compared: small letters. Source for the mapping: the standard library's `lowercased`.
    public static func folded(_ text: String) -> String { text.lowercased() }
}

extension ProductQuery.Condition {
    /// Whether one of a product's values for the field satisfies the test.
    public func admits(texts: [String]) -> Bool {
        let holds = texts.contains { value in
            switch test {
            case .begins(let prefix): ProductQuery.folded(value).hasPrefix(prefix)
            case .equals(let whole): ProductQuery.folded(value) == whole
            case .less, .more: false
            }
        }
        return holds != negated
    }

    public func admits(number: Double?) -> Bool {
        let holds: Bool =
            switch test {
            case .less(let bound, let orEqual): number.map { orEqual ? $0 <= bound : $0 < bound } ?? false
            case .more(let bound, let orEqual): number.map { orEqual ? $0 >= bound : $0 > bound } ?? false
            case .begins(let text), .equals(let text): number.map { plainNumber($0) == text } ?? false
            }
        return holds != negated
    }

    public func admits(_ card: ProductCard, at now: Instant) -> Bool {
        switch field.shape {
        case .text, .flag: admits(texts: card.texts(field))
        case .number, .age: admits(number: card.number(field, at: now))
        }
    }
}
