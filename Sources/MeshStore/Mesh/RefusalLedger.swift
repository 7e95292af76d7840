internal import MeshModel

/// Which refusals are put on record: each, but no flood of them by one user.
struct RefusalLedger {
    /// What one user may still put on record.
    private struct Allowance {
        var left = RefusalLedger.burst
        var since: Instant
        /// The last that was not put on record; it stands for so many.
        var untold: RefusedRequest?

        mutating func refill(at now: Instant) {
            // A clock that was set back gives nothing and takes nothing.
            left = min(RefusalLedger.burst, left + max(0, now.seconds(since: since)) / RefusalLedger.secondsEach)
            since = now
        }
    }

    /// So many at once; one more each so many seconds.
    static let burst = 20.0
    static let secondsEach = 3.0
    /// Users known apart at one time; those beyond share one allowance.
    static let mostUsers = 4096
    static let mostWaiting = 4096
    static let longestReason = 1024
    static let mostChanges = 16
    /// No user has this number.
    private static let everybodyElse: Int64 = -2

    private var users: [Int64: Allowance] = [:]
    /// On record with the next write.
    private(set) var waiting: [RefusedRequest] = []

    /// A request that was refused.
    mutating func note(_ request: ChangeRequest, _ violation: RuleViolation, at now: Instant) {
        let user = place(of: request.actor.origin.uid ?? -1, at: now)
        var allowance = users[user] ?? Allowance(since: now)
        allowance.refill(at: now)
        var refusal = RefusedRequest(
            at: now, actor: request.actor.user, origin: request.actor.origin,
            changes: request.changes.prefix(Self.mostChanges).map(\.name),
            reason: violation.description.cut(toBytes: Self.longestReason))
        refusal.count += allowance.untold?.count ?? 0
        if allowance.left >= 1, waiting.count < Self.mostWaiting {
            allowance.left -= 1
            allowance.untold = nil
            waiting.append(refusal)
        } else {
            allowance.untold = refusal
        }
        users[user] = allowance
    }

    /// Puts on record what was held back, as one each for those whose allowance has come back.
    mutating func tellWhatIsUntold(at now: Instant) {
        for (user, var allowance) in users {
            guard let refusal = allowance.untold, waiting.count < Self.mostWaiting else { continue }
            allowance.refill(at: now)
            if allowance.left >= 1 {
                allowance.left -= 1
                allowance.untold = nil
                waiting.append(refusal)
            }
            users[user] = allowance
        }
    }

    var userCount: Int { users.count }

    mutating func forgetWaiting() { waiting = [] }

    /// Where a user's allowance stands. Whoever has the whole of it again is forgotten when room is needed.
    private mutating func place(of user: Int64, at now: Instant) -> Int64 {
        if users[user] != nil || users.count < Self.mostUsers { return user }
        users = users.filter { _, allowance in
            var allowance = allowance
            allowance.refill(at: now)
            return allowance.untold != nil || allowance.left < Self.burst
        }
        return users.count < Self.mostUsers ? user : Self.everybodyElse
    }
}

extension String {
    /// The beginning that fits into so many bytes, whole scalars.
    fileprivate func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var kept = String.UnicodeScalarView()
        var bytes = 0
        for scalar in unicodeScalars {
            bytes += scalar.utf8.count
            if bytes > limit { break }
            kept.append(scalar)
        }
        return String(kept)
    }
}
