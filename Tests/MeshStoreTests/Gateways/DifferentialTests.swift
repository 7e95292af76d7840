import MeshModel
import MeshStore
import Testing

/// Random changes and queries: the folder must answer as the mesh in memory does, before and after compactions.
@Suite(.serialized)
struct DifferentialTests {
    /// SplitMix64, so that a failure can be run again by its seed.
    struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }

        mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &self)] }
    }

    static let products: [DataProduct.ID] = (0..<24).map { DataProduct.ID("p\($0)") ?? "p" }
    static let domains: [Domain.ID] = ["sales", "online", "hr", "retail"]
    static let words = ["daily", "Sales", "orders", "été", "customer", "risk", "zeta-9", "ÖL"]

    static func change(_ dice: inout Dice) -> Change {
        let id = dice.pick(products)
        func facts(_ dice: inout Dice) -> ProductFacts {
            var facts = ProductFacts()
            facts.domain = dice.pick(domains)
            facts.owner = dice.pick(["alice", "bob", "@web"])
            if Bool.random(using: &dice) { facts.name = dice.pick(words) + " " + dice.pick(words) }
            if Bool.random(using: &dice) {
                facts.description = (0..<6).map { _ in dice.pick(words) }.joined(separator: " ")
            }
            if Bool.random(using: &dice) { facts.tags = [dice.pick(words), "pii"] }
            if Int.random(in: 0..<3, using: &dice) == 0 { facts.inputs = [.product(dice.pick(products))] }
            return facts
        }
        switch Int.random(in: 0..<16, using: &dice) {
        case 14, 15: return platform(&dice)
        case 13:
            return .registerConsumer(
                Consumer(
                    id: dice.pick(["board", "model", "sheet"]), domain: "finance",
                    owner: dice.pick(["alice", "bob", "@web"])))
        case 0: return .registerDomain(Domain(id: dice.pick(domains), name: dice.pick(words), owner: "alice"))
        case 1:
            var edit = DomainEdit(id: dice.pick(domains))
            edit.parent = dice.pick(domains)
            return .editDomain(edit)
        case 2, 3, 4: return .createProduct(ProductDraft(id: id, facts: facts(&dice)))
        case 5, 6: return .editProduct(ProductEdit(id: id, facts: facts(&dice)))
        case 7:
            let field = SchemaField(name: dice.pick(words + ["string_length"]), type: "string")
            let access = AccessTerms(kind: dice.pick([.open, .approval]))
            return .publish(
                Publication(
                    product: id, version: "\(Int.random(in: 1..<5, using: &dice)).0",
                    schema: [SchemaObject(name: id.text, fields: [field])], access: access))
        case 8:
            return .subscribe(
                SubscriptionRequest(
                    product: id, consumer: dice.pick(["board", "model", "sheet"]), consumerDomain: "finance",
                    pin: VersionPin(text: dice.pick(["1", "2", "3"])), uses: dice.pick([[], [], ["daily"]])))
        case 9:
            let link = Subscription.ID(
                product: id, port: OutputPort.main, consumer: dice.pick(["board", "model", "sheet"]))
            return .decide(.init(dice.pick(SubscriptionDecision.Verdict.allCases), link, reason: "because"))
        case 10, 11:
            let value = "\(Int.random(in: 0...100, using: &dice))"
            return .recordQuality(
                QualityReport(
                    product: id, metrics: [.init(name: dice.pick(["quality", "accuracy", "row_count"]), value: value)]))
        default: return .deprecate(StatusChange(product: id, note: "old"))
        }
    }

    /// What makes infrastructure, and what it says about access.
    private static func platform(_ dice: inout Dice) -> Change {
        let id = dice.pick(products)
        let door: InfrastructureTemplate.ID = "door"
        switch Int.random(in: 0..<4, using: &dice) {
        case 0:
            var template = InfrastructureTemplate()
            template.id = door
            template.hooks = [.init(event: .grant, argv: ["true"]), .init(event: .revoke, argv: ["true"])]
            return .createTemplate(template)
        case 1:
            var provision = Provision()
            (provision.product, provision.template, provision.port) = (id, door, OutputPort.main)
            provision.state = dice.pick(Provision.State.allCases)
            provision.hooks = [.grant, .revoke]
            return .provision(provision)
        default:
            var link = Subscription()
            (link.product, link.port, link.consumer) = (id, OutputPort.main, dice.pick(["board", "model", "sheet"]))
            return .recordGrant(
                PlatformGrant(
                    dice.pick(PlatformGrant.Action.allCases), link, template: door,
                    dice.pick(PlatformGrant.Outcome.allCases)))
        }
    }

    static func query(_ dice: inout Dice) -> ProductQuery {
        let terms = [
            "", "sales", "or", "été", "öl", "'daily", "!risk", "domain:sales", "domain=online", "!domain=hr", "owner:a",
            "tag:pii",
            "tag=sales", "status:pub", "quality<50", "quality>=50", "consumers>0", "updated<2d", "p1", "name:d",
            "id:p2", "zeta-9", "ete", "'orders", "^p1", "4$", "^p7$", "~dly", "!~ska", "daily|risk", "!sales|hr",
            "zeta-",
            "ustom", "rsk", "p1 | p2", "'", "^", "|", "z", "da", "sales_orders", "ring",
        ]
        return ProductQuery(
            parsing: (0..<Int.random(in: 0..<3, using: &dice)).map { _ in dice.pick(terms) }.joined(separator: " "))
    }

    @Test(arguments: 0..<12)
    func `the folder answers as memory does`(_ seed: UInt64) async throws {
        var dice = Dice(state: seed)
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let memory = try #require(try GatewayKind.memory.open(folder, clock: clock) as? MemoryMesh)
        let store = try #require(try GatewayKind.store.open(folder, clock: clock) as? StoreGateway)
        for step in 0..<120 {
            clock.wind(Int64.random(in: 0..<20_000, using: &dice))
            let batch = (0..<Int.random(in: 1..<3, using: &dice)).map { _ in Self.change(&dice) }
            let request = RequestID.random()
            let expected = await Self.outcome(memory, batch, request)
            #expect(
                await Self.outcome(store, batch, request) == expected,
                "seed \(seed), step \(step): \(batch.map(\.name))")
            if step % 37 == 36 {
                try await store.compact()
                // Both now rank by the words of the same generation.
                try memory.restate()
            }
            if step % 5 == 0 {
                try Self.compare(
                    try memory.reader(), try store.reader(), Self.query(&dice), &dice, clock.now,
                    "seed \(seed), step \(step)")
            }
        }
    }

    @Test func `pages out of thousands that tie are those of the mesh in memory`() async throws {
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let memory = MemoryMesh(actor: .owner) { clock.now }
        let store = try #require(try GatewayKind.store.open(folder, clock: clock) as? StoreGateway)
        var changes: [Change] = [.registerDomain(Domain(id: "sales", name: "Sales", owner: "alice"))]
        var dice = Dice(state: 7)
        for number in 0..<2600 {
            var facts = ProductFacts()
            facts.domain = "sales"
            facts.owner = number % 400 == 0 ? "bob" : "alice"
            let id = try #require(DataProduct.ID("p\(number)"))
            changes.append(.createProduct(ProductDraft(id: id, facts: facts)))
            // Most are measured alike, a few otherwise, and some not at all.
            guard number % 20 != 0 else { continue }
            let value = number % 500 == 3 ? "\(number % 90)" : "95"
            changes.append(
                .recordQuality(QualityReport(product: id, metrics: [.init(name: "quality", value: value)])))
        }
        _ = try await memory.commit(changes, requestID: .random(), agreed: nil)
        _ = try await store.commit(changes, requestID: .random(), agreed: nil)
        try await store.compact()
        try memory.restate()
        let (one, other) = (try memory.reader(), try store.reader())
        for key in ProductOrder.Key.allCases {
            for descending in [false, true] {
                let order = ProductOrder(key, descending: descending)
                var expected = try one.search(ProductQuery(), order: order, at: clock.now)
                var found = try other.search(ProductQuery(), order: order, at: clock.now)
                while expected.unseen > 0 { try expected.advance(1000) }
                while found.unseen > 0 { try found.advance(1000) }
                let all = try expected.page(0..<expected.found)
                for _ in 0..<12 {
                    let start = Int.random(in: 0..<all.count, using: &dice)
                    let range = start..<min(all.count, start + 30)
                    #expect(try found.page(range) == Array(all[range]), "\(order) \(range)")
                }
            }
        }
    }

    /// Where the journal alone held products a search ended before it had begun, and was not looked for more widely.
    @Test func `a mesh without a snapshot looks further as well`() async throws {
        let folder = try TemporaryFolder()
        let clock = TestClock()
        for kind in [GatewayKind.memory, .store] {
            let mesh = try kind.open(folder, clock: clock)
            for id in ["customer_orders", "payments"] as [DataProduct.ID] {
                var facts = ProductFacts()
                facts.domain = "sales"
                facts.owner = "alice"
                let changes: [Change] = [
                    .registerDomain(Domain(id: "sales", name: "", owner: "alice")),
                    .createProduct(ProductDraft(id: id, facts: facts)),
                ]
                _ = try await mesh.commit(
                    id == "payments" ? [changes[1]] : changes, requestID: .random(), agreed: nil)
            }
            for (text, leniency) in [("pay", RankedQuery.Leniency.words), ("ustom", .inside), ("paymnts", .alike)] {
                var search = try mesh.reader().search(
                    ProductQuery(parsing: text), order: ProductOrder(.relevance), at: clock.now)
                while search.unseen > 0 { try search.advance(1) }
                #expect(search.found == 1, "\(kind) \(text)")
                #expect(search.ranking.leniency == leniency)
            }
        }
    }

    enum Outcome: Equatable {
        case done(UInt64, Bool, Consequences)
        case refused(GatewayError)
    }

    static func outcome(_ mesh: any MeshGateway, _ changes: [Change], _ request: RequestID) async -> Outcome {
        do {
            let receipt = try await mesh.commit(changes, requestID: request, agreed: nil)
            return .done(receipt.revision.number, receipt.changed, receipt.consequences)
        } catch { return .refused(error) }
    }

    static func compare(
        _ memory: any MeshReader, _ store: any MeshReader, _ query: ProductQuery, _ dice: inout Dice, _ now: Instant,
        _ place: String
    ) throws {
        #expect(memory.revision == store.revision)
        #expect(try memory.facets(query, at: now) == store.facets(query, at: now), "\(place) \(query)")
        for key in ProductOrder.Key.allCases {
            let order = ProductOrder(key, descending: Bool.random(using: &dice))
            var one = try memory.search(query, order: order, at: now)
            var other = try store.search(query, order: order, at: now)
            while one.unseen > 0 { try one.advance(7) }
            while other.unseen > 0 { try other.advance(5) }
            let expected = try one.page(0..<100)
            #expect(try other.page(0..<100) == expected, "\(place) \(order) \(query)")
            #expect(one.found == other.found)
            #expect(one.ranking == other.ranking || one.found == 0)
            if let best = expected.first, let product = try store.product(best) {
                let card = try store.card(of: product)
                #expect(other.ranking.explanation(of: card, at: now)?.total != nil)
            }
            if !expected.isEmpty {
                let start = Int.random(in: 0..<expected.count, using: &dice)
                #expect(try other.page(start..<start + 3) == Array(expected[start...].prefix(3)))
                let id = dice.pick(expected)
                #expect(try other.position(of: id) == one.position(of: id))
            }
        }
        for id in products {
            #expect(try memory.product(id) == store.product(id))
            #expect(try memory.consumers(of: id) == store.consumers(of: id), "\(place)")
            #expect(try memory.metrics(of: id) == store.metrics(of: id))
            #expect(try memory.subscriptions(of: id) == store.subscriptions(of: id))
            #expect(
                try memory.outstanding(product: id, at: now) == store.outstanding(product: id, at: now), "\(place)")
            for direction in [LineageReach.Direction.upstream, .downstream] {
                let reach = try memory.reach(of: id, direction, limit: 100)
                let other = try store.reach(of: id, direction, limit: 100)
                #expect(try reach.page(0..<100) == other.page(0..<100), "\(place) \(direction)")
                #expect(try store.reach(of: id, direction, limit: 2).isCut == (reach.count > 2))
                if reach.count > 1 { #expect(try reach.page(1..<2) == other.page(1..<2)) }
            }
            for later in [0, 100 * 86_400] as [Int64] {
                let moment = now.adding(seconds: later)
                #expect(try memory.userCount(of: id, at: moment) == store.userCount(of: id, at: moment))
            }
        }
        for query in [
            SubscriptionQuery(), SubscriptionQuery(consumer: "board"), SubscriptionQuery(requestedBy: "alice"),
            SubscriptionQuery(requestedBy: "nobody"), SubscriptionQuery(state: .requested),
            SubscriptionQuery(state: .active),
        ] {
            var after: RecordKey?
            repeat {
                let page = try memory.subscriptions(query, after: after, limit: 3, at: now)
                let other = try store.subscriptions(query, after: after, limit: 3, at: now)
                #expect(page.items == other.items, "\(place) \(query)")
                #expect(page.next == other.next)
                after = page.next
            } while after != nil
        }
        for owner in ["alice", "bob", "@web"] {
            #expect(try memory.consumers(ownedBy: owner) == store.consumers(ownedBy: owner))
        }
        #expect(try memory.history(of: nil, before: nil, limit: 20) == store.history(of: nil, before: nil, limit: 20))
    }
}
