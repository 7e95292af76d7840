/// Who asks: established by the host, never typed in.
public struct Actor: Equatable, Sendable {
    public var user: String
    /// Without the `@`.
    public var groups: Set<String>
    public var roles: Set<Role>
    /// The owner of a mesh of one's own holds every role.
    public var ownsMesh: Bool
    /// The process behind the request, for the audit.
    public var origin: Origin

    public init(
        user: String, groups: Set<String> = [], roles: Set<Role> = [], ownsMesh: Bool = false, origin: Origin = .init()
    ) {
        self.user = user
        self.groups = groups
        self.roles = roles
        self.ownsMesh = ownsMesh
        self.origin = origin
    }

    /// Whether this actor is the person, or in the `@group`, that an owner's name stands for.
    ///
    /// A bare name is a user's alone: many hosts give every user a group of the same name, and let others into it.
    public func isOrBelongs(to name: String) -> Bool {
        name.hasPrefix("@") ? groups.contains(String(name.dropFirst())) : !name.isEmpty && name == user
    }

    public func holds(_ role: Role) -> Bool { ownsMesh || roles.contains(role) }
}

/// A role that the host hands out. Some speak for the mesh; others only stand in access terms.
public struct Role: Hashable, Sendable, ExpressibleByStringLiteral {
    public var name: String

    public init(_ name: String) { self.name = name }
    public init(stringLiteral value: String) { name = value }

    public static let steward: Role = "steward"
    public static let governance: Role = "governance"
    public static let platform: Role = "platform"
}

/// Where a request came from, as the kernel said: a part of the audit, never of a decision.
public struct Origin: Structured {
    public var uid: Int64?
    public var pid: Int64?
    public var host = ""

    public init() {}

    public init(uid: UInt32, pid: Int32, host: String) {
        self.uid = Int64(uid)
        self.pid = Int64(pid)
        self.host = host
    }

    public var isBlank: Bool { self == Origin() }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "uid", &uid)
        try v.field(2, "pid", &pid)
        try v.field(3, "host", &host)
    }
}
