/// A session with the socket on which it is held.
final class Link {
    let number: UInt64
    let socket: Socket
    var session: ServerSession
    /// What the kernel was asked to wake us for.
    var interest: Poller.Interest = .input
    /// Among those that have a request to be taken.
    var isReady = false
    /// The last round in which a request of it was taken.
    var lastServed: UInt64 = 0

    init(_ number: UInt64, _ socket: consuming Socket, _ session: ServerSession) {
        self.number = number
        self.socket = socket
        self.session = session
    }

    var uid: UInt32 { session.peer.uid }
}
