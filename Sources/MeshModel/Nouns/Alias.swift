/// Another name of a product: an original id, a URN, a physical table. Importers of one thing meet here.
public struct Alias: MeshRecord {
    public var name = ""
    public var product = DataProduct.ID()

    public init() {}

    public init(name: String, product: DataProduct.ID) {
        self.name = name
        self.product = product
    }

    public static var kind: RecordKind { .alias }
    public static func key(_ name: String) -> RecordKey { RecordKey(.alias, name) }
    public var key: RecordKey { Self.key(name) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "alias", &name)
        try v.field(2, "product_id", &product)
    }
}

extension Alias {
    /// A source's own name of a product, told apart from the same name in other sources.
    static func scoped(_ name: String, in source: String) -> String { "\(source)#\(name)" }

    /// Whether a name can only mean one thing, whoever uses it: a URN or URL, a path, a dotted name of three parts.
    static func isUniversal(_ name: String) -> Bool {
        name.contains(":") || name.contains("/") || name.split(separator: ".").count >= 3
    }
}

/// What a source says of a product and the model has no place for, kept as JSON, or as YAML where only that keeps
/// its numbers, so that it can be written back.
public struct CarriedDocument: MeshRecord {
    public var product = DataProduct.ID()
    public var source = ""
    public var json = ""

    public init() {}

    public init(product: DataProduct.ID, source: String, json: String) {
        self.product = product
        self.source = source
        self.json = json
    }

    public static var kind: RecordKind { .carried }
    public var key: RecordKey { RecordKey(.carried, product.text, source) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "source", &source)
        try v.field(3, "json", &json)
    }
}
