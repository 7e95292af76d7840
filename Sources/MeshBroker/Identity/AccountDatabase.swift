internal import Glibc

/// The host's users and groups, which may lie on another machine: every question may take for ever.
///
/// A seam: the host's own database stands behind it, and in tests one that is slow, wrong or gone.
package struct AccountDatabase: Sendable {
    package struct User: Equatable, Sendable {
        package var name: String
        package var group: UInt32

        package init(name: String, group: UInt32) {
            self.name = name
            self.group = group
        }
    }

    /// Nil: the host has nobody of that number.
    package var user: @Sendable (UInt32) throws(IdentityRefusal) -> User?
    /// The groups that a user is in as of now, the primary one among them.
    package var groups: @Sendable (User) throws(IdentityRefusal) -> [UInt32]
    /// Nil: a group without a name.
    package var groupName: @Sendable (UInt32) throws(IdentityRefusal) -> String?

    package init(
        user: @escaping @Sendable (UInt32) throws(IdentityRefusal) -> User?,
        groups: @escaping @Sendable (User) throws(IdentityRefusal) -> [UInt32],
        groupName: @escaping @Sendable (UInt32) throws(IdentityRefusal) -> String?
    ) {
        self.user = user
        self.groups = groups
        self.groupName = groupName
    }
}

extension AccountDatabase {
    /// The C library's: /etc/passwd and /etc/group, or whatever nsswitch.conf names.
    package static let host = AccountDatabase(
        user: { uid throws(IdentityRefusal) in
            var record = unsafe passwd()
            var found: UnsafeMutablePointer<passwd>?
            var buffer = [CChar](repeating: 0, count: 1 << 14)
            let answer = unsafe getpwuid_r(uid, &record, &buffer, buffer.count, &found)
            // "Not there" comes as success, or as one of several errors that mean the same. Source: getpwuid_r(3).
            guard answer == 0 || [ENOENT, ESRCH, EBADF, EPERM].contains(answer) else {
                throw refusal("user \(uid)", answer)
            }
            guard answer == 0, unsafe found != nil, let name = unsafe record.pw_name else { return nil }
            return User(name: unsafe String(cString: name), group: unsafe record.pw_gid)
        },
        groups: { user throws(IdentityRefusal) in
            var count = Int32(64)
            while count <= 65_536 {
                var groups = [gid_t](repeating: 0, count: Int(count))
                let asked = count
                if unsafe getgrouplist(user.name, user.group, &groups, &count) >= 0 {
                    return Array(groups.prefix(Int(count)))
                }
                // It says how many there are; a list that grows meanwhile is asked for again.
                count = max(count, asked * 2)
            }
            throw .unavailable("\(user.name) is in more groups than there can be")
        },
        groupName: { group throws(IdentityRefusal) in
            var record = unsafe Glibc.group()
            var found: UnsafeMutablePointer<Glibc.group>?
            var buffer = [CChar](repeating: 0, count: 1 << 16)
            let answer = unsafe getgrgid_r(group, &record, &buffer, buffer.count, &found)
            guard answer == 0 || [ENOENT, ESRCH, EBADF, EPERM, ERANGE].contains(answer) else {
                throw refusal("group \(group)", answer)
            }
            guard answer == 0, unsafe found != nil, let name = unsafe record.gr_name else { return nil }
            return unsafe String(cString: name)
        })

    private static func refusal(_ what: String, _ code: Int32) -> IdentityRefusal {
        .unavailable("\(what): " + (unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"))
    }
}
