import MeshModel
import MeshStore
import Testing

/// What columns tell of compliance must be what the records say, rule by rule and policy by policy.
struct ColumnComplianceTests {
    private static let rules = [
        "owner exists", "contact exists", "name exists", "description exists", "tags exists", "not tags exists",
        "owner = alice", "owner != alice", "owner in [alice, bob]", "not owner in [alice]", "domain = sales",
        "domain.owner exists", "domain.owner = alice", "domain in [sales, online]", "domain.team has alice",
        "status = published",
        "status in [draft, deprecated]", "classification = internal", "tags has pii", "tags has nowhere",
        "not (tags has daily)", "version exists", "version >= 2.0", "ports >= 1", "inputs exists", "inputs = 0",
        "fields > 0", "access.type = open", "access.type != open", "sla.freshness exists", "sla.freshness <= 24h",
        "sla.freshness <= 1d", "sla.freshness < 90m", "sla.quality >= 95", "sla.availability >= 99.5%",
        "sla.freshness = 24h", "age <= 1d", "age > 2h", "age >= 0s", "created >= 2026-11-01", "created exists",
        "accuracy >= 90", "accuracy < 50%", "accuracy > 1000%", "accuracy exists", "accuracy = 50", "accuracy != 50",
        "row_count > 40", "row_count = 7", "quality >= 50", "timeliness <= 1h", "timeliness_minutes <= 30",
        "nothing_count > 3", "nothing_count exists", "timeliness <= sla.freshness", "accuracy >= sla.quality",
        "accuracy > sla.quality", "quality = sla.quality", "quality != sla.quality",
        "sla.quality >= sla.availability", "owner exists and accuracy >= 50", "owner = alice or accuracy >= 50",
        "status = published implies accuracy exists", "accuracy exists implies owner = alice",
        "not (accuracy >= 50 and quality >= 50)", "tags has pii implies owner in [alice, bob]",
    ]
    /// What no column has.
    private static let others = [
        "every field: description exists", "product_id = p1", "metadata.cost = 3", "owner in domain.team",
        "description = daily",
    ]

    private static func change(_ dice: inout DifferentialTests.Dice) -> Change {
        let id = dice.pick(DifferentialTests.products)
        switch Int.random(in: 0..<6, using: &dice) {
        case 0, 1:
            var facts = ProductFacts()
            var sla = SLA()
            if Bool.random(using: &dice) { sla.freshness = Quantity(text: dice.pick(["24", "1d", "90m", "2h", "1d"])) }
            if Bool.random(using: &dice) { sla.quality = Quantity(text: dice.pick(["50", "95%", "0.5%"])) }
            if Bool.random(using: &dice) { sla.availability = Quantity(text: dice.pick(["99.5%", "50", "99"])) }
            facts.sla = sla
            facts.contact = dice.pick(["", "team@example.org"])
            facts.classification = dice.pick(DataProduct.Classification.allCases)
            return .editProduct(ProductEdit(id: id, facts: facts))
        case 2, 3:
            let name = dice.pick(["quality", "accuracy", "row_count", "timeliness_minutes"])
            let value = dice.pick(["0", "7", "30", "50", "50.5", "95", "100"])
            return .recordQuality(QualityReport(product: id, metrics: [.init(name: name, value: value)]))
        case 4: return .retire(StatusChange(product: id, note: "gone"))
        default: return DifferentialTests.change(&dice)
        }
    }

    /// A mesh that was compacted in the middle of its life.
    private static func mesh(_ seed: UInt64, _ folder: TemporaryFolder, _ clock: TestClock) async throws -> StoreGateway
    {
        var dice = DifferentialTests.Dice(state: seed)
        let store = try #require(try GatewayKind.store.open(folder, clock: clock) as? StoreGateway)
        for domain in DifferentialTests.domains {
            let change = Change.registerDomain(
                Domain(id: domain, name: "", owner: dice.pick(["alice", "bob", "@web"])))
            _ = try await store.commit([change], requestID: .random(), agreed: nil)
        }
        for id in DifferentialTests.products {
            var facts = ProductFacts()
            facts.domain = dice.pick(DifferentialTests.domains)
            facts.owner = dice.pick(["alice", "bob", "@web"])
            _ = try await store.commit(
                [.createProduct(ProductDraft(id: id, facts: facts))], requestID: .random(), agreed: nil)
        }
        for step in 0..<400 {
            clock.wind(Int64.random(in: 0..<2000, using: &dice))
            if step == 394 { try await store.compact() }
            _ = try? await store.commit([change(&dice)], requestID: .random(), agreed: nil)
        }
        return store
    }

    private static func book(
        _ policies: [Policy], _ reader: any MeshReader, _ ways: [PolicyImplementation] = [], _ waivers: [Waiver] = []
    ) throws -> PolicyBook {
        PolicyBook(
            policies: policies, domains: DomainTree(try reader.domains()), implementations: ways, waivers: waivers)
    }

    /// What records say of the products that columns judged.
    private static func compare(
        _ book: PolicyBook, _ reader: any MeshReader, within domain: Domain.ID? = nil, at now: Instant, _ what: String
    ) throws {
        guard let told = try reader.columnCompliance(under: book, within: domain, at: now) else {
            Issue.record("columns tell nothing of \(what)")
            return
        }
        let unjudged = Set(try told.unjudged(after: nil, limit: 1000))
        var expected: [String: [Int]] = [:]
        var troubled: [Domain.ID: [ComplianceSweep.Troubled]] = [:]
        var count = 0
        for product in try reader.scan(DataProduct.self, under: .under(.product), after: nil, limit: 1000).items {
            guard !unjudged.contains(product.id) else { continue }
            count += 1
            let path = book.domains.path(of: product.domain)
            guard product.status != .retired, domain.map(path.contains) ?? true else { continue }
            let report = try reader.compliance(of: product, under: book, at: now)
            let weight = ComplianceSweep.Troubled.weight(of: report)
            for id in path.map(\.text) + ["*"] {
                func add(_ line: String, _ figures: [Int]) {
                    expected[line] = zip(expected[line] ?? figures.map { _ in 0 }, figures).map(+)
                }
                let score = report.score
                add(id, [1, report.isCompliant ? 1 : 0, score.passed, score.total, score.notMeasured])
                for result in report.policies {
                    let isFailing = result.rules.contains { $0.outcome == .fail }
                    add(
                        "\(id) \(result.policy)",
                        [1, result.isCompliant ? 1 : 0, result.isCompliant || isFailing ? 0 : 1, result.binds ? 1 : 0])
                }
            }
            if weight > 0 {
                for id in path { troubled[id, default: []].append(.init(product.id, weight: weight)) }
            }
        }
        #expect(told.judged == count, "\(what)")
        var found: [String: [Int]] = [:]
        for (id, row) in told.rows.map({ ($0.domain.text, $0) }) + [("*", told.mesh)] where row.products > 0 {
            let score = row.score
            found[id] = [row.products, row.compliant, score.passed, score.total, score.notMeasured]
            for (policy, tally) in row.tallies.spoken {
                found["\(id) \(policy)"] = [
                    tally.total, tally.passed, tally.notMeasured, tally.binds ? tally.total : 0,
                ]
            }
        }
        #expect(found == expected, "\(what)")
        for row in told.rows {
            let worst = (troubled[row.domain] ?? []).sorted {
                ($1.weight, $0.product) < ($0.weight, $1.product)
            }
            #expect(try told.troubled(in: row.domain, limit: 1000) == worst, "\(what) in \(row.domain)")
            #expect(try told.troubled(in: row.domain, limit: 2) == Array(worst.prefix(2)), "\(what) in \(row.domain)")
        }
    }

    @Test(arguments: 0..<4)
    func `each rule is answered as records answer it`(_ seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let reader = try await Self.mesh(seed, folder, clock).reader()
        for rule in Self.rules {
            let policy = Policy(id: "one", type: .quality, rules: [rule])
            try Self.compare(try Self.book([policy], reader), reader, at: clock.now, "seed \(seed): \(rule)")
        }
        for rule in Self.others {
            let policy = Policy(id: "one", type: .quality, rules: [rule])
            #expect(
                try reader.columnCompliance(under: try Self.book([policy], reader), within: nil, at: clock.now) == nil,
                "\(rule)")
        }
    }

    @Test(arguments: 10..<16)
    func `policies of every scope, ways of domains and waivers are counted as records count them`(
        _ seed: UInt64
    ) async throws {
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let reader = try await Self.mesh(seed, folder, clock).reader()
        var dice = DifferentialTests.Dice(state: seed)
        for round in 0..<20 {
            var policies: [Policy] = []
            for number in 0..<6 {
                let rules = (0..<Int.random(in: 0..<4, using: &dice)).map { _ in dice.pick(Self.rules) }
                var policy = Policy(
                    id: Policy.ID("p\(number)") ?? "p", type: .quality,
                    scope: dice.pick([.global, .domain("sales"), .domain("online"), .tag("pii"), .tag("daily")]),
                    rules: rules + (number == 5 ? ["this is no rule ("] : []),
                    enforcement: dice.pick(Policy.Enforcement.allCases))
                policy.lifecycle = dice.pick([.enabled, .grace, .draft])
                policies.append(policy)
            }
            policies.append(Policy(id: "must", type: .quality, rules: ["accuracy >= 50%", "owner exists"]))
            let ways = [
                PolicyImplementation(policy: "must", domain: "sales", rules: ["accuracy >= 95%"]),
                PolicyImplementation(policy: "must", domain: "online", metrics: ["accuracy": "quality"]),
            ]
            var waiver = Waiver(
                policy: "must", product: dice.pick(DifferentialTests.products), reason: "until the move",
                until: clock.now.adding(seconds: 60))
            waiver.created = clock.now.adding(seconds: -60)
            let book = try Self.book(policies, reader, ways, [waiver])
            try Self.compare(
                book, reader, within: dice.pick([nil, "sales", "hr", "nowhere"]), at: clock.now, "seed \(seed) \(round)"
            )
        }
    }

    @Test func `a sweep takes what columns tell and reads the rest`() async throws {
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let store = try await Self.mesh(3, folder, clock)
        _ = try await store.commit(
            [.createPolicy(Policy(id: "must", type: .quality, rules: ["accuracy >= 50%"]))], requestID: .random(),
            agreed: nil)
        let reader = try store.reader()
        let told = try #require(
            try reader.columnCompliance(under: try reader.policyBook(), within: nil, at: clock.now))
        #expect(told.judged > 0)
        #expect(try !told.unjudged(after: nil, limit: 1).isEmpty)
        var swept: [ComplianceSweep] = []
        for slice in [1, 7, 1000] {
            var sweep = try ComplianceSweep(reader, at: clock.now)
            while !sweep.isFinished { try sweep.advance(slice) }
            #expect(sweep.seen == sweep.total)
            swept.append(sweep)
        }
        try await store.compact()
        var whole = try ComplianceSweep(try store.reader(), at: clock.now)
        while !whole.isFinished { try whole.advance(10) }
        for sweep in swept {
            #expect(sweep.rows.map(\.domain) == whole.rows.map(\.domain))
            #expect(sweep.rows.map(\.score) == whole.rows.map(\.score))
            #expect(sweep.mesh.compliant == whole.mesh.compliant)
        }
    }
}
