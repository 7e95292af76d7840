import Dispatch
import Glibc
import MeshBroker
import MeshStore
import Synchronization
import Threads

/// Snapshots of one mesh, each made by a process of its own while commits go on.
final class Compaction: Sendable {
    private let mesh: String
    private let folder: String
    private let log: Log
    private let state = Mutex(State())

    private struct State {
        var isRunning = false
        var isEnding = false
        var failures = 0
        var done = 0
    }

    /// A snapshot follows another no sooner, and after so many times what the last one took: under a flood of changes making them costs a
    /// tenth of a core.
    private static let pause = Duration.seconds(2)
    private static let rest = 9
    private static let longestSeconds = 600

    init(mesh: String, folder: String, log: Log) {
        self.mesh = mesh
        self.folder = folder
        self.log = log
    }

    var status: [String: String] { ["compactions": "\(state.withLock { $0.done })"] }

    /// On the server's thread, after commits: begins one where it is due.
    func consider(_ store: SharedStore, on server: BrokerServer) {
        guard store.isDueForCompaction else { return }
        let begins = state.withLock { state in
            guard !state.isRunning, !state.isEnding else { return false }
            state.isRunning = true
            return true
        }
        if begins { WorkerThread.start { [self] in run(on: server) } }
    }

    func end() { state.withLock { $0.isEnding = true } }

    /// On a thread of its own: makes one, has it taken over, rests, and looks whether the next is due, whether or not anybody commits.
    private func run(on server: BrokerServer) {
        let begun = ContinuousClock.now
        let isSuccess = make(on: server)
        let took = ContinuousClock.now - begun
        let failures = state.withLock { state in
            state.failures = isSuccess ? 0 : min(state.failures + 1, 11)
            state.done += isSuccess ? 1 : 0
            return state.failures
        }
        // After a failure it waits longer each time, up to an hour and more.
        let until = ContinuousClock.now + max(Self.pause * (1 << failures), took * Self.rest)
        while ContinuousClock.now < until {
            if state.withLock({ $0.isEnding }) { return }
            usleep(100_000)
        }
        state.withLock { $0.isRunning = false }
        server.perform(on: mesh) { [self] shared in
            if let store = shared as? SharedStore { consider(store, on: server) }
        }
    }

    private func make(on server: BrokerServer) -> Bool {
        let begun = ContinuousClock.now
        let (ending, output) = Child.run(
            ["/proc/self/exe", "snapshot", folder], environment: ["LANG": "C.UTF-8"], seconds: Self.longestSeconds,
            shouldGoOn: { !state.withLock { $0.isEnding } })
        guard ending == .exited(0) else {
            complain("\(ending.sentence) \(String(decoding: output, as: UTF8.self))")
            return false
        }
        let made = ContinuousClock.now - begun
        let isDone = DispatchSemaphore(value: 0)
        let isAdopted = Atomic(false)
        server.perform(on: mesh) { [self] shared in
            defer { isDone.signal() }
            guard let store = shared as? SharedStore else { return }
            isAdopted.store(adopt(store, made: made), ordering: .relaxed)
        }
        isDone.wait()
        return isAdopted.load(ordering: .relaxed)
    }

    private func adopt(_ store: SharedStore, made: Duration) -> Bool {
        do throws(StoreError) {
            let start = ContinuousClock.now
            try store.adoptSnapshot()
            let figures = store.figures
            log.say(
                .info, "compacted",
                [
                    "mesh": mesh, "snapshot": "\(figures.snapshot)", "revision": "\(figures.revision)",
                    "bytes": "\(figures.snapshotBytes)", "made_ms": "\(made.milliseconds)",
                    "adopted_ms": "\((ContinuousClock.now - start).milliseconds)", "head": store.head,
                ])
            return true
        } catch {
            complain(error.description)
            // Nobody knows what the disk holds: whoever starts next finds out.
            if case .uncertain = error {
                log.finish()
                exit(1)
            }
            return false
        }
    }

    private func complain(_ reason: String) {
        log.say(.warning, "not_compacted", ["mesh": mesh, "reason": reason])
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
