import MeshModel
import Testing

/// How a product fared over a window.
struct QualityHistoryTests {
    static let day = Instant.secondsPerDay

    /// `prices` promises fresh within a day and a quality of 95; measured so many days ago.
    private func history(
        _ points: [(daysAgo: Double, metric: String, value: String)], days: Int64 = 10
    ) throws -> QualityHistory {
        let example = try Example()
        var facts = ProductFacts()
        facts.sla = SLA(freshness: Quantity(text: "24h"), quality: Quantity(text: "95"))
        try example.mesh.commit([.editProduct(ProductEdit(id: "prices", facts: facts))], by: Example.owner)
        for point in points {
            let at = Example.now.adding(seconds: -Int64(point.daysAgo * Double(Self.day)))
            try example.mesh.commit(
                [
                    .recordQuality(
                        QualityReport(
                            product: "prices", metrics: [.init(name: point.metric, value: point.value)], at: at))
                ], by: Example.owner)
        }
        let reader = try example.reader()
        let product = try #require(try reader.product("prices"))
        return try reader.qualityHistory(
            of: product, from: Example.now.adding(seconds: -days * Self.day), through: Example.now)
    }

    private func attainment(_ promise: String, _ history: QualityHistory) throws -> QualityHistory.Attainment {
        try #require(history.attainments.first { $0.promise == promise })
    }

    @Test func `a promise is kept as long as what was measured last keeps it`() throws {
        let history = try history([
            (8, "quality", "97"), (4, "quality", "91"), (3, "quality", "90"), (2, "quality", "96"),
        ])
        let quality = try attainment("quality", history)
        #expect(quality.percent == 75 && quality.knownSeconds == Double(8 * Self.day))
        let at = { (days: Int64) in Example.now.adding(seconds: -days * Self.day) }
        #expect(quality.breaches.map(\.from) == [at(4)] && quality.breaches.map(\.until) == [at(2)])
        #expect(quality.breaches.map(\.observed) == ["90 of 95"])
    }

    @Test func `data grows old between two measurements`() throws {
        let history = try history([(3, "freshness_hours", "12"), (1, "freshness_hours", "6")])
        let freshness = try attainment("freshness", history)
        // Half a day is left of the first day, then a day and a half is too old; three quarters of a day are left of the last.
        #expect(abs(freshness.keptSeconds - 1.25 * Double(Self.day)) < 1)
        #expect(abs(freshness.knownSeconds - Double(3 * Self.day)) < 1)
        #expect(freshness.breaches.map(\.observed) == ["3 d of 24 h", "30 h of 24 h"])
        #expect(freshness.breaches.last?.until == nil)
        #expect(try abs(#require(history.ageSeconds) - 30 * 3600) < 1)
    }

    @Test func `what was measured before the window speaks for its beginning, and shows no point in it`() throws {
        let history = try history([(20, "quality", "90"), (5, "quality", "96")])
        let quality = try attainment("quality", history)
        #expect(quality.percent == 50)
        #expect(quality.breaches.map(\.from) == [history.from])
        #expect(history.courses.map(\.points.count) == [1])
    }

    @Test(arguments: [("97", true), ("90", false)])
    func `of what was measured this moment no share of the time is told, only how it stands`(
        _ value: String, _ isKept: Bool
    ) throws {
        let quality = try attainment("quality", try history([(0, "quality", value)]))
        #expect(quality.percent == nil && quality.isKept == isKept)
        let later = try attainment("quality", try history([(1 / Double(Self.day), "quality", value)]))
        #expect(later.percent == (isKept ? 100 : 0) && later.isKept == isKept)
    }

    @Test func `of what was never measured nothing is said`() throws {
        let history = try history([])
        #expect(history.courses == [] && history.ageSeconds == nil)
        #expect(history.attainments.map(\.percent) == [nil, nil])
        #expect(history.attainments.map(\.isKept) == [nil, nil])
    }

    @Test(arguments: [
        (["90", "92", "94", "96"], QualityHistory.Course.Trend.rising), (["96", "95", "93"], .falling),
        (["95", "95.2", "94.9", "95.1"], .steady), (["0", "0"], .steady),
    ])
    func `a course rises, falls or is steady`(_ values: [String], _ trend: QualityHistory.Course.Trend) throws {
        let points = values.enumerated().map { (Double(9 - $0.offset), "completeness", $0.element) }
        #expect(try history(points).courses.map(\.trend) == [trend])
    }

    @Test func `one moment has no course`() throws {
        #expect(try history([(1, "completeness", "90")]).courses.map(\.trend) == [nil])
    }
}
