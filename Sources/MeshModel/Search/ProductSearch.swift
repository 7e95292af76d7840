/// A search under way. Advance it in slices; stop advancing to cancel it.
public protocol ProductSearch: Sendable {
    /// Matches among the products looked at so far.
    var found: Int { get }
    /// Products not looked at yet; 0: `found` is the whole answer.
    var unseen: Int { get }
    /// What it looks for, how widely, and what each word is worth; final once nothing is unseen.
    var ranking: RankedQuery { get }
    mutating func advance(_ budget: Int) throws(ReadError)
    /// Matches so far, in the search's order. Ranges are clamped.
    func page(_ range: Range<Int>) throws(ReadError) -> [DataProduct.ID]
    /// The place of a product among the matches so far.
    func position(of id: DataProduct.ID) throws(ReadError) -> Int?
    /// What the matches so far have in common.
    func facets() throws(ReadError) -> ProductFacets
}

/// How matches are put in order; ties always stand by id.
public struct ProductOrder: Hashable, Sendable {
    public enum Key: String, NamedCase {
        /// Best match first; without words, by consumers.
        case relevance
        case name, domain, owner, status, updated, consumers, quality
    }

    public var key: Key
    public var descending: Bool

    public init(_ key: Key, descending: Bool? = nil) {
        self.key = key
        self.descending = descending ?? key.descendsFirst
    }
}

extension ProductOrder.Key {
    /// Large things first where large is what one looks for.
    public var descendsFirst: Bool {
        switch self {
        case .relevance, .updated, .consumers: true
        case .name, .domain, .owner, .status, .quality: false
        }
    }
}
