internal import MeshModel

/// Which refusals are put on record: each, but no flood of them by one user.
struct RefusalLedger {
    /// What one user may still put on record.
    private struct Allowance {
        var left = RefusalLedger.burst
        var since: Instant
        /// Refused and not put on record yet.
        var untold: Int64 = 0
    }

    /// So many at once; one more each so many seconds.
    static let burst = 20.0
    static let secondsEach = 3.0
    private static let mostUsers = 4096
    private static let longestReason = 1024
    private static let mostChanges = 16

    private var users: [Int64: Allowance] = [:]

    /// What is put on record for a request that was refused: nothing where its user has used up the allowance, and then one for many.
    mutating func take(_ request: ChangeRequest, _ violation: RuleViolation, at now: Instant) -> [RefusedRequest] {
        let user = request.actor.origin.uid ?? -1
        if users[user] == nil, users.count >= Self.mostUsers { users = [:] }
        var allowance = users[user] ?? Allowance(since: now)
        // A clock that was set back gives nothing and takes nothing.
        let passed = max(0, now.seconds(since: allowance.since))
        allowance.left = min(Self.burst, allowance.left + passed / Self.secondsEach)
        allowance.since = now
        defer { users[user] = allowance }
        guard allowance.left >= 1 else {
            allowance.untold += 1
            return []
        }
        allowance.left -= 1
        let count = allowance.untold + 1
        allowance.untold = 0
        return [
            RefusedRequest(
                at: now, actor: request.actor.user, origin: request.actor.origin,
                changes: request.changes.prefix(Self.mostChanges).map(\.name),
                reason: String(violation.description.prefix(Self.longestReason)), count: count)
        ]
    }
}
