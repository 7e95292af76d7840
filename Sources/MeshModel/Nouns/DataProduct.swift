/// The unit that a mesh is made of: data that a domain offers, with an owner, promises and places to read it.
public struct DataProduct: MeshRecord {
    public typealias ID = Identifier<DataProduct>

    public enum Status: String, NamedCase {
        case draft, published, deprecated, retired
    }

    public enum Classification: String, NamedCase {
        case `public`, `internal`, confidential, restricted
    }

    /// Where a product stands between the systems and the people. Source: Open Data Product Standard, `type`.
    public enum Alignment: String, NamedCase {
        case sourceAligned = "source-aligned"
        case aggregate
        case consumerAligned = "consumer-aligned"
    }

    public var id = ID()
    public var name = ""
    public var domain = Domain.ID()
    /// A user of the host or `@group`; blank: unclaimed.
    public var owner = ""
    /// Where questions go. Never an owner: a mailbox owns nothing.
    public var contact = ""
    public var description = ""
    public var status = Status.draft
    public var sla = SLA()
    public var metadata: [String: String] = [:]
    public var tags: [String] = []
    public var classification = Classification.internal
    public var alignment: Alignment?
    public var inputs: [Input] = []
    public var ports: [OutputPort] = []
    /// The collection that a catalogue puts it in; not lineage.
    public var collection = ""
    /// Terms for ports whose contract states none; nil means approval.
    public var access: AccessTerms?
    public var created = Instant()
    public var updated = Instant()
    /// Who set which facts, and when.
    public var provenance: [Provenance] = []
    /// The import that the product came from; blank when a person created it.
    public var source = ""
    /// The name that the source gave it.
    public var sourceID = ""
    /// Since when the source no longer lists it.
    public var missing: Instant?
    /// What `deprecated` and `retired` say.
    public var note = ""
    /// The day on which a deprecated product ends; nil: nobody has said.
    public var ends: Instant?

    public init() {}

    public static var kind: RecordKind { .product }
    public static func key(_ id: ID) -> RecordKey { RecordKey(.product, id.text) }
    public var key: RecordKey { Self.key(id) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &id)
        try v.field(2, "name", &name)
        try v.field(3, "domain", &domain)
        try v.field(4, "owner", &owner)
        try v.field(5, "contact", &contact)
        try v.field(6, "description", &description)
        try v.field(7, "status", &status)
        try v.field(8, "sla", &sla)
        try v.field(9, "metadata", &metadata)
        try v.field(10, "tags", &tags)
        try v.field(11, "classification", &classification)
        try v.field(12, "alignment", &alignment)
        try v.field(13, "inputs", &inputs)
        try v.field(14, "ports", &ports)
        try v.field(15, "collection", &collection)
        try v.field(16, "access_policy", &access)
        try v.field(17, "created", &created)
        try v.field(18, "updated", &updated)
        try v.field(19, "provenance", &provenance)
        try v.field(20, "source", &source)
        try v.field(21, "source_id", &sourceID)
        try v.field(22, "missing_since", &missing)
        try v.field(23, "note", &note)
        try v.field(24, "ends", &ends)
    }

    /// The name people read: its own, else the id.
    public var title: String { name.isEmpty ? id.text : name }

    /// The port meant when none is named.
    public var defaultPort: OutputPort.ID { ports.first?.id ?? OutputPort.main }
}

/// What a product is made from: another product, or data outside the mesh.
public enum Input: Hashable, Sendable {
    case product(DataProduct.ID)
    case external(String)
}

/// Written `sales_orders`, or `external:crm.raw` for what the mesh does not hold.
extension Input: TextValue {
    public static var expectation: String { "a product, or external:NAME" }

    public var description: String {
        switch self {
        case .product(let id): id.text
        case .external(let name): "external:\(name)"
        }
    }

    public init?(text: String) {
        if text.hasPrefix("external:") {
            let name = String(text.dropFirst("external:".count))
            guard !name.isEmpty else { return nil }
            self = .external(name)
        } else {
            guard let id = DataProduct.ID(text) else { return nil }
            self = .product(id)
        }
    }
}
