internal import MeshModel
internal import Synchronization

/// The counters and where the meshes stand, written by the server's thread and read by any.
final class ServerLedger: Sendable {
    private let counters = Mutex(Counters(start: ContinuousClock.now))
    private let meshes: Mutex<[MeshStatus]>

    init(_ meshes: [MeshStatus]) { self.meshes = Mutex(meshes) }

    func count(_ change: (inout Counters) -> Void) { counters.withLock { change(&$0) } }

    func note(_ mesh: String, _ revision: Revision) {
        meshes.withLock { meshes in
            for index in meshes.indices where meshes[index].name == mesh {
                meshes[index].revision = Int64(clamping: revision.number)
            }
        }
    }

    func status(isReadOnly: Bool, at now: ContinuousClock.Instant) -> ServerStatus {
        let meshes = meshes.withLock { $0 }
        return counters.withLock { $0.status(meshes, isReadOnly: isReadOnly, at: now) }
    }
}

/// What a server has counted since it started.
struct Counters: Sendable {
    var sessions: Int64 = 0
    var mostSessions: Int64 = 0
    var accepted: Int64 = 0
    var commits: Int64 = 0
    var unchanged: Int64 = 0
    var refusals: Int64 = 0
    var previews: Int64 = 0
    var violations: Int64 = 0
    var limited: Int64 = 0
    var rounds: Int64 = 0
    var latency = LatencyHistogram()
    let start: ContinuousClock.Instant

    init(start: ContinuousClock.Instant) { self.start = start }

    mutating func opened() {
        accepted += 1
        sessions += 1
        mostSessions = max(mostSessions, sessions)
    }

    mutating func answered(_ result: Result<Receipt, GatewayError>, microseconds: Int64) {
        switch result {
        case .success(let receipt):
            if receipt.changed { commits += 1 } else { unchanged += 1 }
            latency.add(microseconds: microseconds)
        case .failure: refusals += 1
        }
    }

    func status(_ meshes: [MeshStatus], isReadOnly: Bool, at now: ContinuousClock.Instant) -> ServerStatus {
        var status = ServerStatus()
        status.uptimeSeconds = start.duration(to: now).components.seconds
        status.sessions = sessions
        status.mostSessions = mostSessions
        status.accepted = accepted
        status.commits = commits
        status.unchanged = unchanged
        status.refusals = refusals
        status.previews = previews
        status.violations = violations
        status.limited = limited
        status.rounds = rounds
        status.medianMicroseconds = latency.perMille(500)
        status.slowestPercentMicroseconds = latency.perMille(990)
        status.isReadOnly = isReadOnly
        status.meshes = meshes
        return status
    }
}

extension Duration {
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
