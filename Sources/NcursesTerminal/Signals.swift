import CLinux
import Glibc

/// The signals of a program with a screen, read like keys and never interrupting anything.
///
/// Call `block()` first thing in `main`: a thread started before would still be interrupted. Children inherit the
/// blocked mask, so whoever starts one must give it an empty mask (`posix_spawnattr_setsigmask`).
package enum Signals {
    static let all = [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT]

    package static func block() {
        var mask = set(of: all)
        unsafe pthread_sigmask(SIG_BLOCK, &mask, nil)
        // A pipe or terminal that went away is an error of the write.
        _ = Glibc.signal(SIGPIPE, SIG_IGN)
    }

    /// A descriptor from which the blocked signals are read.
    static func descriptor() -> Int32 {
        var mask = set(of: all)
        return unsafe signalfd(-1, &mask, Int32(SFD_CLOEXEC | SFD_NONBLOCK))
    }

    static func next(from descriptor: Int32) -> Int32? {
        var record = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        guard unsafe read(descriptor, &record, size) == size else { return nil }
        return Int32(record.ssi_signo)
    }

    /// Stops this program as its own default would, until it is continued.
    ///
    /// - Parameter isForGroup: Whether all that were started with it stop, as when the terminal sends the signal.
    static func stop(isForGroup: Bool) {
        var stopping = set(of: [SIGTSTP])
        kill(isForGroup ? 0 : getpid(), SIGTSTP)
        unsafe pthread_sigmask(SIG_UNBLOCK, &stopping, nil)
        unsafe pthread_sigmask(SIG_BLOCK, &stopping, nil)
        // The signal that woke us has done its work.
        var waking = set(of: [SIGCONT])
        var now = timespec()
        unsafe sigtimedwait(&waking, nil, &now)
    }

    /// Takes back the handlers that ncurses installs for itself.
    static func removeHandlers() {
        for number in all { _ = Glibc.signal(number, SIG_DFL) }
    }

    private static func set(of numbers: [Int32]) -> sigset_t {
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        for number in numbers { unsafe sigaddset(&mask, number) }
        return mask
    }
}
