import Glibc
import MeshModel

/// Who runs the program, as the host says: nobody types in who they are.
enum Caller {
    /// The actor for a mesh whose folder belongs to a user; nil: to nobody yet, so it will be the caller's own.
    static func actor(folderOwner: uid_t?) -> Actor {
        let user = geteuid()
        return Actor(
            user: name(of: user), groups: groupNames(), ownsMesh: folderOwner.map { $0 == user } ?? true)
    }

    static var home: String? { account(geteuid())?.home }

    /// The user's name, or the number where the host knows none.
    static func name(of user: uid_t) -> String { account(user)?.name ?? String(user) }

    private static func account(_ user: uid_t) -> (name: String, home: String)? {
        var record = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let result = unsafe getpwuid_r(user, &record, &buffer, buffer.count, &found)
        guard result == 0, unsafe found != nil, let name = unsafe record.pw_name, let home = unsafe record.pw_dir
        else { return nil }
        return unsafe (String(cString: name), String(cString: home))
    }

    private static func groupNames() -> Set<String> {
        var ids = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
        let count = unsafe getgroups(Int32(ids.count), &ids)
        return Set((ids.prefix(Int(max(0, count))) + [getegid()]).compactMap(groupName))
    }

    private static func groupName(_ group: gid_t) -> String? {
        var record = unsafe Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        let result = unsafe getgrgid_r(group, &record, &buffer, buffer.count, &found)
        guard result == 0, unsafe found != nil, let name = unsafe record.gr_name else { return nil }
        return unsafe String(cString: name)
    }
}
