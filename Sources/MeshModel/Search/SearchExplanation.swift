/// Why a product stands where it does among what a search found: what each word counted, and what the product's standing added.
public struct SearchExplanation: Equatable, Sendable {
    public struct Part: Equatable, Sendable {
        /// As it was looked for.
        public var word: String
        /// "in the names and the description, in 12 of 398 products"
        public var reason: String
        public var score: Int
    }

    public var parts: [Part]
    /// What use and health add, and being on its way out takes away.
    public var standing: Int
    public var total: Int

    public var standingReason: String
}

extension RankedQuery {
    /// Nil where the product does not fit.
    public func explanation(of card: ProductCard, at now: Instant) -> SearchExplanation? {
        let entry = SearchEntry(card)
        guard let total = rank(entry, card, at: now) else { return nil }
        var parts: [SearchExplanation.Part] = []
        for (place, term) in query.terms.enumerated() where !term.isNegated {
            let scores = term.alternatives.indices.compactMap { index -> (index: Int, score: Int)? in
                let alone = ProductQuery.Term([term.alternatives[index]])
                return score(alone, weights: [weights[place][index]], entry).map { (index, $0) }
            }
            guard let best = scores.max(by: { $0.score < $1.score }) else { continue }
            let word = term.alternatives[best.index]
            parts.append(
                .init(
                    word: word.text, reason: reason(word, in: term, weights[place][best.index], card), score: best.score
                ))
        }
        let standing = query.hasWords ? card.searchStanding : -card.searchRetreat
        var reasons = ["used by \(card.consumers)"]
        if let quality = card.quality { reasons.append("quality \(plainNumber((quality * 10).rounded() / 10))") }
        if card.searchRetreat > 0 { reasons.append(card.isMissing ? "missing at its source" : card.status.rawValue) }
        return SearchExplanation(
            parts: parts, standing: standing, total: total, standingReason: reasons.joined(separator: ", "))
    }

    private func reason(
        _ word: ProductQuery.Word, in term: ProductQuery.Term, _ weights: [Int], _ card: ProductCard
    ) -> String {
        switch method(of: word, in: term) {
        case .names(let search):
            switch search.place {
            case .equals: return "is its id or name"
            case .opens: return "begins its id or name"
            case .closes: return "ends its id or name"
            case .inside: return "stands in its id or name"
            case .alike: return "its letters stand in its id or name in this order"
            }
        case .words:
            let occurrences = SearchEntry.occurrences(card)
            var places = Set<SearchField>()
            var isExact = true
            for (number, part) in word.parts.enumerated() {
                let isWhole = word.isWhole(number)
                if occurrences[part] == nil { isExact = false }
                for (found, counts) in occurrences
                where found == part || !isWhole && found.utf8.starts(with: part.utf8) {
                    for field in SearchField.allCases where counts[field.rawValue] > 0 { places.insert(field) }
                }
            }
            let names = SearchField.allCases.filter(places.contains).map(\.noun)
            let rarity = weights.max() ?? 0
            return "\(isExact ? "a word" : "the beginning of a word") of its \(names.joined(separator: ", "))"
                + "; rarity \(rarity / 16).\(rarity % 16 * 10 / 16)"
        }
    }
}

extension SearchField {
    fileprivate var noun: String {
        switch self {
        case .names: "name"
        case .tags: "tags"
        case .fields: "fields"
        case .description: "description"
        }
    }
}
