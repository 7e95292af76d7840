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
            of: product, under: try reader.policyChronicle(from: Self.day(from), through: Self.day(through)),
            from: Self.day(from), through: Self.day(through))
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

/// A verdict of the past is given by what governance said then.
struct FormerGovernanceTests {
    private let clock = MovingClock()
    private let example: Example

    /// A product of "sales" that measures 96 all the time.
    init() throws {
        let clock = clock
        example = try Example { clock.now }
        try commit(
            .recordQuality(
                QualityReport(product: "orders", metrics: [.init(name: "completeness", value: "96")], source: "dbt")))
    }

    private func commit(_ changes: Change...) throws { try example.mesh.commit(changes, by: Example.owner) }

    private func nextDay() { clock.wind(Instant.secondsPerDay) }

    private func policy(_ rule: String = "completeness >= 98%") -> Policy {
        Policy(id: "must", type: .quality, rules: [rule])
    }

    private func waiver(days: Int64) -> Change {
        .waive(
            Waiver(
                policy: "must", product: "orders", reason: "\(days)",
                until: clock.now.adding(seconds: days * Instant.secondsPerDay)))
    }

    /// How it stood on each day, from the first to the present one.
    private func days() throws -> [Bool] {
        let reader = try example.reader()
        let now = clock.now
        let product = try #require(try reader.product("orders"))
        let history = try reader.complianceHistory(
            of: product, under: try reader.policyChronicle(from: Example.now, through: now), from: Example.now,
            through: now)
        return stride(from: Example.now.milliseconds, through: now.milliseconds, by: 86_400_000).map { moment in
            history.standings.last { $0.at.milliseconds <= moment }?.isCompliant ?? true
        }
    }

    @Test func `a policy bound on the days on which it was enabled, and on no other`() throws {
        try commit(.createPolicy(policy()))
        nextDay()
        try commit(.setPolicyLifecycle(PolicyLifecycleChange(policy: "must", lifecycle: .deprecated)))
        nextDay()
        try commit(.setPolicyLifecycle(PolicyLifecycleChange(policy: "must", lifecycle: .draft)))
        nextDay()
        try commit(.setPolicyLifecycle(PolicyLifecycleChange(policy: "must", lifecycle: .enabled)))
        nextDay()
        try commit(.setPolicyLifecycle(PolicyLifecycleChange(policy: "must", lifecycle: .deprecated)))
        #expect(try days() == [false, true, true, false, true])
    }

    @Test(arguments: [
        ("age <= 3d", [true, true, true, true, false, false]), ("age < 3d", [true, true, true, false, false, false]),
        ("not age > 30h", [true, true, false, false, false, false]),
        ("sla.freshness >= age", [true, true, true, false, false, false]),
        ("owner exists and (age < 2d or age >= 4d)", [true, true, false, false, true, true]),
    ])
    func `a product gets too old on the day on which it does`(_ rule: String, _ wanted: [Bool]) throws {
        var edit = ProductEdit()
        edit.id = "orders"
        edit.facts.sla = SLA()
        edit.facts.sla?.freshness = Quantity(60, .hours)
        try commit(.editProduct(edit), .createPolicy(policy(rule)))
        clock.wind(5 * Instant.secondsPerDay)
        #expect(try days() == wanted)
    }

    @Test func `a policy asked for what it said then`() throws {
        try commit(.createPolicy(policy()))
        nextDay()
        try commit(.editPolicy(policy("completeness >= 90%")))
        nextDay()
        try commit(.editPolicy(policy("completeness >= 97%")))
        #expect(try days() == [false, true, false])
    }

    @Test func `a domain kept it its own way from the day on which it said so until it took that back`() throws {
        try commit(.createPolicy(policy("completeness >= 90%")))
        nextDay()
        try commit(
            .implementPolicy(PolicyImplementation(policy: "must", domain: "sales", rules: ["completeness >= 99%"])))
        nextDay()
        try commit(
            .implementPolicy(PolicyImplementation(policy: "must", domain: "sales", rules: ["completeness >= 95%"])))
        nextDay()
        try commit(
            .implementPolicy(PolicyImplementation(policy: "must", domain: "sales", rules: ["completeness >= 97%"])))
        nextDay()
        try commit(.implementPolicy(PolicyImplementation(policy: "must", domain: "sales")))
        #expect(try days() == [true, false, true, false, true])
    }

    @Test func `a waiver that another took the place of excused its own days`() throws {
        try commit(.createPolicy(policy()), waiver(days: 1))
        nextDay()
        nextDay()
        try commit(waiver(days: 9))
        nextDay()
        try commit(.endWaiver(WaiverEnd(policy: "must", product: "orders")))
        nextDay()
        try commit(waiver(days: 9))
        #expect(try days() == [true, false, true, false, true])
    }

    @Test func `what one batch overwrites twice leaves what stood before the batch`() throws {
        try commit(.createPolicy(policy()))
        nextDay()
        try commit(.editPolicy(policy("completeness >= 99%")), .editPolicy(policy("completeness >= 90%")))
        #expect(try days() == [false, true])
        let former = try example.reader().all(FormerGovernance.self, under: .under(.formerGovernance))
        #expect(former.map(\.text?.rules) == [["completeness >= 98%"]])
    }

    @Test func `what was overwritten is no difference of its own`() throws {
        try commit(.createPolicy(policy()))
        let earlier = try example.reader()
        nextDay()
        try commit(.setPolicyLifecycle(PolicyLifecycleChange(policy: "must", lifecycle: .deprecated)))
        #expect(try example.reader().difference(since: earlier).items.map(\.key) == [Policy.key("must")])
    }
}
