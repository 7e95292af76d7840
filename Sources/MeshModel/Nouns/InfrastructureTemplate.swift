/// A pattern that infrastructure for a product is made from.
public struct InfrastructureTemplate: MeshRecord {
    public typealias ID = Identifier<InfrastructureTemplate>

    public struct Parameter: Structured {
        public enum Kind: String, NamedCase {
            case text, number, flag, choice, path
        }
        public var name = ""
        public var kind = Kind.text
        public var fallback = ""
        public var choices: [String] = []
        public var required = false
        public var description = ""

        public init() {}

        public init(
            name: String, kind: Kind = .text, fallback: String = "", choices: [String] = [], description: String = ""
        ) {
            self.name = name
            self.kind = kind
            self.fallback = fallback
            self.choices = choices
            self.description = description
        }

        public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
            try v.field(1, "name", &name)
            try v.field(2, "type", &kind)
            try v.field(3, "default", &fallback)
            try v.field(4, "choices", &choices)
            try v.field(5, "required", &required)
            try v.field(6, "description", &description)
        }
    }

    /// A file of the workspace: both its path and its content are templates.
    public struct File: Structured {
        public var path = ""
        public var content = ""
        /// Octal permission bits, `0640`; blank: 0644.
        public var mode = ""

        public init() {}

        public init(path: String, content: String, mode: String = "") {
            self.path = path
            self.content = content
            self.mode = mode
        }

        public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
            try v.field(1, "path", &path)
            try v.field(2, "content", &content)
            try v.field(3, "mode", &mode)
        }
    }

    /// A command that carries something out in the workspace: an argv, never a shell string.
    public struct Hook: Structured {
        public enum Event: String, NamedCase {
            case apply, status, inspect, grant, revoke, destroy
        }
        public var event = Event.apply
        public var argv: [String] = []
        /// Seconds until it is stopped; 0: 300.
        public var timeLimitSeconds: Int64 = 0
        /// Variables of whoever runs it that the command sees besides PATH, HOME and LANG: `PGPASSFILE`.
        public var environment: [String] = []

        public init() {}

        public init(event: Event, argv: [String], timeLimitSeconds: Int64 = 0, environment: [String] = []) {
            self.event = event
            self.argv = argv
            self.timeLimitSeconds = timeLimitSeconds
            self.environment = environment
        }

        public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
            try v.field(1, "event", &event)
            try v.field(2, "argv", &argv)
            try v.field(3, "time_limit_s", &timeLimitSeconds)
            try v.field(4, "environment", &environment)
        }
    }

    public var id = ID()
    public var name = ""
    /// `batch`, `streaming`, `storage`: the template's own word.
    public var type = ""
    public var description = ""
    public var components: [String] = []
    public var configuration: [String: String] = [:]
    public var parameters: [Parameter] = []
    /// A template without files takes those of the built-in one of the same id.
    public var files: [File] = []
    public var hooks: [Hook] = []
    public var created = Instant()

    public init() {}

    public static var kind: RecordKind { .template }
    public static func key(_ id: ID) -> RecordKey { RecordKey(.template, id.text) }
    public var key: RecordKey { Self.key(id) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "template_id", &id)
        try v.field(2, "name", &name)
        try v.field(3, "type", &type)
        try v.field(4, "description", &description)
        try v.field(5, "components", &components)
        try v.field(6, "configuration", &configuration)
        try v.field(7, "parameters", &parameters)
        try v.field(8, "files", &files)
        try v.field(9, "hooks", &hooks)
        try v.field(10, "created", &created)
    }
}
