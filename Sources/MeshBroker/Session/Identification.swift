internal import MeshModel

/// Who a session's client is, as far as the host has said, and whether it must be asked again.
struct Identification: Sendable {
    typealias Moment = ContinuousClock.Instant

    private(set) var who: Result<Actor, IdentityRefusal>?
    private var learned: Moment?
    /// The last question, and since when it waits for its answer; nil once it was answered or given up.
    private var ticket: UInt64 = 0
    private var asked: Moment?

    var isAwaited: Bool { asked != nil }

    /// Asks; answers with the number that the answer must bear.
    mutating func ask(at now: Moment) -> UInt64 {
        ticket += 1
        asked = now
        return ticket
    }

    /// False for an answer to another question than the last. One that comes too late still serves the next request.
    mutating func learn(_ who: Result<Actor, IdentityRefusal>, ticket: UInt64, at now: Moment) -> Bool {
        guard ticket == self.ticket else { return false }
        self.who = who
        learned = now
        asked = nil
        return true
    }

    mutating func giveUp() { asked = nil }

    /// The question that has waited long enough.
    func overdue(_ limits: SessionLimits, at now: Moment) -> UInt64? {
        deadline(limits).flatMap { now >= $0 ? ticket : nil }
    }

    func deadline(_ limits: SessionLimits) -> Moment? { asked.map { $0 + limits.lookup } }

    /// Whether what is known is fresh enough to decide by.
    func holds(_ limits: SessionLimits, at now: Moment) -> Bool {
        switch (who, learned) {
        case (.success, let learned?): now < learned + limits.identity
        case (.failure, let learned?): now < learned + limits.refusal
        case (nil, _), (_, nil): false
        }
    }
}
