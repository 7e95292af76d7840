internal import Glibc

/// What this machine knows of users, groups and waiting.
enum Account {
    /// The name of a user, or the number where nobody has it.
    static func name(ofUser number: UInt32) -> String {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16384)
        let answer = unsafe getpwuid_r(number, &entry, &buffer, buffer.count, &found)
        guard answer == 0, unsafe found != nil, let name = unsafe entry.pw_name else { return "user \(number)" }
        return unsafe String(cString: name)
    }

    /// The number of a group, nil where nobody has that name.
    static func number(ofGroup name: String) -> UInt32? {
        var entry = unsafe group()
        var found: UnsafeMutablePointer<group>?
        var buffer = [CChar](repeating: 0, count: 65536)
        let answer = unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found)
        return unsafe answer == 0 && found != nil ? entry.gr_gid : nil
    }

    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    static func pause(milliseconds: UInt32) {
        usleep(milliseconds * 1000)
    }
}
