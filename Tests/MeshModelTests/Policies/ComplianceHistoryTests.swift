import MeshModel
import Synchronization
import Testing

/// How a product stood, told from what has a date.
struct ComplianceHistoryTests {
    /// A clock that the test moves.
    final class Clock: Sendable {
        private let milliseconds = Mutex(Example.now.milliseconds)
        var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }
        func go(days: Int64) { milliseconds.withLock { $0 += days * 86_400_000 } }
    }

    let clock: Clock
    let mesh: MemoryMesh

    /// Measured 99 on the first day, 80 on the third; the policy came on the second and bound on the fifth; excused from the sixth to the eighth.
    init() throws {
        let clock = Clock()
        self.clock = clock
        mesh = MemoryMesh(actor: Example.owner) { clock.now }
        try mesh.commit(
            [
                .registerDomain(Domain(id: "sales", name: "Sales", owner: "alice")),
                .createProduct(Example.draft("orders", owner: "alice")), Self.quality("99"),
            ], by: Example.owner)
        clock.go(days: 1)
        var policy = Policy(id: "must", type: .quality, rules: ["completeness >= 95%", "fields >= 1"])
        policy.lifecycle = .grace
        policy.graceUntil = Self.day(4)
        try mesh.commit([.createPolicy(policy)], by: Example.owner)
        clock.go(days: 1)
        try mesh.commit([Self.quality("80")], by: Example.owner)
        clock.go(days: 3)
        try mesh.commit(
            [.waive(Waiver(policy: "must", product: "orders", reason: "x", until: Self.day(7)))], by: Example.owner)
        clock.go(days: 4)
        try mesh.commit([Self.quality("96"), .publish(Example.publication("orders", "1.0"))], by: Example.owner)
    }

    static func day(_ day: Int64) -> Instant { Example.now.adding(seconds: day * Instant.secondsPerDay) }

    private static func quality(_ value: String) -> Change {
        .recordQuality(
            QualityReport(product: "orders", metrics: [.init(name: "completeness", value: value)], source: "dbt"))
    }

    private func history(from: Int64, through: Int64 = 10) throws -> ComplianceHistory {
        let reader = try mesh.reader()
        let product = try #require(try reader.product("orders"))
        return try reader.complianceHistory(
            of: product, under: try reader.policyBook(), from: Self.day(from), through: Self.day(through))
    }

    private struct Told: Equatable {
        var day: Int64
        var text: String
        init(_ day: Int64, _ text: String) {
            self.day = day
            self.text = text
        }
    }

    private func told(_ history: ComplianceHistory) -> [Told] {
        history.turns.map {
            Told(
                Int64($0.at.seconds(since: Example.now)) / Instant.secondsPerDay,
                $0.sentence.replacing(/\s\(dbt.*?\)/, with: ""))
        }
    }

    @Test func `every turn is told with its day and what it was before`() throws {
        #expect(
            try told(history(from: 0)) == [
                Told(1, "completeness >= 95%: 99% observed"), Told(1, "fields >= 1 wanted, not measured"),
                Told(2, "completeness >= 95% wanted, 80% observed; it passed before"),
                Told(4, "completeness >= 95% wanted, 80% observed; it counts from now on"),
                Told(4, "fields >= 1 wanted, not measured; it counts from now on"),
                Told(5, "completeness >= 95% wanted, 80% observed; it only warns from now on"),
                Told(5, "fields >= 1 wanted, not measured; it only warns from now on"),
                Told(7, "completeness >= 95% wanted, 80% observed; it counts from now on"),
                Told(7, "fields >= 1 wanted, not measured; it counts from now on"),
                Told(9, "completeness >= 95%: 96% observed; it failed before"),
                Told(9, "fields >= 1: 1 observed; it was not measured before"),
            ])
    }

    @Test func `the product stood so from day to day`() throws {
        let standings = try history(from: 0).standings
        #expect(standings.map(\.isCompliant) == [true, true, true, false, true, false, true])
        #expect(
            standings.map(\.score.description) == [
                "0 of 0", "1 of 2, 1 not measured", "0 of 2, 1 not measured", "0 of 2, 1 not measured",
                "0 of 2, 1 not measured", "0 of 2, 1 not measured", "2 of 2",
            ])
    }

    @Test func `since when it is so is told across changes of the score`() throws {
        #expect(try history(from: 0, through: 3).began == Self.day(0))
        #expect(try history(from: 0, through: 4).began == Self.day(4))
        #expect(try history(from: 0).began == Self.day(9))
    }

    @Test func `a window begins with how it stood then, and looks no further than its end`() throws {
        let window = try history(from: 3, through: 4)
        #expect(window.standings.map(\.isCompliant) == [true, false])
        #expect(told(window).map(\.day) == [4, 4])
        #expect(try history(from: 10).turns.isEmpty)
        #expect(try history(from: 10).standings.map(\.score.description) == ["2 of 2"])
    }
}
