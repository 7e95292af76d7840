internal import CLinux
internal import Glibc
internal import SystemPackage

/// The kernel's list of descriptors that a thread waits for, each under a number of ours; closed when this value ends.
@safe struct Poller: ~Copyable {
    struct Interest: OptionSet {
        var rawValue: UInt32

        static let input = Interest(rawValue: UInt32(EPOLLIN.rawValue))
        static let output = Interest(rawValue: UInt32(EPOLLOUT.rawValue))
    }

    struct Event {
        var name: UInt64
        var canRead: Bool
        /// Nobody is at the other end any more.
        var isOver: Bool
    }

    private let number: Int32
    private var buffer = unsafe [epoll_event](repeating: epoll_event(), count: 256)

    init() throws(Errno) {
        let answer = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard answer >= 0 else { throw Errno(rawValue: errno) }
        number = answer
    }

    deinit { _ = close(number) }

    borrowing func add(_ descriptor: Int32, _ name: UInt64, _ interest: Interest) throws(Errno) {
        try control(EPOLL_CTL_ADD, descriptor, name, interest)
    }

    borrowing func change(_ descriptor: Int32, _ name: UInt64, _ interest: Interest) throws(Errno) {
        try control(EPOLL_CTL_MOD, descriptor, name, interest)
    }

    borrowing func remove(_ descriptor: Int32) {
        _ = epoll_ctl(number, EPOLL_CTL_DEL, descriptor, nil)
    }

    private borrowing func control(_ what: Int32, _ descriptor: Int32, _ name: UInt64, _ interest: Interest)
        throws(Errno)
    {
        var event = unsafe epoll_event(events: interest.rawValue, data: epoll_data_t(u64: name))
        guard unsafe epoll_ctl(number, what, descriptor, &event) == 0 else { throw Errno(rawValue: errno) }
    }

    /// What can be done, at the latest after `milliseconds` (-1: whenever). A descriptor that failed can be read: reading says how.
    mutating func wait(milliseconds: Int32) -> [Event] {
        let count = unsafe epoll_wait(number, &buffer, Int32(buffer.count), milliseconds)
        guard count > 0 else { return [] }
        return unsafe buffer.prefix(Int(count)).map { event in
            let events = unsafe event.events
            let isOver = events & UInt32(EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
            return Event(
                name: unsafe event.data.u64, canRead: isOver || events & Interest.input.rawValue != 0,
                isOver: isOver)
        }
    }
}
