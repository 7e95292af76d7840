/// Something that reads products: a pipeline, a dashboard, a person's notebook.
public struct Consumer: MeshRecord {
    public typealias ID = Identifier<Consumer>

    public var id = ID()
    public var name = ""
    /// A domain of the mesh, or the name of one outside it.
    public var domain = ""
    public var owner = ""
    public var created = Instant()

    public init() {}

    public init(id: ID, name: String = "", domain: String, owner: String) {
        self.id = id
        self.name = name
        self.domain = domain
        self.owner = owner
    }

    public static var kind: RecordKind { .consumer }
    public static func key(_ id: ID) -> RecordKey { RecordKey(.consumer, id.text) }
    public var key: RecordKey { Self.key(id) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "consumer_id", &id)
        try v.field(2, "name", &name)
        try v.field(3, "domain", &domain)
        try v.field(4, "owner", &owner)
        try v.field(5, "created", &created)
    }
}
