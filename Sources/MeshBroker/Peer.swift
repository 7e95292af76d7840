/// The process at the other end of a socket, as the kernel says it was when it connected.
public struct Peer: Equatable, Sendable {
    public var uid: UInt32
    public var pid: Int32
    /// Every group that the process held, its primary one among them.
    public var groups: [UInt32]

    public init(uid: UInt32, pid: Int32, groups: [UInt32]) {
        self.uid = uid
        self.pid = pid
        self.groups = groups
    }
}

/// Why the host could not say who somebody is. Reading goes on; changes are refused with this.
public enum IdentityRefusal: Error, Equatable, Sendable {
    /// A user that the kernel maps to nobody, or that the host does not know.
    case nobody(uid: UInt32)
    /// The host's user or group database did not answer in time.
    case unavailable(String)
}

extension IdentityRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nobody(let uid):
            "this host does not know who uid \(uid) is: everything can be read, nothing changed; ask its administrator"
        case .unavailable(let reason):
            "the user and group database of this host does not answer (\(reason)): everything can be read, nothing changed now; try again in a moment"
        }
    }
}
