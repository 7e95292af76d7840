import MeshModel
import Testing

/// A policy is tried before there is one.
struct PolicyTrialTests {
    let example: Example

    init() throws {
        example = try Example()
        try example.mesh.commit(
            [
                .recordQuality(Self.report("orders", "99")), .recordQuality(Self.report("prices", "90")),
                .createPolicy(Policy(id: "named", type: .metadata, scope: .domain("sales"), rules: ["owner exists"])),
            ], by: Example.owner)
    }

    private static func report(_ product: DataProduct.ID, _ completeness: String) -> QualityReport {
        QualityReport(product: product, metrics: [.init(name: "completeness", value: completeness)], source: "dbt")
    }

    private func trial(
        _ rules: [String], scope: Policy.Scope = .global, id: Policy.ID = "new",
        enforcement: Policy.Enforcement = .mandatory, slice: Int = 100
    ) throws -> PolicyTrial {
        var policy = Policy(id: id, type: .quality, scope: scope, rules: rules, enforcement: enforcement)
        policy.lifecycle = .draft
        var trial = try PolicyTrial(policy, on: try example.reader(), at: Example.now)
        while !trial.isFinished { try trial.advance(slice) }
        return trial
    }

    @Test(arguments: [1, 2, 100])
    func `who would fail that passes today is named, in slices of any size`(_ slice: Int) throws {
        let trial = try trial(["completeness >= 95%"], slice: slice)
        #expect((trial.total, trial.passed, trial.newlyFailing) == (3, 1, 2))
        #expect(trial.findings.map(\.product) == ["ideas", "prices"])
        #expect(trial.findings.map { $0.result.rules[0].outcome } == [.notMeasured, .fail])
        #expect(try example.reader().policies().map(\.id) == ["named"])
    }

    @Test func `who fails another policy already is no news`() throws {
        try example.mesh.commit(
            [.createPolicy(Policy(id: "strict", type: .quality, rules: ["completeness >= 91%"]))], by: Example.owner)
        #expect(try trial(["completeness >= 95%"]).newlyFailing == 0)
        #expect(try trial(["completeness >= 99.5%"]).findings.filter(\.isNew).map(\.product) == ["orders"])
        // The same policy with another threshold: what it says today does not count against it.
        #expect(try trial(["completeness >= 99.5%"], id: "strict").findings.map(\.isNew) == [false, true, false])
    }

    @Test func `one that only warns fails nobody, and one of a scope speaks there alone`() throws {
        #expect(try trial(["completeness >= 95%"], enforcement: .advisory).newlyFailing == 0)
        #expect(try trial(["completeness >= 95%"], scope: .domain("online")).total == 0)
        #expect(try trial(["completeness >= 95%"], scope: .tag("pii")).total == 0)
    }

    @Test func `a product that is excused from it does not fail`() throws {
        let waiver = Waiver(policy: "named", product: "prices", reason: "x", until: Example.now.adding(seconds: 60))
        try example.mesh.commit([.waive(waiver)], by: Example.owner)
        let trial = try trial(["completeness >= 95%"], id: "named")
        #expect(trial.findings.map(\.isNew) == [true, false])
    }

    @Test(arguments: [
        ([], Policy.Scope.global, "has no rule"), (["owner"], .global, "line 1, column 1"),
        (["owner exists"], .domain("nowhere"), "there is no domain 'nowhere'"),
        (Array(repeating: "owner exists", count: 1001), .global, "rules: has 1001 entries; 1000 is the most"),
    ])
    func `one that could not be created cannot be tried`(_ rules: [String], _ scope: Policy.Scope, _ sentence: String) {
        let refusal = #expect(throws: GatewayError.self) { try trial(rules, scope: scope) }
        #expect(refusal.map { "\($0)".contains(sentence) } == true, "\(refusal.map { "\($0)" } ?? "")")
    }
}
