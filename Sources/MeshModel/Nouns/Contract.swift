/// One version of what a port promises: its schema and its access terms. Contracts are published, never edited.
public struct Contract: MeshRecord {
    public var product = DataProduct.ID()
    public var port = OutputPort.ID()
    public var version = Version()
    public var schema: [SchemaObject] = []
    /// Nil: the product's own terms hold.
    public var access: AccessTerms?
    public var publishedAt = Instant()
    public var publishedBy = ""
    public var note = ""
    /// What the product promised when this version was published; nil in versions older than such notes.
    public var sla: SLA?

    public init() {}

    public static var kind: RecordKind { .contract }
    public static func key(_ product: DataProduct.ID, _ port: OutputPort.ID, _ version: Version) -> RecordKey {
        RecordKey(.contract, product.text, port.text, version.canonical)
    }
    public var key: RecordKey { Self.key(product, port, version) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "port_id", &port)
        try v.field(3, "version", &version)
        try v.field(4, "schema", &schema)
        try v.field(5, "access_policy", &access)
        try v.field(6, "published_at", &publishedAt)
        try v.field(7, "published_by", &publishedBy)
        try v.field(8, "note", &note)
        try v.field(9, "sla", &sla)
    }
}

extension Contract {
    /// What the newest contract of each port calls its objects and fields, each name once: what people look for.
    ///
    /// - Parameter contracts: By port, each port's oldest first.
    public static func fieldNames(_ contracts: [Contract]) -> [String] {
        var names: [String] = []
        var seen = Set<String>()
        func add(_ name: String) {
            if !name.isEmpty, names.count < mostFieldNames, seen.insert(name).inserted { names.append(name) }
        }
        func add(_ fields: [SchemaField]) {
            for field in fields {
                add(field.name)
                add(field.fields)
            }
        }
        for (place, contract) in contracts.enumerated() {
            if place + 1 < contracts.count, contracts[place + 1].port == contract.port { continue }
            for object in contract.schema {
                add(object.name)
                add(object.fields)
            }
        }
        return names
    }

    /// Beyond these a product is not found by a field's name.
    private static let mostFieldNames = 2000
}

/// A table, topic or file: fields by name.
public struct SchemaObject: Structured {
    public var name = ""
    public var description = ""
    public var fields: [SchemaField] = []
    public var quality: [QualityExpectation] = []

    public init() {}

    public init(name: String, description: String = "", fields: [SchemaField]) {
        self.name = name
        self.description = description
        self.fields = fields
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "name", &name)
        try v.field(2, "description", &description)
        try v.field(3, "fields", &fields)
        try v.field(4, "quality", &quality)
    }
}

/// A column, possibly with fields of its own.
public struct SchemaField: Structured {
    public var name = ""
    /// As the source writes it: `decimal(10,2)`, `STRING`.
    public var type = ""
    public var description = ""
    public var required = false
    public var unique = false
    public var primaryKey = false
    /// Says something about a person.
    public var pii = false
    public var tags: [String] = []
    public var fields: [SchemaField] = []
    /// What a value must satisfy besides its type; nil: nothing more.
    public var constraints: FieldConstraints?
    public var quality: [QualityExpectation] = []
    /// The place in a primary key of several fields, from 1; 0: as the fields stand.
    public var keyPosition: Int64 = 0

    public init() {}

    public init(name: String, type: String, description: String = "", required: Bool = false) {
        self.name = name
        self.type = type
        self.description = description
        self.required = required
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "name", &name)
        try v.field(2, "type", &type)
        try v.field(3, "description", &description)
        try v.field(4, "required", &required)
        try v.field(5, "unique", &unique)
        try v.field(6, "primary_key", &primaryKey)
        try v.field(7, "pii", &pii)
        try v.field(8, "tags", &tags)
        try v.field(9, "fields", &fields)
        try v.field(10, "constraints", &constraints)
        try v.field(11, "quality", &quality)
        try v.field(12, "primary_key_position", &keyPosition)
    }
}
