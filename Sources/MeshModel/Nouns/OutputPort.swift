/// A place where a data product can be read: an address, and the contracts that versions of it keep.
public struct OutputPort: Structured {
    public typealias ID = Identifier<OutputPort>

    public var id = ID()
    public var name = ""
    public var description = ""
    public var address = Address()

    public init() {}

    public init(id: ID, name: String = "", description: String = "", address: Address = Address()) {
        self.id = id
        self.name = name
        self.description = description
        self.address = address
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "port_id", &id)
        try v.field(2, "name", &name)
        try v.field(3, "description", &description)
        try v.field(4, "address", &address)
    }

    /// The port that a product of one table has.
    public static let main: ID = ID(slugging: "main") ?? ID()
}

/// Where a port is found: never a secret.
public struct Address: Structured {
    /// The system: `postgres://warehouse`, `https`, `snowflake`; blank when the location says it all.
    public var server = ""
    /// `db.schema.table`, a path, a URL.
    public var location = ""
    /// `parquet`, `csv`, `API`.
    public var format = ""

    public init() {}

    public init(server: String = "", location: String, format: String = "") {
        self.server = server
        self.location = location
        self.format = format
    }

    public var isBlank: Bool { self == Address() }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "server", &server)
        try v.field(2, "location", &location)
        try v.field(3, "format", &format)
    }
}
