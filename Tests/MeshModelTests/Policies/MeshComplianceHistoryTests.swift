import Testing

@testable import MeshModel

/// How a whole mesh stood, told from what has a date.
struct MeshComplianceHistoryTests {
    private let clock = MovingClock()
    private let mesh: MemoryMesh

    /// "sales" has orders, and "online" below it has shop; bills are of "finance". A policy asks for 95 from the first day.
    init() throws {
        let clock = clock
        mesh = MemoryMesh(actor: Example.owner) { clock.now }
        var promised = Example.draft("orders", owner: "alice")
        promised.facts.sla = SLA(quality: Quantity(95, .percent))
        try commit(
            .registerDomain(Domain(id: "sales", name: "Sales", owner: "alice")),
            .registerDomain(Domain(id: "online", name: "Online", owner: "alice", parent: "sales")),
            .registerDomain(Domain(id: "finance", name: "Finance", owner: "carol")),
            .createPolicy(Policy(id: "must", type: .quality, rules: ["completeness >= 95%"])),
            .createProduct(promised), .createProduct(Example.draft("shop", domain: "online", owner: "alice")),
            .createProduct(Example.draft("bills", domain: "finance", owner: "carol")))
    }

    private func commit(_ changes: Change...) throws { try mesh.commit(changes, by: Example.owner) }

    private func measure(_ product: DataProduct.ID, _ value: String) throws {
        try commit(
            .recordQuality(
                QualityReport(product: product, metrics: [.init(name: "completeness", value: value)], source: "dbt")))
    }

    private func wind(hours: Int64) { clock.wind(hours * 3600) }

    /// orders pass after an hour and fail after two, shop passes after three; a day later orders pass, and a new product comes that does not.
    private func live() throws {
        wind(hours: 1)
        try measure("orders", "99")
        wind(hours: 1)
        try measure("orders", "80")
        wind(hours: 1)
        try measure("shop", "97")
        wind(hours: 24)
        try measure("orders", "96")
        try commit(.createProduct(Example.draft("prices", owner: "alice")))
    }

    private func history(policy: Policy.ID? = nil) throws -> MeshComplianceHistory {
        var history = try MeshComplianceHistory(
            try mesh.reader(), policy: policy, from: Example.now, through: clock.now)
        while !history.isFinished { try history.advance(2) }
        return history
    }

    private func told(_ standings: [MeshComplianceHistory.Standing]) -> [String] {
        standings.map { standing in
            let hours = Int64(standing.at.seconds(since: Example.now)) / 3600
            return "\(hours) h: \(standing.compliant) of \(standing.products), \(standing.score)"
        }
    }

    @Test func `the mesh and each domain are told at each moment at which they changed`() throws {
        try live()
        let history = try history()
        #expect(history.seen == 4 && history.total == 4)
        #expect(history.domains == ["finance", "online", "sales"])
        #expect(
            told(history.standings(by: .change)) == [
                "0 h: 0 of 3, 0 of 3, 3 not measured", "1 h: 1 of 3, 1 of 3, 2 not measured",
                "2 h: 0 of 3, 0 of 3, 2 not measured", "3 h: 1 of 3, 1 of 3, 1 not measured",
                "27 h: 2 of 4, 2 of 4, 2 not measured",
            ])
        #expect(
            told(history.standings(of: "online", by: .change)) == [
                "0 h: 0 of 1, 0 of 1, 1 not measured", "3 h: 1 of 1, 1 of 1",
            ])
        #expect(told(history.standings(of: "sales", by: .change)).last == "27 h: 2 of 3, 2 of 3, 1 not measured")
        #expect(told(history.standings(of: "finance", by: .change)) == ["0 h: 0 of 1, 0 of 1, 1 not measured"])
    }

    @Test func `of many moments only the ends of days are told`() throws {
        try live()
        let history = try history()
        #expect(history.step(atMost: 5) == .change)
        #expect(history.step(atMost: 4) == .day)
        let byDay = history.standings(by: .day)
        #expect(byDay.map(\.compliant) == [0, 1, 2])
        #expect(byDay.map(\.at.description)[1].hasSuffix("T00:00:00Z"))
        #expect(byDay.last?.at == clock.now)
    }

    @Test func `it ends where a check of today stands`() throws {
        try live()
        var sweep = try ComplianceSweep(try mesh.reader(), at: clock.now)
        while !sweep.isFinished { try sweep.advance(100) }
        let last = try #require(try history().standings(by: .change).last)
        #expect((last.products, last.compliant) == (sweep.mesh.products, sweep.mesh.compliant))
        #expect(last.score == sweep.mesh.score)
    }

    @Test func `changes of state say what began, the newest first`() throws {
        try live()
        #expect(
            try history().changes.map { $0.sentence.replacing(/\s\(dbt.*?\)/, with: "") } == [
                "orders began to pass must: completeness >= 95%: 96% observed",
                "orders keeps its promise of quality again",
                "shop began to pass must: completeness >= 95%: 97% observed",
                "orders began to fail must: completeness >= 95% wanted, 80% observed",
                "orders broke its promise of quality: 80 of 95",
                "orders began to pass must: completeness >= 95%: 99% observed",
            ])
    }

    @Test func `one policy alone is told as if there were no other`() throws {
        try commit(.createPolicy(Policy(id: "owned", type: .metadata, rules: ["owner exists"])))
        try live()
        #expect(told(try history(policy: "owned").standings(by: .change)).last == "27 h: 4 of 4, 4 of 4")
        #expect(try history(policy: "owned").standings(by: .change).count == 2)
    }

    @Test func `of several rules that turn at once the worst is told, and how many are like it`() throws {
        try commit(
            .createPolicy(
                Policy(
                    id: "more", type: .quality,
                    rules: ["accuracy >= 90%", "validity >= 90%", "uniqueness >= 90%", "owner exists"])))
        wind(hours: 1)
        let metrics = ["accuracy", "validity", "uniqueness"].map {
            QualityReport.Metric(name: $0, value: $0 == "accuracy" ? "99" : "50")
        }
        try commit(.recordQuality(QualityReport(product: "shop", metrics: metrics, source: "dbt")))
        #expect(
            try history().changes.map(\.sentence) == [
                "shop began to fail more: validity >= 90% wanted, 50% observed (dbt, \(clock.now)), and 1 more rule"
            ])
    }

    @Test func `activity tells changes of state beside what was done, of one product or of all`() throws {
        try live()
        let reader = try mesh.reader()
        let entries = try reader.history(of: nil, before: nil, limit: 4)
        #expect(
            try reader.stateChanges(beside: entries, at: clock.now).map(\.product) == [
                "orders", "orders", "shop", "orders", "orders",
            ])
        let shop = try #require(try reader.product("shop"))
        #expect(
            try reader.stateChanges(beside: entries, of: shop, at: clock.now).map(\.level) == [.good])
    }

    @Test func `what came of the oldest entry is told although it was dated before its commit`() throws {
        wind(hours: 1)
        var report = QualityReport(
            product: "orders", metrics: [.init(name: "completeness", value: "80")], source: "dbt")
        report.at = Instant(milliseconds: clock.now.milliseconds - 400)
        try commit(.recordQuality(report))
        let reader = try mesh.reader()
        let entries = try reader.history(of: nil, before: nil, limit: 1)
        let changes = try reader.stateChanges(beside: entries, at: clock.now)
        #expect(changes.map(\.product) == ["orders", "orders"])
        #expect(Happening.inOrder(entries, changes).last == entries.first.map(Happening.done))
    }

    @Test func `where no policy asks anything nobody is called compliant`() {
        let standing = MeshComplianceHistory.Standing(at: Instant(milliseconds: 0), products: 3, compliant: 3)
        #expect(standing.sentence == "no policy asked anything of 3 products")
    }
}
