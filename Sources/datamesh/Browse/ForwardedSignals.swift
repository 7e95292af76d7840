import Glibc

/// Hands signals to the first thread, on which the screen reads them, wherever else they arrive.
///
/// Blocking them on our threads is not enough: a library may run threads that block nothing, as the one that starts hooks does. There a
/// resize would be lost, and a request to end would end the program with the terminal still taken.
enum ForwardedSignals {
    /// SIGTSTP is not among them: it must keep its own meaning, or the program could not stop itself.
    private static let all = [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGCONT]

    /// To be called on the thread that the screen reads from, once it was made: making it takes away handlers that others set.
    static func begin() {
        unsafe (reader = pthread_self())
        for number in all { _ = signal(number) { number in _ = unsafe pthread_kill(reader, number) } }
    }

    static func end() {
        for number in all { _ = signal(number, SIG_DFL) }
    }
}

/// Safe: written on one thread before any handler that reads it is set; a plain number, so that reading it in a handler does nothing else.
private nonisolated(unsafe) var reader = pthread_t()
