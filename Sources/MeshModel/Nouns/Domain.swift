/// A part of the organisation that owns data products.
public struct Domain: MeshRecord {
    public typealias ID = Identifier<Domain>

    public var id = ID()
    public var name = ""
    /// A user of the host, or `@group`.
    public var owner = ""
    public var team: [String] = []
    public var description = ""
    public var parent: ID?
    public var tags: [String] = []
    public var contact = ""
    public var created = Instant()
    /// The import that registered it; blank when a person did.
    public var source = ""

    public init() {}

    public init(id: ID, name: String, owner: String, team: [String] = [], description: String = "", parent: ID? = nil) {
        self.id = id
        self.name = name
        self.owner = owner
        self.team = team
        self.description = description
        self.parent = parent
    }

    /// What it is called: its name, or its id where it has none.
    public var title: String { name.isEmpty ? id.text : name }

    public static var kind: RecordKind { .domain }
    public static func key(_ id: ID) -> RecordKey { RecordKey(.domain, id.text) }
    public var key: RecordKey { Self.key(id) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "domain_id", &id)
        try v.field(2, "name", &name)
        try v.field(3, "owner", &owner)
        try v.field(4, "team", &team)
        try v.field(5, "description", &description)
        try v.field(6, "parent", &parent)
        try v.field(7, "tags", &tags)
        try v.field(8, "contact", &contact)
        try v.field(9, "created", &created)
        try v.field(10, "source", &source)
    }
}

extension Instant {
    public var isBlank: Bool { milliseconds == 0 }
}
