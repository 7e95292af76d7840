import Glibc
import MeshFormats
import MeshModel

/// Who runs the program, as the host says: nobody types in who they are, and no variable of the environment says it.
enum Caller {
    /// The actor for a mesh whose folder belongs to a user; nil: to nobody yet, so it will be the caller's own.
    static func actor(folderOwner: uid_t?) -> Actor {
        let user = geteuid()
        return Actor(user: name(of: user), groups: groups, ownsMesh: folderOwner.map { $0 == user } ?? true)
    }

    /// The actor for a mesh of the host: with the roles that the administrator gave, as the daemon will see it.
    static func actor(on host: HostConfiguration) -> Actor {
        let user = name(of: geteuid())
        return Actor(user: user, groups: groups, roles: host.roles(of: user, groups: groups))
    }

    static var home: String? { Accounts.user(geteuid())?.home }

    /// The user's name, or the number where the host knows none.
    static func name(of user: uid_t) -> String { Accounts.user(user)?.name ?? String(user) }

    /// The groups that this process holds, by number.
    static var groupNumbers: Set<gid_t> {
        var ids = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
        let count = unsafe getgroups(Int32(ids.count), &ids)
        return Set(ids.prefix(Int(max(0, count))) + [getegid()])
    }

    private static var groups: Set<String> { Set(groupNumbers.compactMap(Accounts.groupName)) }
}
