import MeshModel
import Testing

struct TrustTests {
    private func trust(
        promised: SLA = SLA(), metrics: [(String, Double)] = [], rules: [String] = [], binding: Bool = true,
        waived: [String] = [],
        adjust: (inout DataProduct) -> Void = { _ in }
    ) -> Trust {
        var product = DataProduct()
        product.id = "orders"
        product.owner = "alice"
        product.status = .published
        product.sla = promised
        adjust(&product)
        let points = metrics.map { name, value in
            MetricPoint(
                product: "orders", name: name, value: value, at: Example.now.adding(seconds: -1800), source: "dbt")
        }
        let book = PolicyBook(
            policies: rules.map {
                Policy(
                    id: Policy.ID(slugging: $0) ?? "p", type: .quality, rules: [$0],
                    enforcement: binding ? .mandatory : .advisory)
            }, domains: DomainTree([]),
            waivers: waived.compactMap { Policy.ID(slugging: $0) }.map {
                Waiver(policy: $0, product: "orders", reason: "it moves", until: Example.now.adding(seconds: 86_400))
            })
        let subject = RuleSubject(product: product, domain: nil, contract: nil, metrics: points, now: Example.now)
        return Trust(product, metrics: points, report: book.report(on: subject), consumers: 41, at: Example.now)
    }

    @Test func `trust is one sentence`() {
        let trust = trust(
            promised: SLA(freshness: Quantity(24, .hours), quality: Quantity(95)),
            metrics: [("timeliness_hours", 2.5), ("quality", 98.5)],
            rules: ["owner exists", "quality >= 95%", "accuracy >= 90%"])
        #expect(
            trust.sentence
                == "fresh 3 h of 24; quality 98.5 of 95, measured by dbt 08:30; 2 policies pass, 1 not measured; 41 consumers"
        )
        #expect(trust.level == .warning)
        #expect(trust.freshnessSeconds == 10_800.0)
        #expect(trust.score.description == "2 of 3, 1 not measured")
    }

    @Test(
        arguments: [
            // hours old when measured half an hour ago, promise, sentence, level
            (23.5, 24.0, "fresh 24 h of 24", TrustLevel.good), (23.6, 24, "stale: 24 h old, 24 h promised", .bad),
            (0.25, 24, "fresh 45 m of 24 h", .good), (215.5, 24, "stale: 9 d old, 24 h promised", .bad),
            (24, 168, "fresh 25 h of 7 d", .good),
        ] as [(Double, Double, String, TrustLevel)])
    func `data ages from the moment it was measured`(
        _ hours: Double, _ promise: Double, _ text: String, _ level: TrustLevel
    ) {
        let part = trust(promised: SLA(freshness: Quantity(promise)), metrics: [("freshness", hours)]).freshness
        #expect(part == Trust.Part(level, text))
    }

    @Test func `what was neither promised nor measured speaks neither for nor against`() {
        let blank = trust()
        #expect(blank.level == .unknown)
        #expect(
            blank.sentence
                == "freshness not measured; quality not measured; no policy speaks about it; 41 consumers")
        #expect(
            trust(promised: SLA(freshness: Quantity(24))).freshness.text == "freshness of 24 h promised, not measured")
        #expect(trust(rules: ["quality >= 95%"]).level == .unknown)
        #expect(trust(metrics: [("timeliness", 97)]).freshnessSeconds == nil)
    }

    @Test(arguments: [
        ("2026-11-22", 24.0 as Double?, "changed 33 h ago, 24 h promised", TrustLevel.warning),
        ("2026-11-23T08:00:00Z", 24, "changed 1 h ago, 24 h promised", .good),
        ("2017-11-23", nil, "changed 9 y ago, nothing promised", .unknown),
        ("R/P1D", 24, "freshness of 24 h promised, not measured", .unknown),
        ("2030-01-01", 24, "changed 0 s ago, 24 h promised", .good),
    ])
    func `what a source states of its age worries and does not condemn`(
        _ modified: String, _ promise: Double?, _ text: String, _ level: TrustLevel
    ) {
        let part = trust(promised: SLA(freshness: promise.map { Quantity($0) })) { $0.metadata["modified"] = modified }
        #expect(part.freshness == Trust.Part(level, text))
    }

    @Test func `the worst that is known decides`() {
        #expect(trust(rules: ["owner exists"]).level == .good)
        #expect(trust(rules: ["owner exists", "contact exists"]).level == .bad)
        #expect(
            trust(rules: ["owner exists", "contact exists"]).policies.text == "1 policy passes, 1 fails: contact-exists"
        )
        #expect(trust(rules: ["contact exists"], binding: false).level == .warning)
        #expect(trust(promised: SLA(quality: Quantity(95)), metrics: [("accuracy", 90)]).level == .bad)
        #expect(trust(rules: ["owner exists"]) { $0.status = .deprecated }.level == .warning)
        #expect(trust(rules: ["owner exists"]) { $0.missing = Example.now }.level == .warning)
        #expect(trust(rules: ["owner exists"]) { $0.status = .retired }.level == .bad)
    }

    /// Trust called a product bad that `check` calls compliant, for what it is excused from.
    @Test func `what is waived is neither failed nor unmeasured, and is told with its day`() {
        let rules = ["owner exists", "contact exists", "accuracy >= 90%"]
        let one = trust(rules: rules, waived: ["contact exists"])
        #expect(one.policies.text == "1 policy passes, 1 not measured, 1 waived: contact-exists until 2026-11-24")
        #expect(one.level == .warning)
        let all = trust(rules: ["contact exists", "accuracy >= 90%"], waived: ["contact exists", "accuracy >= 90%"])
        #expect(
            all.policies.text
                == "2 policies waived: contact-exists until 2026-11-24, accuracy-90 until 2026-11-24")
        #expect(all.level == .warning)
        #expect(trust(rules: ["owner exists"], waived: ["owner exists"]).policies.text == "1 policy passes")
    }

    @Test func `trust in a product of a mesh and a check of it agree on what is waived`() throws {
        let example = try Example()
        let policy = Policy(id: "must", type: .quality, rules: ["completeness >= 95%"])
        let report = QualityReport(product: "orders", metrics: [.init(name: "completeness", value: "90")])
        let until = Example.now.adding(seconds: 86_400)
        let waiver = Waiver(policy: "must", product: "orders", reason: "it moves", until: until)
        try example.mesh.commit([.createPolicy(policy), .recordQuality(report), .waive(waiver)], by: Example.owner)
        let reader = try example.reader()
        let product = try #require(try reader.product("orders"))
        let trust = try reader.trust(of: product, under: try reader.policyBook(), at: Example.now)
        #expect(trust.policies == Trust.Part(.warning, "1 policy waived: must until 2026-11-24"))
        #expect(try reader.compliance(of: product.id, at: Example.now)?.isCompliant == true)
    }

    @Test func `a row says how one may use a product`() throws {
        let example = try Example()
        let roles = AccessTerms(kind: .roleBased, roles: ["analyst"])
        try example.mesh.commit(
            [
                .createProduct(Example.draft("roles", owner: "alice")),
                .publish(Example.publication("roles", "1.0", access: roles)),
                .createProduct(Example.draft("gone", owner: "alice")),
                .publish(Example.publication("gone", "1.0")), .retire(StatusChange(product: "gone", note: "no use")),
            ], by: Example.owner)
        let carol = Actor(user: "carol")
        try example.mesh.commit([Example.request("prices", "mine")], by: carol)
        try example.mesh.commit([Example.request("orders", "mine")], by: carol)
        func words(_ actor: Actor) throws -> [String] {
            let reader = try example.reader()
            let book = try reader.policyBook()
            let links = try reader.actorLinks(actor, at: Example.now)
            return try reader.all(DataProduct.self, under: .under(.product)).map {
                let standing = try reader.standing(of: $0, under: book, for: actor, with: links, at: Example.now)
                return "\($0.id) \(standing.access) \(standing.consumers)"
            }
        }
        #expect(
            try words(carol) == [
                "gone closed 0", "ideas closed 0", "orders asked 0", "prices yours 1", "roles asks alice 0",
            ])
        #expect(
            try words(Actor(user: "x", roles: ["analyst"]))
                == ["gone closed 0", "ideas closed 0", "orders asks alice 0", "prices open 1", "roles open 0"])
        #expect(try words(Example.alice).allSatisfy { $0.contains("yours") || $0.hasPrefix("gone closed") })
    }

    @Test(
        arguments: [
            (0.0 as Double, "0 s"), (59, "59 s"), (60, "1 m"), (3599, "60 m"), (3600, "1 h"), (86_400, "24 h"),
            (172_800, "2 d"),
            (777_600, "9 d"), (3_456_000, "6 w"), (63_158_400, "2 y"), (-7200, "-2 h"),
        ] as [(Double, String)])
    func `a length of time is short`(_ seconds: Double, _ words: String) { #expect(span(seconds) == words) }
}
