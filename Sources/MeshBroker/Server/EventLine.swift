internal import Dispatch
internal import Synchronization
internal import Threads

/// Events on their way to whoever logs them, on a thread of their own: a log that stands still holds nobody up.
final class EventLine: Sendable {
    private static let mostWaiting = 4096

    private let thread = WorkerThread()
    private let tell: @Sendable (ServerEvent) -> Void
    private let state = Mutex((waiting: 0, missed: 0))

    init(_ tell: @escaping @Sendable (ServerEvent) -> Void) { self.tell = tell }

    func post(_ event: ServerEvent) {
        let missed: Int? = state.withLock { state in
            guard state.waiting < Self.mostWaiting else {
                state.missed += 1
                return nil
            }
            state.waiting += 1
            defer { state.missed = 0 }
            return state.missed
        }
        guard let missed else { return }
        thread.run { [tell, self] in
            if missed > 0 { tell(.missed(missed)) }
            tell(event)
            state.withLock { $0.waiting -= 1 }
        }
    }

    /// Waits until all that was posted is told, but no longer than so many seconds.
    func finish(seconds: Int) {
        let told = DispatchSemaphore(value: 0)
        thread.run { told.signal() }
        _ = told.wait(timeout: .now() + .seconds(seconds))
    }
}
