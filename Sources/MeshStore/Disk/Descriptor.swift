internal import Glibc
internal import SystemPackage

/// A file descriptor, closed when this value ends.
struct Descriptor: ~Copyable, Sendable {
    let number: Int32

    /// Takes what a call such as `open` returned.
    init(_ answer: Int32) throws(DiskError) {
        guard answer >= 0 else { throw DiskError(Errno(rawValue: errno)) }
        number = answer
    }

    deinit {
        _ = Glibc.close(number)
    }

    func status() throws(DiskError) -> stat {
        var facts = stat()
        try check(unsafe fstat(number, &facts))
        return facts
    }
}

extension FileStatus {
    init(_ facts: stat) {
        self.init(
            length: UInt64(max(0, facts.st_size)), device: UInt64(facts.st_dev), inode: UInt64(facts.st_ino),
            mode: facts.st_mode & 0o7777, owner: facts.st_uid)
    }
}

/// Turns the -1 of a call into the error it left.
func check(_ answer: Int32) throws(DiskError) {
    guard answer == 0 else { throw DiskError(Errno(rawValue: errno)) }
}
