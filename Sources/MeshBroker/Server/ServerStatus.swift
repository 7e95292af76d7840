public import MeshModel

/// How a server is doing, in figures since it started.
public struct ServerStatus: Structured {
    public var uptimeSeconds: Int64 = 0
    /// Open now, and the most that were.
    public var sessions: Int64 = 0
    public var mostSessions: Int64 = 0
    /// Sessions that ever were.
    public var accepted: Int64 = 0
    /// Changes that became durable, and requests that found all as wanted already.
    public var commits: Int64 = 0
    public var unchanged: Int64 = 0
    public var refusals: Int64 = 0
    public var previews: Int64 = 0
    /// Sessions ended for what they sent, and what was turned away at a limit.
    public var violations: Int64 = 0
    public var limited: Int64 = 0
    /// How often the disk was asked to confirm; `commits` beside it says how many shared one confirmation.
    public var rounds: Int64 = 0
    /// From the last byte of a change to its confirmation.
    public var medianMicroseconds: Int64 = 0
    public var slowestPercentMicroseconds: Int64 = 0
    public var isReadOnly = false
    public var meshes: [MeshStatus] = []

    public init() {}

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "uptime_seconds", &uptimeSeconds)
        try v.field(2, "sessions", &sessions)
        try v.field(3, "most_sessions", &mostSessions)
        try v.field(4, "accepted", &accepted)
        try v.field(5, "commits", &commits)
        try v.field(6, "unchanged", &unchanged)
        try v.field(7, "refusals", &refusals)
        try v.field(8, "previews", &previews)
        try v.field(9, "violations", &violations)
        try v.field(10, "limited", &limited)
        try v.field(11, "rounds", &rounds)
        try v.field(12, "p50_microseconds", &medianMicroseconds)
        try v.field(13, "p99_microseconds", &slowestPercentMicroseconds)
        try v.field(14, "read_only", &isReadOnly)
        try v.field(15, "meshes", &meshes)
    }
}

/// One mesh of a server.
public struct MeshStatus: Structured {
    public var name = ""
    public var revision: Int64 = 0
    /// What the server's owner adds: bytes of the journal, age of the snapshot.
    public var figures: [String: String] = [:]

    public init() {}
    public init(name: String, revision: UInt64, figures: [String: String] = [:]) {
        self.name = name
        self.revision = Int64(clamping: revision)
        self.figures = figures
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "name", &name)
        try v.field(2, "revision", &revision)
        try v.field(3, "figures", &figures)
    }
}
