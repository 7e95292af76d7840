/// What searches, orders and lists see of a product: everything that a store keeps in columns.
///
/// All of it follows from records and none of it from the time of asking, so that a snapshot can hold it.
public struct ProductCard: Equatable, Sendable {
    public var id: DataProduct.ID
    public var name: String
    public var description: String
    public var tags: [String]
    /// Names of the objects and fields that the contracts in force promise, each once.
    public var fields: [String]
    /// The product's domain, then its parents up to the root.
    public var domains: [Domain.ID]
    public var owner: String
    public var contact: String
    public var status: DataProduct.Status
    public var classification: DataProduct.Classification
    public var source: String
    public var collection: String
    public var updated: Instant
    public var isMissing: Bool
    /// Links that are stored as active.
    public var consumers: Int
    /// Percent; see `Quality.score`. Nil: not measured.
    public var quality: Double?

    public init(
        _ product: DataProduct, domains: [Domain.ID], consumers: Int, quality: Double?, fields: [String] = []
    ) {
        id = product.id
        name = product.name
        description = product.description
        tags = product.tags
        self.domains = domains
        owner = product.owner
        contact = product.contact
        status = product.status
        classification = product.classification
        source = product.source
        collection = product.collection
        updated = product.updated
        isMissing = product.missing != nil
        self.consumers = consumers
        self.fields = fields
        self.quality = quality
    }

    public var title: String { name.isEmpty ? id.text : name }
}

/// One registry of what a product can be filtered and ordered by.
public enum CardField: String, NamedCase {
    case id, name, domain, owner, contact, status, tag, classification, source, collection, missing
    case quality, consumers, updated

    public enum Shape: Sendable {
        case text
        case number(Dimension?)
        case age
        case flag
    }

    public var shape: Shape {
        switch self {
        case .id, .name, .domain, .owner, .contact, .status, .tag, .classification, .source, .collection: .text
        case .missing: .flag
        case .quality: .number(.share)
        case .consumers: .number(nil)
        case .updated: .age
        }
    }

    /// For help and completion.
    public var explanation: String {
        switch self {
        case .id: "the product's id"
        case .name: "the product's name"
        case .domain: "the domain, sub-domains included"
        case .owner: "who owns it"
        case .contact: "where questions go"
        case .status: "draft, published, deprecated or retired"
        case .tag: "one of its tags"
        case .classification: "public, internal, confidential or restricted"
        case .source: "the import it came from"
        case .collection: "the collection it belongs to"
        case .missing: "yes: its source no longer lists it"
        case .quality: "measured quality in percent: quality<95"
        case .consumers: "how many use it: consumers>10"
        case .updated: "how long ago it changed: updated<7d"
        }
    }
}

extension ProductCard {
    public func texts(_ field: CardField) -> [String] {
        switch field {
        case .id: [id.text]
        case .name: [name]
        case .domain: domains.map(\.text)
        case .owner: [owner]
        case .contact: [contact]
        case .status: [status.rawValue]
        case .tag: tags
        case .classification: [classification.rawValue]
        case .source: [source]
        case .collection: [collection]
        case .missing: [isMissing ? "yes" : "no"]
        case .quality, .consumers, .updated: []
        }
    }

    /// Percent, a count, or seconds since the change.
    public func number(_ field: CardField, at now: Instant) -> Double? {
        switch field {
        case .quality: quality
        case .consumers: Double(consumers)
        case .updated: now.seconds(since: updated)
        default: nil
        }
    }
}
