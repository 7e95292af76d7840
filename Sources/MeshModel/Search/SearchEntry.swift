/// A product as words see it: what an index holds of one, made the plain way.
public struct SearchEntry: Equatable, Sendable {
    /// Folded: the id and, where there is one, the name, joined by a line feed.
    public var names: String
    /// What each word counts, see `SearchField`.
    public var impacts: [String: UInt8]

    public init(_ card: ProductCard) {
        names = card.searchNames
        impacts = Self.occurrences(card).mapValues { SearchField.impact(of: $0.reduce(0, +)) }
    }

    /// For each word what its occurrences count, field by field.
    static func occurrences(_ card: ProductCard) -> [String: [Int]] {
        var counts: [String: [Int]] = [:]
        for field in SearchField.allCases {
            let words = SearchWords.all(of: card.searchText(field))
            let each = field.occurrence(in: words.count)
            for word in words { counts[word, default: [0, 0, 0, 0]][field.rawValue] += each }
        }
        return counts
    }
}

extension ProductCard {
    public var searchNames: String { Folding.folded(name.isEmpty ? id.text : "\(id.text)\n\(name)") }

    /// The folded text of a place where words are looked for.
    public func searchText(_ field: SearchField) -> String {
        switch field {
        case .names: searchNames
        case .tags: Folding.folded(tags.joined(separator: "\n"))
        case .fields: Folding.folded(fields.joined(separator: "\n"))
        case .description: Folding.folded(description)
        }
    }

    /// What a product's standing adds to its rank: used and healthy ones first, those on their way out below all others.
    public var searchStanding: Int {
        Self.searchStanding(status: status, consumers: consumers, quality: quality, isMissing: isMissing)
    }

    public static func searchStanding(
        status: DataProduct.Status, consumers: Int, quality: Double?, isMissing: Bool
    ) -> Int {
        let users = 16 * (Int.bitWidth - max(0, consumers).leadingZeroBitCount)
        let health = quality.map { $0.isFinite ? Int(min(max($0, 0), 100)) / 5 : 0 } ?? 0
        return users + health - searchRetreat(status: status, isMissing: isMissing)
    }

    /// What is on its way out stands below everything else, however well it fits. Where nobody looks for words this alone and the
    /// number of users decide.
    public static func searchRetreat(status: DataProduct.Status, isMissing: Bool) -> Int {
        let leaving =
            switch status {
            case .draft, .published: 0
            case .deprecated: 100_000
            case .retired: 200_000
            }
        return leaving + (isMissing ? 50_000 : 0)
    }

    public var searchRetreat: Int { Self.searchRetreat(status: status, isMissing: isMissing) }
}
