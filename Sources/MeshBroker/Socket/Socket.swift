internal import CLinux
internal import Glibc
internal import SystemPackage

/// A Unix socket that never blocks, closed when this value ends.
struct Socket: ~Copyable {
    let number: Int32

    init(owning number: Int32) { self.number = number }

    /// A new one, not connected.
    init() throws(Errno) {
        let answer = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard answer >= 0 else { throw Errno(rawValue: errno) }
        number = answer
    }

    deinit { _ = Glibc.close(number) }

    /// Connects to a socket file. A listener whose queue is full refuses: nothing here waits.
    borrowing func connect(to path: String) throws(Errno) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0) else {
            throw .fileNameTooLong
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let answer = unsafe withUnsafePointer(to: address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe Glibc.connect(number, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard answer == 0 else { throw Errno(rawValue: errno) }
    }

    enum Read: Equatable {
        case bytes(Int)
        /// Nothing now.
        case nothing
        case ended
    }

    /// Fills the start of the buffer with what has arrived.
    borrowing func read(into buffer: inout [UInt8]) throws(Errno) -> Read {
        let count = unsafe recv(number, &buffer, buffer.count, 0)
        if count > 0 { return .bytes(count) }
        if count == 0 { return .ended }
        let error = Errno(rawValue: errno)
        if error == .wouldBlock || error == .interrupted { return .nothing }
        throw error
    }

    /// Sends what fits; answers how much that was. Never raises SIGPIPE.
    borrowing func write(_ bytes: [UInt8], from start: Int) throws(Errno) -> Int {
        let count = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe send(number, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 { return count }
        let error = Errno(rawValue: errno)
        if error == .wouldBlock || error == .interrupted { return 0 }
        throw error
    }

    /// Who connected, or, seen by who connected, who listens.
    borrowing func credentials() throws(Errno) -> linux_credentials {
        var facts = linux_credentials()
        guard unsafe linux_peer(number, &facts) == 0 else { throw Errno(rawValue: errno) }
        return facts
    }

    /// More groups than Linux lets a process hold.
    private static let mostGroups = 65_537

    /// Who connected, with all groups the process held then.
    borrowing func peer() throws(Errno) -> Peer {
        let facts = try credentials()
        var groups = [UInt32](repeating: 0, count: 64)
        var count = unsafe linux_peer_groups(number, &groups, UInt32(groups.count))
        if count < 0, errno == ERANGE {
            groups = [UInt32](repeating: 0, count: Self.mostGroups)
            count = unsafe linux_peer_groups(number, &groups, UInt32(groups.count))
        }
        guard count >= 0 else { throw Errno(rawValue: errno) }
        let held = groups.prefix(Int(count))
        return Peer(
            uid: facts.user, pid: facts.process, groups: held.contains(facts.group) ? Array(held) : held + [facts.group]
        )
    }
}
