import MeshModel
import Testing

/// What was done and what came of it, told as one list.
struct HappeningTests {
    private let clock = MovingClock()
    private let example: Example

    init() throws {
        let clock = clock
        example = try Example { clock.now }
        try commit(.createPolicy(Policy(id: "must", type: .quality, rules: ["completeness >= 95%"])))
        try commit(quality("99"))
        clock.wind(3600)
    }

    private func commit(_ changes: Change...) throws { try example.mesh.commit(changes, by: Example.owner) }

    private func quality(_ value: String, millisecondsAgo: Int64 = 0) -> Change {
        var report = QualityReport(
            product: "orders", metrics: [.init(name: "completeness", value: value)], source: "dbt")
        if millisecondsAgo > 0 { report.at = Instant(milliseconds: clock.now.milliseconds - millisecondsAgo) }
        return .recordQuality(report)
    }

    /// Newest first: the names of the changes of each commit, and ▲ and ▼ for states that turned.
    private func told(newest count: Int) throws -> String {
        let reader = try example.reader()
        let entries = try reader.history(of: nil, before: nil, limit: count)
        let turns = try reader.stateChanges(beside: entries, of: reader.product("orders"), at: clock.now)
        return Happening.inOrder(entries, turns).map { happening in
            switch happening {
            case .done(let entry): entry.changes.map(\.name).joined(separator: ",")
            case .became(let change): change.level == .good ? "▲" : "▼"
            }
        }.joined(separator: " ")
    }

    @Test func `of commits of one moment it stands above the one that it came of`() throws {
        try commit(quality("80"))
        try commit(Example.request("prices"))
        try commit(Example.request("orders"))
        let list = try told(newest: 3)
        #expect(list == "subscribe subscribe ▼ record_quality")
    }

    @Test func `a measurement dated when it was sent stands above its commit, not among those before it`() throws {
        try commit(Example.request("prices"))
        clock.wind(2)
        try commit(quality("80", millisecondsAgo: 900))
        let list = try told(newest: 2)
        #expect(list == "▼ record_quality subscribe")
    }

    @Test func `one sent longer ago stands at its own time`() throws {
        clock.wind(5)
        try commit(Example.request("prices"))
        clock.wind(2)
        try commit(quality("80", millisecondsAgo: 5000))
        try commit(quality("99"))
        let list = try told(newest: 4)
        #expect(list == "▲ record_quality record_quality subscribe ▼ record_quality")
    }

    @Test func `what time alone brought stands between the commits before and behind it`() throws {
        try commit(.createPolicy(Policy(id: "fresh", type: .quality, rules: ["age <= 2d"])))
        clock.wind(3 * Instant.secondsPerDay)
        try commit(Example.request("prices"))
        let list = try told(newest: 2)
        #expect(list == "subscribe ▼ create_policy")
    }
}
