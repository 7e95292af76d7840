/// Infrastructure that a template made, or tried to make, for a product.
public struct Provision: MeshRecord {
    public enum State: String, NamedCase {
        case planned, applying, ready, failed, destroyed
    }

    /// A file as it was applied: drift is what differs from this.
    public struct AppliedFile: Structured {
        public var path = ""
        /// Permission bits and a 64-bit FNV-1a hash of the content, `0640:cbf29ce484222325`; a folder is `0750:`.
        public var digest = ""

        public init() {}

        public init(path: String, digest: String) {
            self.path = path
            self.digest = digest
        }

        public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
            try v.field(1, "path", &path)
            try v.field(2, "digest", &digest)
        }
    }

    public var product = DataProduct.ID()
    public var template = InfrastructureTemplate.ID()
    public var state = State.planned
    public var parameters: [String: String] = [:]
    /// The folder that holds the rendered files.
    public var workspace = ""
    public var files: [AppliedFile] = []
    /// The last lines that the hooks printed.
    public var log: [String] = []
    public var outputs: [String: String] = [:]
    public var at = Instant()
    public var by = ""
    /// What the template had hooks for when it was applied. None in records older than such notes.
    public var hooks: [InfrastructureTemplate.Hook.Event] = []
    /// The port that it serves.
    public var port = OutputPort.ID()

    public init() {}

    public static var kind: RecordKind { .provision }
    public static func key(_ product: DataProduct.ID, _ template: InfrastructureTemplate.ID) -> RecordKey {
        RecordKey(.provision, product.text, template.text)
    }
    public var key: RecordKey { Self.key(product, template) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "template_id", &template)
        try v.field(3, "state", &state)
        try v.field(4, "parameters", &parameters)
        try v.field(5, "workspace", &workspace)
        try v.field(6, "files", &files)
        try v.field(7, "log", &log)
        try v.field(8, "outputs", &outputs)
        try v.field(9, "at", &at)
        try v.field(10, "by", &by)
        try v.field(11, "hooks", &hooks)
        try v.field(12, "port_id", &port)
    }
}
