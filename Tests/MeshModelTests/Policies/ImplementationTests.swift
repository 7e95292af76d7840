import MeshModel
import Testing

/// A domain keeps a global policy its own way.
struct ImplementationTests {
    let example: Example

    init() throws {
        example = try Example()
        var rules = [
            "completeness >= 95% and accuracy >= 90%", "timeliness_hours <= 24",
            "classification in [public, internal]", "not validity < 50%", "latency <= 90", "uniqueness > 50",
        ]
        rules.append("tags has live implies freshness <= 2h")
        try example.mesh.commit(
            [
                .createPolicy(Policy(id: "quality", type: .quality, rules: rules)),
                .createPolicy(
                    Policy(id: "online_only", type: .quality, scope: .domain("online"), rules: ["accuracy >= 1%"])),
                .createProduct(Example.draft("clicks", domain: "online", owner: "alice")),
            ], by: Example.owner)
    }

    private func way(
        _ domain: Domain.ID = "sales", metrics: [String: String] = [:], rules: [String] = [],
        policy: Policy.ID = "quality"
    ) -> Change {
        .implementPolicy(PolicyImplementation(policy: policy, domain: domain, metrics: metrics, rules: rules))
    }

    private func rules(_ product: DataProduct.ID) throws -> [String] {
        let report = try example.reader().compliance(of: product, at: Example.now)
        return report?.policies.first { $0.policy == "quality" }?.rules.map(\.rule) ?? []
    }

    @Test func `its own metrics are asked, in the unit that the policy meant`() throws {
        try example.mesh.commit(
            [
                way(metrics: ["completeness": "fill_rate", "timeliness_hours": "lag_minutes"]),
                .recordQuality(
                    QualityReport(
                        product: "orders",
                        metrics: [.init(name: "fill_rate", value: "96"), .init(name: "lag_minutes", value: "144")])),
            ], by: Example.owner)
        let report = try #require(try example.reader().compliance(of: "orders", at: Example.now)?.policies.first)
        #expect(report.keptAsIn == "sales")
        #expect(report.remark == "as sales keeps it")
        // 24 was hours before it was compared with minutes.
        #expect(report.rules[1].sentence.hasPrefix("lag_minutes <= 24h: 144m observed"))
        #expect(report.rules[0].rule == "fill_rate >= 95% and accuracy >= 90%")
        #expect(report.rules[0].wanted == "accuracy >= 90%")
    }

    @Test func `a stricter test takes the place of the policy's, also in a sub-domain`() throws {
        try example.mesh.commit(
            [way(rules: ["completeness >= 98%", "classification in [internal]", "freshness < 2h"])], by: Example.owner)
        #expect(
            try rules("orders").prefix(3) == [
                "completeness >= 98% and accuracy >= 90%", "timeliness_hours <= 24", "classification in [internal]",
            ])
        #expect(try rules("orders").last == "tags has live implies freshness < 2h")
        #expect(try rules("clicks") == rules("orders"))
        try example.mesh.commit([way("online", rules: ["completeness >= 99%"])], by: Example.owner)
        #expect(try rules("clicks").first == "completeness >= 99% and accuracy >= 90%")
        #expect(try rules("clicks")[2] == "classification in [internal]")
        #expect(try rules("orders").first == "completeness >= 98% and accuracy >= 90%")
        // The domain above asks for more now than the one below ever did.
        try example.mesh.commit([way(rules: ["completeness >= 99.5%"])], by: Example.owner)
        #expect(try rules("clicks").first == "completeness >= 99.5% and accuracy >= 90%")
    }

    @Test func `what it no longer says no longer holds`() throws {
        #expect(example.refusal([way()])?.contains("says nothing") == true)
        try example.mesh.commit([way(rules: ["completeness >= 98%"])], by: Example.owner)
        try example.mesh.commit([way()], by: Example.owner)
        #expect(try rules("orders").first == "completeness >= 95% and accuracy >= 90%")
        #expect(try example.reader().implementations().isEmpty)
        #expect(try example.reader().compliance(of: "orders", at: Example.now)?.policies.first?.keptAsIn == nil)
    }

    struct Row: CustomTestStringConvertible, Sendable {
        var rule: String
        /// Nil: it is taken.
        var sentence: String?
        var testDescription: String { rule }
    }

    @Test(arguments: [
        Row(rule: "completeness >= 95%"), Row(rule: "completeness > 95%"), Row(rule: "completeness >= 100%"),
        Row(rule: "timeliness_hours <= 1440m"), Row(rule: "timeliness_hours < 24h"),
        Row(rule: "classification in [public]"), Row(rule: "latency < 90"), Row(rule: "accuracy >= 91"),
        Row(rule: "uniqueness >= 50.1"),
        Row(rule: "uniqueness >= 50", sentence: "is looser than uniqueness > 50"),
        Row(
            rule: "completeness >= 94.9%",
            sentence: "is looser than completeness >= 95%, which 'quality' asks of everybody"),
        Row(rule: "timeliness_hours <= 1441m", sentence: "is looser than timeliness_hours <= 24"),
        Row(
            rule: "classification in [public, restricted]",
            sentence: "is looser than classification in [public, internal]"),
        Row(rule: "latency <= 2s", sentence: "cannot be compared with latency <= 90"),
        // Behind 'not' more would be less.
        Row(rule: "validity < 60%", sentence: "is about nothing that 'quality' asks for"),
        Row(rule: "completeness <= 99%", sentence: "is about nothing that 'quality' asks for"),
        Row(rule: "nulls <= 5", sentence: "a policy of its own, with the scope domain:sales"),
        Row(rule: "owner exists", sentence: "is no test that could be stricter than another"),
        Row(rule: "completeness = 99%", sentence: "is no test that could be stricter than another"),
        Row(rule: "completeness >=", sentence: "policy 'quality in sales': line 1, column 14: expected a number"),
    ])
    func `a domain may ask for more and never for less`(_ row: Row) {
        let refusal = example.refusal([way(rules: [row.rule])])
        guard let sentence = row.sentence else {
            #expect(refusal == nil)
            return
        }
        #expect(refusal?.contains(sentence) == true, "\(refusal ?? "it was taken")")
    }

    @Test(arguments: [
        (
            ["colour": "shade"],
            "metric 'colour': stands in no rule of 'quality'; its metrics are accuracy, completeness"
        ),
        (["completeness": "owner"], "metric 'owner': cannot be the name of a metric"),
        (["completeness": "a b"], "metric 'a b': cannot be the name of a metric"),
        (["completeness": "x exists or y"], "cannot be the name of a metric"),
        (["completeness": "lag_hours"], "would not fit any more: lag_hours is a length of time and 95% is a share"),
    ])
    func `a name that cannot stand for the metric is refused`(_ metrics: [String: String], _ sentence: String) {
        let refusal = example.refusal([way(metrics: metrics)])
        #expect(refusal?.contains(sentence) == true, "\(refusal ?? "it was taken")")
    }

    @Test func `a policy is kept only where it speaks, and in a domain that there is`() {
        #expect(
            example.refusal([way(rules: ["accuracy >= 2%"], policy: "online_only")])
                == "policy 'online_only' does not speak about 'sales': its scope is domain:online")
        #expect(example.refusal([way("online", rules: ["accuracy >= 2%"], policy: "online_only")]) == nil)
        #expect(example.refusal([way("nowhere", rules: ["accuracy >= 99%"])])?.contains("there is no domain") == true)
        #expect(
            example.refusal([way(rules: ["accuracy >= 99%"], policy: "none")])?.contains("no policy 'none'") == true)
    }
}
