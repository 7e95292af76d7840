/// A query with the worth of each of its words, as one generation's statistics give it.
///
/// Every reader ranks by these functions, in whole numbers, so that all of them put the same things first.
public struct RankedQuery: Equatable, Sendable {
    public let query: ProductQuery
    /// For each term, alternative and part: see `SearchWeight`.
    public let weights: [[[Int]]]
    public var leniency: Leniency

    /// How far a search goes to find something: each step only where the one before found nothing.
    public enum Leniency: Int, CaseIterable, Sendable {
        /// Words that begin as they were typed.
        case words
        /// What was typed stands anywhere in an id or a name.
        case inside
        /// Its letters stand in an id or a name in that order.
        case alike

        /// What to say where something was found only so; nil where the words themselves were found.
        public var sentence: String? {
            switch self {
            case .words: nil
            case .inside: "no word begins so: these have it inside their names"
            case .alike: "no name has it: these have its letters in this order"
            }
        }
    }

    /// - Parameter holding: How many products have a word, or with false words that begin so.
    public init<Failure: Error>(
        _ query: ProductQuery, leniency: Leniency = .words, products: Int,
        holding: (_ text: String, _ whole: Bool) throws(Failure) -> Int
    ) throws(Failure) {
        self.query = query
        self.leniency = leniency
        var weights: [[[Int]]] = []
        for term in query.terms {
            var alternatives: [[Int]] = []
            for word in term.alternatives {
                var parts: [Int] = []
                for (place, part) in word.parts.enumerated() {
                    parts.append(SearchWeight.of(try holding(part, word.isWhole(place)), in: products))
                }
                alternatives.append(parts)
            }
            weights.append(alternatives)
        }
        self.weights = weights
    }

    public init(_ query: ProductQuery, leniency: Leniency = .words, statistics: SearchStatistics) {
        self.init(query, leniency: leniency, products: statistics.products) { text, whole in
            statistics.holding(text, whole: whole)
        }
    }

    /// What to look for where this found nothing; nil: there is nothing wider.
    public var further: RankedQuery? {
        guard let next = Leniency(rawValue: leniency.rawValue + 1), query.terms.contains(where: \.canBeWidened) else {
            return nil
        }
        var wider = self
        wider.leniency = next
        return wider
    }

    /// How well a product fits; nil: it does not.
    public func rank(_ entry: SearchEntry, _ card: ProductCard, at now: Instant) -> Int? {
        guard query.conditions.allSatisfy({ $0.admits(card, at: now) }) else { return nil }
        guard let words = rank(entry) else { return nil }
        return query.hasWords ? words + card.searchStanding : -card.searchRetreat
    }

    /// How well the words fit, without the product's standing.
    public func rank(_ entry: SearchEntry) -> Int? {
        var total = 0
        for (place, term) in query.terms.enumerated() {
            let score = score(term, weights: weights[place], entry)
            if term.isNegated {
                guard score == nil else { return nil }
            } else {
                guard let score else { return nil }
                total += score
            }
        }
        return total
    }

    /// The best of a term's alternatives.
    func score(_ term: ProductQuery.Term, weights: [[Int]], _ entry: SearchEntry) -> Int? {
        var best: Int?
        for (index, word) in term.alternatives.enumerated() {
            let score: Int?
            switch method(of: word, in: term) {
            case .words: score = wordScore(word, weights[index], entry)
            case .names(let find): score = find.score(in: entry.names.utf8.span)
            }
            if let score { best = max(best ?? 0, score) }
        }
        return best
    }

    /// How a word is looked for.
    public enum Method: Equatable, Sendable {
        /// In all texts, word by word.
        case words
        /// In ids and names, letter by letter.
        case names(NameSearch)
    }

    public func method(of word: ProductQuery.Word, in term: ProductQuery.Term) -> Method {
        switch word.kind {
        case .begins:
            // What must not be there is never looked for more widely.
            guard !word.parts.isEmpty else { return .names(NameSearch(word.text, .inside)) }
            switch term.isNegated ? .words : leniency {
            case .words: return .words
            case .inside: return .names(NameSearch(word.text, .inside))
            case .alike: return .names(NameSearch(word.text, .alike))
            }
        case .whole: return word.parts.isEmpty ? .names(NameSearch(word.text, .inside)) : .words
        case .opens: return .names(NameSearch(word.text, .opens))
        case .closes: return .names(NameSearch(word.text, .closes))
        case .equals: return .names(NameSearch(word.text, .equals))
        case .inside: return .names(NameSearch(word.text, .inside))
        case .alike: return .names(NameSearch(word.text, .alike))
        }
    }

    /// What a word's impact comes to where only its beginning was typed: three quarters.
    public static func effective(_ impact: UInt8, isWhole: Bool) -> UInt8 {
        isWhole ? impact : max(1, UInt8(Int(impact) * 3 / 4))
    }

    /// What a word counts where it stands: its rarity times its impact.
    public static func score(weight: Int, effective impact: UInt8) -> Int { weight * Int(impact) / 16 }

    private func wordScore(_ word: ProductQuery.Word, _ weights: [Int], _ entry: SearchEntry) -> Int? {
        var total = 0
        for (place, part) in word.parts.enumerated() {
            var best: Int?
            if let impact = entry.impacts[part] {
                best = Self.score(weight: weights[place], effective: impact)
            }
            if !word.isWhole(place) {
                for (found, impact) in entry.impacts where found.utf8.count > part.utf8.count {
                    guard found.utf8.starts(with: part.utf8) else { continue }
                    let effective = Self.effective(impact, isWhole: false)
                    best = max(best ?? 0, Self.score(weight: weights[place], effective: effective))
                }
            }
            guard let best else { return nil }
            total += best
        }
        return total
    }
}
