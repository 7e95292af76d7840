/// Names one question, so that an answer that comes too late is known by it.
package struct Ticket: Hashable, Sendable {
    package var lane: Lane
    package var number: Int
}

/// What asks one thing at a time: a newer question makes the older one worthless.
package enum Lane: Hashable, Sendable, CaseIterable {
    case domains, products, sheet, lineage, compliance, complianceProducts, history, subscriptions, infrastructure,
        activity,
        inbox, overview
    /// The material that a form is filled from.
    case form
    /// What a batch would do, and doing it.
    case change
    /// A cursor that rests.
    case rest
}

/// Hands out tickets, and remembers the newest of each lane.
struct Tickets: Equatable, Sendable {
    private var newest: [Lane: Int] = [:]
    private var last = 0

    mutating func draw(_ lane: Lane) -> Ticket {
        last += 1
        newest[lane] = last
        return Ticket(lane: lane, number: last)
    }

    func isNewest(_ ticket: Ticket) -> Bool { newest[ticket.lane] == ticket.number }

    /// From now on nothing that was asked in the lane is waited for.
    mutating func forget(_ lane: Lane) { newest[lane] = nil }
}
