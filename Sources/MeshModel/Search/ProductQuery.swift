/// What a person typed behind `/`: words, `'whole`, `!not`, `^start`, `end$`, `*inside`, `~alike`, `this|that`, `domain:sales`, `owner=alice`,
/// `quality<95`.
///
/// All terms must hold. A word is looked for in the id, the name, the tags, the fields and the description, whatever its case and its
/// accents; it may be the beginning of what stands there. `field:value` asks for a beginning, `field=value` for the whole value, `<` and
/// `>` compare numbers and ages.
public struct ProductQuery: Equatable, Sendable {
    public struct Word: Equatable, Sendable {
        public enum Kind: Equatable, Sendable {
            /// `word`: a word that begins so.
            case begins
            /// `'word`: exactly this word.
            case whole
            /// `^word`, `word$`, `^word$`: an id or a name that begins, ends or is so.
            case opens, closes, equals
            /// `*word`: an id or a name with these letters anywhere.
            case inside
            /// `~word`: an id or a name with these letters in this order.
            case alike
        }

        /// Folded.
        public let text: String
        public let kind: Kind
        /// The words that it consists of: `orders_daily` are two. All of them must be there, all but the last as they are.
        public let parts: [String]

        public init(_ text: String, _ kind: Kind = .begins) {
            self.text = Folding.folded(text)
            self.kind = kind
            parts = SearchWords.all(of: self.text)
        }

        public func isWhole(_ part: Int) -> Bool { kind == .whole || part < parts.count - 1 }
    }

    /// What must hold: one of its alternatives, or none of them.
    public struct Term: Equatable, Sendable {
        public var alternatives: [Word]
        public var isNegated: Bool

        public init(_ alternatives: [Word], isNegated: Bool = false) {
            self.alternatives = alternatives
            self.isNegated = isNegated
        }

        /// Plain words may be looked for more widely than they were typed; what somebody said precisely is not.
        var canBeWidened: Bool { !isNegated && alternatives.contains { $0.kind == .begins } }
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

    public var terms: [Term] = []
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

    /// Whether words decide what is found and what stands first.
    public var hasWords: Bool { terms.contains { !$0.isNegated } }

    /// Folded texts that stand in what is found, to be shown where they stand.
    public var soughtTexts: [String] {
        terms.filter { !$0.isNegated }.flatMap { term in
            term.alternatives.flatMap { $0.parts.isEmpty ? [$0.text] : $0.parts }
        }
    }
}

extension ProductQuery.Condition {
    /// Whether one of a product's values for the field satisfies the test.
    public func admits(texts: [String]) -> Bool {
        texts.contains { holds(folded: Folding.folded($0)) } != negated
    }

    /// Whether a single folded value does.
    public func admits(folded text: String) -> Bool { holds(folded: text) != negated }

    private func holds(folded text: String) -> Bool {
        switch test {
        case .begins(let prefix): text.utf8.starts(with: prefix.utf8)
        case .equals(let whole): text.utf8.elementsEqual(whole.utf8)
        case .less, .more: false
        }
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
