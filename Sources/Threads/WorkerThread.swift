internal import Dispatch
internal import Glibc
internal import Synchronization

/// A thread that does one piece of work after another and sleeps until there is more; it ends with this value.
///
/// A queue of Dispatch would do, but for its monitor: from the first worker on that wakes the process every second, and a session
/// in which nobody does anything must cost nothing. Tasks may prefer it, and then need no other thread.
package final class WorkerThread: TaskExecutor {
    private let line = Line()

    package init() {
        let line = line
        Self.start { line.serve() }
    }

    deinit { line.end() }

    package func run(_ work: @escaping @Sendable () -> Void) { line.append(work) }

    /// What the work comes to, without holding up the caller's thread.
    package func value<Value: Sendable>(of work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in run { continuation.resume(returning: work()) } }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        run { [self] in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// Starts a thread of its own for work that may take as long as it likes. No signal is delivered to it.
    package static func start(_ work: @escaping @Sendable () -> Void) {
        let context = unsafe Unmanaged.passRetained(Errand(work)).toOpaque()
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe _ = pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let failure = unsafe pthread_create(
            &thread, nil,
            { context in
                if let context = unsafe context {
                    unsafe Unmanaged<Errand>.fromOpaque(context).takeRetainedValue().work()
                }
                return nil
            }, context)
        precondition(failure == 0, "the system allows this program no further thread")
        pthread_detach(thread)
    }
}

/// What a new thread is handed.
private final class Errand: Sendable {
    let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}

/// Work that waits for its turn.
private final class Line: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var hasEnded = false
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    func append(_ work: @escaping @Sendable () -> Void) {
        state.withLock { $0.work.append(work) }
        arrivals.signal()
    }

    func end() {
        state.withLock { $0.hasEnded = true }
        arrivals.signal()
    }

    func serve() {
        while true {
            arrivals.wait()
            let (next, hasEnded) = state.withLock { state in
                (state.work.isEmpty ? nil : state.work.removeFirst(), state.hasEnded)
            }
            if let next { next() } else if hasEnded { return }
        }
    }
}
