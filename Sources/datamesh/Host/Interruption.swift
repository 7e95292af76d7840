import Dispatch
import Glibc

/// Ctrl-C, hang-up and termination while something is carried out that must not be left half done.
enum Interruption {
    /// Runs the work in a task that such a signal cancels; what it has to say about that is said afterwards.
    static func cancels<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
        let task = Task { await work() }
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            // Ignored before it is listened for: a signal in between must not end the program.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { task.cancel() }
            source.activate()
            return source
        }
        let value = await task.value
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
        return value
    }
}
