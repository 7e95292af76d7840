import Glibc
import Threads

/// The signals that the daemon obeys, taken by a thread of its own: blocked for every other before any is started.
enum Signals {
    private static let obeyed = [SIGTERM, SIGINT, SIGHUP]

    static func block() {
        signal(SIGPIPE, SIG_IGN)
        // A file-size limit is an error like any other.
        signal(SIGXFSZ, SIG_IGN)
        var set = set()
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    static func take(_ body: @escaping @Sendable (Int32) -> Void) {
        WorkerThread.start {
            var set = set()
            while true {
                var number: Int32 = 0
                if unsafe sigwait(&set, &number) == 0 { body(number) }
            }
        }
    }

    private static func set() -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for number in obeyed { unsafe sigaddset(&set, number) }
        return set
    }
}
