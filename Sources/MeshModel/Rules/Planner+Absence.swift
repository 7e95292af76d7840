extension Planner {
    /// Somebody is away from a moment on; without deputies they are back.
    mutating func set(_ proposal: Absence) throws {
        var absence = proposal
        absence.person = try Check.person(absence.person, "person")
        guard !absence.person.hasPrefix("@") else {
            throw RuleViolation.invalid(
                what: "person", value: absence.person, reason: "is a group; its members stand in for each other")
        }
        try demand("say that \(absence.person) is away", people: [absence.person], roles: [.steward])
        absence.deputies = try Check.people(absence.deputies, "deputy")
        guard !absence.deputies.contains(absence.person) else {
            throw RuleViolation.invalid(
                what: "deputy", value: absence.person, reason: "cannot be the one who is away")
        }
        if absence.from.isBlank { absence.from = now }
        guard absence.until.map({ $0 > absence.from }) ?? true else {
            throw RuleViolation.invalid(
                what: "until", value: absence.until?.date ?? "", reason: "is not after the first day")
        }
        guard try mesh.put(absence) else { return }
        let until = absence.until.map { " until \($0.date)" } ?? " until told otherwise"
        consequences.add(
            .does, "person \(absence.person)",
            absence.deputies.isEmpty
                ? "decides alone again"
                : "is away from \(absence.from.date)\(until); \(Self.list(absence.deputies)) decides meanwhile")
    }
}
