import Glibc

/// What the host's databases know of users and groups.
enum Accounts {
    struct User: Equatable {
        var uid: uid_t
        var name: String
        var home: String
    }

    static func user(_ uid: uid_t) -> User? {
        var record = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let result = unsafe getpwuid_r(uid, &record, &buffer, buffer.count, &found)
        return unsafe result == 0 && found != nil ? User(record) : nil
    }

    static func user(named name: String) -> User? {
        var record = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let result = unsafe getpwnam_r(name, &record, &buffer, buffer.count, &found)
        return unsafe result == 0 && found != nil ? User(record) : nil
    }

    static func groupName(_ gid: gid_t) -> String? {
        var record = unsafe Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        let result = unsafe getgrgid_r(gid, &record, &buffer, buffer.count, &found)
        guard result == 0, unsafe found != nil, let name = unsafe record.gr_name else { return nil }
        return unsafe String(cString: name)
    }

    static func group(named name: String) -> gid_t? {
        var record = unsafe Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        let result = unsafe getgrnam_r(name, &record, &buffer, buffer.count, &found)
        return unsafe result == 0 && found != nil ? record.gr_gid : nil
    }
}

extension Accounts.User {
    fileprivate init?(_ record: passwd) {
        guard let name = unsafe record.pw_name, let home = unsafe record.pw_dir else { return nil }
        self = unsafe .init(uid: record.pw_uid, name: String(cString: name), home: String(cString: home))
    }
}
