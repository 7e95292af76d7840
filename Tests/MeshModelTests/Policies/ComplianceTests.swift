import MeshModel
import Testing

struct ComplianceTests {
    let example: Example

    init() throws { example = try Example() }

    private func policy(
        _ id: Policy.ID, _ scope: Policy.Scope = .global, _ rules: [String], lifecycle: Policy.Lifecycle = .enabled,
        enforcement: Policy.Enforcement = .mandatory
    ) -> Change {
        var policy = Policy(id: id, type: .quality, scope: scope, rules: rules, enforcement: enforcement)
        policy.lifecycle = lifecycle
        return .createPolicy(policy)
    }

    private func quality(_ product: DataProduct.ID, _ metrics: [(String, String)]) -> Change {
        .recordQuality(
            QualityReport(product: product, metrics: metrics.map { .init(name: $0.0, value: $0.1) }, source: "dbt"))
    }

    private func names(_ product: DataProduct.ID) throws -> [String] {
        try example.reader().compliance(of: product, at: Example.now)?.policies.map(\.name) ?? ["none"]
    }

    @Test func `a policy speaks of what its scope takes in`() throws {
        let tagged = ProductFacts(tags: ["pii"])
        try example.mesh.commit(
            [
                .createProduct(Example.draft("clicks", domain: "online", owner: "alice")),
                .editProduct(ProductEdit(id: "prices", facts: tagged)),
                policy("all", .global, ["owner exists"]), policy("sales", .domain("sales"), ["owner exists"]),
                policy("online", .domain("online"), ["owner exists"]), policy("private", .tag("pii"), ["owner exists"]),
                policy("draft", .global, ["owner exists"], lifecycle: .draft),
            ], by: Example.owner)
        #expect(try names("orders") == ["all", "sales"])
        #expect(try names("clicks") == ["all", "online", "sales"])
        #expect(try names("prices") == ["all", "private", "sales"])
        #expect(try names("nothing") == ["none"])
        let reader = try example.reader()
        #expect(try reader.check(policy: "draft", on: "orders", at: Example.now)?.isCompliant == true)
        #expect(try reader.check(policy: "private", on: "orders", at: Example.now) == nil)
        #expect(try reader.check(policy: "nothing", on: "orders", at: Example.now) == nil)
    }

    @Test func `a report tells what binds from what only warns`() throws {
        try example.mesh.commit(
            [
                policy("must", .global, ["completeness >= 95%", "owner exists"]),
                policy("should", .global, ["accuracy >= 90%"], enforcement: .advisory),
                policy("old", .global, ["accuracy >= 90%"], lifecycle: .deprecated),
                quality("orders", [("completeness", "98.5"), ("accuracy", "84.1")]),
            ], by: Example.owner)
        let report = try #require(try example.reader().compliance(of: "orders", at: Example.now))
        #expect(report.isCompliant)
        #expect(report.policies.map(\.binds) == [true, false, false])
        #expect(report.policies.map(\.isCompliant) == [true, false, false])
        #expect(report.score.description == "2 of 4")
        let other = try #require(try example.reader().compliance(of: "prices", at: Example.now))
        #expect(!other.isCompliant)
        #expect(other.score.description == "1 of 4, 3 not measured")
    }

    @Test func `a stored rule that cannot be read is not shown to hold`() throws {
        let parsed = ParsedPolicy(Policy(id: "later", type: .quality, rules: ["owner resembles alice"]))
        let result = parsed.result(on: SubjectExample.stated)
        #expect(!result.isCompliant)
        #expect(result.rules.map(\.outcome) == [.notMeasured])
        #expect(result.rules[0].observed.hasPrefix("cannot be read: line 1, column 7: expected"))
    }

    @Test(arguments: [1, 2, 100])
    func `a sweep counts the same in slices of any size`(_ slice: Int) throws {
        try example.mesh.commit(
            [
                .createProduct(Example.draft("clicks", domain: "online", owner: "alice")),
                policy("measured", .global, ["completeness >= 95%"]),
                policy("named", .domain("sales"), ["name exists"]),
                quality("orders", [("completeness", "98.5")]), quality("prices", [("completeness", "80")]),
            ], by: Example.owner)
        var sweep = try ComplianceSweep(try example.reader(), at: Example.now)
        #expect((sweep.seen, sweep.total, sweep.isFinished) == (0, 4, false))
        while !sweep.isFinished { try sweep.advance(slice) }
        #expect((sweep.seen, sweep.mesh.products, sweep.mesh.compliant) == (4, 4, 0))
        #expect(sweep.mesh.score.description == "1 of 8, 2 not measured")
        #expect(sweep.columns == ["named", "measured"])
        #expect(sweep.rows.map(\.domain) == ["online", "sales"])
        let measured = try #require(sweep["sales"]?.tallies["measured"])
        #expect((measured.total, measured.passed, measured.failed, measured.notMeasured) == (4, 1, 1, 2))
        #expect(measured.failing == ["prices"])
        #expect(measured.unmeasured == ["clicks", "ideas"])
        #expect(measured.binds)
        #expect(sweep["online"]?.tallies["measured"]?.unmeasured == ["clicks"])
        #expect(sweep["online"]?.products == 1)

        var narrow = try ComplianceSweep(try example.reader(), within: "online", at: Example.now)
        while !narrow.isFinished { try narrow.advance(slice) }
        #expect((narrow.seen, narrow.mesh.products) == (4, 1))
    }
}

extension ProductFacts {
    init(tags: [String]) {
        self.init()
        self.tags = tags
    }
}
