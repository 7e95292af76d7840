/// What the products that a search found have in common, and how many of them.
public struct ProductFacets: Equatable, Sendable {
    public var total = 0
    /// A domain's count includes its sub-domains'.
    public var domains: [Domain.ID: Int] = [:]
    public var statuses: [DataProduct.Status: Int] = [:]
    public var tags: [String: Int] = [:]

    public init() {}

    public mutating func count(_ card: ProductCard) {
        total += 1
        statuses[card.status, default: 0] += 1
        for domain in card.domains { domains[domain, default: 0] += 1 }
        for tag in card.tags { tags[tag, default: 0] += 1 }
    }

    /// A value that some of them have.
    public struct Value: Equatable, Sendable {
        public var field: CardField
        public var text: String
        public var count: Int

        /// What narrows a query to them.
        public var condition: String {
            guard text.contains(where: \.isWhitespace) else { return "\(field.rawValue)=\(text)" }
            // No condition can name a quotation mark among white space: as much as stands before it narrows as well.
            let begin = text.prefix { $0 != "\"" }
            return "\(field.rawValue)\(begin.count == text.count ? "=" : ":")\"\(begin)\""
        }
    }

    /// Of each field the most frequent values first, at most so many.
    public func values(limit: Int) -> [Value] {
        func most(_ field: CardField, _ counts: [(text: String, count: Int)]) -> [Value] {
            counts.sorted { $0.count == $1.count ? $0.text < $1.text : $0.count > $1.count }.prefix(max(0, limit))
                .map { Value(field: field, text: $0.text, count: $0.count) }
        }
        return most(.status, statuses.map { ($0.key.rawValue, $0.value) })
            + most(.domain, domains.map { ($0.key.text, $0.value) }) + most(.tag, tags.map { ($0.key, $0.value) })
    }
}

extension MeshReader {
    /// How many products match, by domain (sub-domains counted in), status and tag.
    public func facets(_ query: ProductQuery, at now: Instant) throws(ReadError) -> ProductFacets {
        var search = try search(query, order: ProductOrder(.name), at: now)
        while search.unseen > 0 { try search.advance(.max) }
        return try search.facets()
    }
}
