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
        var notBefore = ContinuousClock.now
        var failures = 0
        var done = 0
    }

    /// Under a flood of changes a snapshot follows another no sooner.
    private static let pause = Duration.seconds(20)
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
            guard !state.isRunning, !state.isEnding, ContinuousClock.now >= state.notBefore else { return false }
            state.isRunning = true
            return true
        }
        if begins { WorkerThread.start { [self] in run(on: server) } }
    }

    func end() { state.withLock { $0.isEnding = true } }

    private func run(on server: BrokerServer) {
        let begun = ContinuousClock.now
        let (ending, output) = Child.run(
            ["/proc/self/exe", "snapshot", folder], environment: ["LANG": "C.UTF-8"], seconds: Self.longestSeconds,
            shouldGoOn: { !state.withLock { $0.isEnding } })
        guard ending == .exited(0) else {
            failed("\(ending.sentence) \(String(decoding: output, as: UTF8.self))")
            return
        }
        let made = ContinuousClock.now - begun
        server.perform(on: mesh) { [self] shared in
            guard let store = shared as? SharedStore else { return }
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
                ended(isSuccess: true)
            } catch {
                failed(error.description)
            }
        }
    }

    private func failed(_ reason: String) {
        log.say(.warning, "not_compacted", ["mesh": mesh, "reason": reason])
        ended(isSuccess: false)
    }

    private func ended(isSuccess: Bool) {
        state.withLock { state in
            state.isRunning = false
            state.failures = isSuccess ? 0 : min(state.failures + 1, 8)
            state.done += isSuccess ? 1 : 0
            // After a failure it waits longer each time, up to an hour and a half.
            state.notBefore = .now + Self.pause * (1 << state.failures)
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
