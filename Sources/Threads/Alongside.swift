internal import Dispatch
internal import Synchronization

/// Work on a thread of its own, begun at once, for whose outcome somebody waits later.
package final class Alongside<Value: Sendable>: Sendable {
    private let outcome = Mutex<Value?>(nil)
    private let end = DispatchSemaphore(value: 0)

    package init(_ work: @escaping @Sendable () -> Value) {
        WorkerThread.start { [self] in
            let value = work()
            outcome.withLock { $0 = value }
            end.signal()
        }
    }

    /// What the work came to. Holds up the caller's thread until then.
    package func wait() -> Value {
        end.wait()
        // Whoever else waits is woken as well.
        end.signal()
        guard let value = outcome.withLock(\.self) else { preconditionFailure("work ended without an outcome") }
        return value
    }
}
