/// Somebody answers for a product being good: a person who uses it, or a domain.
public struct Endorsement: MeshRecord {
    public var product = DataProduct.ID()
    /// Nil: the person alone.
    public var domain: Domain.ID?
    public var person = ""
    public var note = ""
    public var at = Instant()
    public var withdrawn: Instant?

    public init() {}

    public init(product: DataProduct.ID, domain: Domain.ID? = nil, note: String = "") {
        self.product = product
        self.domain = domain
        self.note = note
    }

    public static var kind: RecordKind { .endorsement }
    public var key: RecordKey {
        RecordKey(.endorsement, product.text, domain.map { "domain:\($0)" } ?? "person:\(person)")
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "domain_id", &domain)
        try v.field(3, "person", &person)
        try v.field(4, "note", &note)
        try v.field(5, "at", &at)
        try v.field(6, "withdrawn", &withdrawn)
    }

    /// Who answers for it: `finance`, `alice`.
    public var name: String { domain?.text ?? person }
}

extension MeshReader {
    /// Those that hold: domains first, then people.
    public func endorsements(of product: DataProduct.ID) throws(ReadError) -> [Endorsement] {
        try all(Endorsement.self, under: .under(.endorsement, product.text)).filter { $0.withdrawn == nil }
    }
}
