import Dispatch
import Synchronization

/// The thread that the program began on, kept free for what must run there: a screen.
///
/// A thread that waits for the end of an asynchronous `main` takes every signal, whatever anybody blocks, and so would end the
/// program before the terminal is given back. This one waits for work instead, and blocks what the screen wants to read.
enum MainThread {
    private static let work = Mutex<[@Sendable () -> Void]>([])
    private static let arrivals = DispatchSemaphore(value: 0)

    /// Waits for work until the program ends.
    static func serve() -> Never {
        while true {
            arrivals.wait()
            work.withLock { $0.isEmpty ? nil : $0.removeFirst() }?()
        }
    }

    /// Runs something there, and waits for it.
    static func perform<Value: Sendable>(_ job: @escaping @Sendable () -> Value) -> Value {
        let result = Result<Value>()
        work.withLock { $0.append { result.end(with: job()) } }
        arrivals.signal()
        return result.wait()
    }

    /// What a job comes to, once it has.
    private final class Result<Value: Sendable>: Sendable {
        private let value = Mutex<Value?>(nil)
        private let hasEnded = DispatchSemaphore(value: 0)

        func end(with value: Value) {
            self.value.withLock { $0 = value }
            hasEnded.signal()
        }

        func wait() -> Value {
            while true {
                hasEnded.wait()
                if let value = value.withLock(\.self) { return value }
            }
        }
    }
}
