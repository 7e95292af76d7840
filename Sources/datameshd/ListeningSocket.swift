import CLinux
import Glibc

/// The socket that clients connect to: handed over by the service manager, or made here.
struct ListeningSocket {
    var descriptor: Int32
    /// The file to remove at the end; nil where the service manager keeps it.
    private var made: (path: String, inode: UInt64)?

    private static let backlog: Int32 = 512

    init(path: String) throws(StartFailure) {
        if let handed = try Self.handedOver() {
            descriptor = handed
            return
        }
        try Self.checkFolder(of: path)
        try Self.clear(path)
        descriptor = try Self.listen(path)
        var facts = stat()
        guard unsafe lstat(path, &facts) == 0 else { throw StartFailure("\(path): \(HostError.current)") }
        made = (path, UInt64(facts.st_ino))
    }

    /// Removes the file, if it is still the one that was made.
    func remove() {
        guard let made else { return }
        var facts = stat()
        if unsafe lstat(made.path, &facts) == 0, UInt64(facts.st_ino) == made.inode { unsafe unlink(made.path) }
    }

    /// Source: sd_listen_fds(3): the first descriptor is 3, and the variables are meant for one process only.
    private static func handedOver() throws(StartFailure) -> Int32? {
        guard let process = variable("LISTEN_PID"), process == String(getpid()), let count = variable("LISTEN_FDS")
        else {
            return nil
        }
        guard count == "1" else {
            throw StartFailure(
                "the service manager handed over \(count) sockets; datameshd takes one, for one ListenStream")
        }
        let descriptor: Int32 = 3
        guard option(descriptor, SO_ACCEPTCONN) == 1, option(descriptor, SO_DOMAIN) == AF_UNIX,
            option(descriptor, SO_TYPE) == Int32(SOCK_STREAM.rawValue)
        else { throw StartFailure("what the service manager handed over is no listening Unix stream socket") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        // Clients ask the kernel who listens: until now that was the service manager.
        guard Glibc.listen(descriptor, backlog) == 0 else { throw StartFailure("listen: \(HostError.current)") }
        return descriptor
    }

    private static func variable(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }

    private static func option(_ descriptor: Int32, _ name: Int32) -> Int32? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return unsafe getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
    }

    /// Whoever may write the folder can put another socket in this one's place.
    private static func checkFolder(of path: String) throws(StartFailure) {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        var facts = stat()
        guard unsafe lstat(folder, &facts) == 0 else {
            throw StartFailure("\(folder): \(HostError.current); make it, owned by the daemon's user, with mode 0755")
        }
        guard facts.st_mode & S_IFMT == S_IFDIR, facts.st_mode & 0o022 == 0, [0, geteuid()].contains(facts.st_uid)
        else {
            throw StartFailure(
                "others may write in \(folder), where the socket lies; it must belong to the daemon's user or root, with mode 0755"
            )
        }
    }

    /// Takes away what a daemon that was killed left: a socket of ours behind which nobody listens, and nothing else.
    private static func clear(_ path: String) throws(StartFailure) {
        var facts = stat()
        guard unsafe lstat(path, &facts) == 0 else {
            guard errno == ENOENT else { throw StartFailure("\(path): \(HostError.current)") }
            return
        }
        guard facts.st_mode & S_IFMT == S_IFSOCK, facts.st_uid == geteuid() else {
            throw StartFailure("\(path) is there and is no socket of this user; remove it")
        }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(probe) }
        if connect(probe, path) { throw StartFailure("another datameshd serves \(path) already") }
        guard errno == ECONNREFUSED else { throw StartFailure("\(path): \(HostError.current)") }
        guard unsafe unlink(path) == 0 else { throw StartFailure("\(path): \(HostError.current)") }
    }

    /// Bound under another name and then renamed: nobody meets a socket that does not listen yet.
    private static func listen(_ path: String) throws(StartFailure) -> Int32 {
        let aside = path + ".new"
        unsafe unlink(aside)
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, flags, 0)
        guard descriptor >= 0, bind(descriptor, aside), unsafe chmod(aside, 0o666) == 0,
            Glibc.listen(descriptor, backlog) == 0, unsafe rename(aside, path) == 0
        else { throw StartFailure("\(path): \(HostError.current)") }
        return descriptor
    }

    private static func connect(_ descriptor: Int32, _ path: String) -> Bool {
        unsafe withAddress(path) { unsafe Glibc.connect(descriptor, $0, $1) == 0 } ?? false
    }

    private static func bind(_ descriptor: Int32, _ path: String) -> Bool {
        unsafe withAddress(path) { unsafe Glibc.bind(descriptor, $0, $1) == 0 } ?? false
    }

    private static func withAddress<Result>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            errno = ENAMETOOLONG
            return nil
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        return unsafe withUnsafePointer(to: address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe body(address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// The service manager, which is told when clients are served and when the end begins.
enum ServiceManager {
    /// Source: sd_notify(3): a datagram to the socket that NOTIFY_SOCKET names; `@` is the abstract namespace.
    static func tell(_ state: String) {
        guard let name = unsafe getenv("NOTIFY_SOCKET").map({ unsafe String(cString: $0) }), !name.isEmpty else {
            return
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        let message = Array(state.utf8)
        unsafe withUnsafePointer(to: address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe _ = sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
    }
}
