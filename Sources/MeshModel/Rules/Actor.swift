/// Who asks: established by the host, never typed in.
public struct Actor: Equatable, Sendable {
    public var user: String
    /// Without the `@`.
    public var groups: Set<String>
    public var roles: Set<Role>
    /// The owner of a mesh of one's own holds every role.
    public var ownsMesh: Bool

    public init(user: String, groups: Set<String> = [], roles: Set<Role> = [], ownsMesh: Bool = false) {
        self.user = user
        self.groups = groups
        self.roles = roles
        self.ownsMesh = ownsMesh
    }

    /// Whether this actor is the person, or in the group, that an owner's name stands for.
    public func isOrBelongs(to name: String) -> Bool {
        name.hasPrefix("@") ? groups.contains(String(name.dropFirst())) : name == user || groups.contains(name)
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
