import MeshModel
import Testing

/// Random lives of subscriptions and platforms: whatever is asked in whatever order, no link reaches a state that it must not be in.
struct RandomLifeTests {
    private static let consumers: [Consumer.ID] = ["board", "model"]
    private static let actors = [
        Example.alice, Example.alice, Example.alice, Example.mallory, Example.mallory, Actor(user: "bob"),
        Actor(user: "carol", roles: [.governance]),
        Actor(user: "paul", roles: [.platform]),
    ]

    private static func mesh(_ clock: MovingClock) throws -> Example {
        let example = try Example { clock.now }
        var door = InfrastructureTemplate()
        door.id = "door"
        door.hooks = [.init(event: .grant, argv: ["true"]), .init(event: .revoke, argv: ["true"])]
        try example.mesh.commit([.createTemplate(door)], by: Example.owner)
        return example
    }

    private static func change(_ dice: inout Seeded, _ now: Instant) -> Change {
        func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &dice)] }
        let consumer = pick(consumers)
        let link = Subscription.ID(product: "orders", port: OutputPort.main, consumer: consumer)
        let until = pick([nil, nil, now.adding(seconds: pick([-60, 60, 86_400, 40 * 86_400, 90 * 86_400]))])
        let fields = pick([[], [], [], ["id"], ["orders.id"], ["nothing"]])
        switch Int.random(in: 0..<10, using: &dice) {
        case 0, 1:
            return .subscribe(
                SubscriptionRequest(
                    product: "orders", consumer: consumer, consumerDomain: "finance", until: until,
                    pin: VersionPin(text: pick(["", "", "1", "2"])), uses: fields))
        case 2...6:
            return .decide(
                SubscriptionDecision(
                    pick(SubscriptionDecision.Verdict.allCases), link,
                    reason: pick(["", "because", "because", "because"]), until: until,
                    fields: fields))
        case 7:
            var provision = Provision()
            provision.product = "orders"
            provision.template = "door"
            provision.port = OutputPort.main
            provision.state = pick([.planned, .applying, .applying, .ready, .ready, .ready, .failed, .destroyed])
            provision.hooks = pick([[.grant, .revoke], [.grant, .revoke], [.revoke], []])
            return .provision(provision)
        default:
            var about = Subscription()
            (about.product, about.port, about.consumer, about.until) = ("orders", OutputPort.main, consumer, until)
            var grant = PlatformGrant(
                pick(PlatformGrant.Action.allCases), about, template: "door", pick(PlatformGrant.Outcome.allCases))
            if Bool.random(using: &dice) { grant.fields = ["orders.id"] }
            return .recordGrant(grant)
        }
    }

    @Test(arguments: 0..<24)
    func `no sequence of changes reaches a state that must not be`(_ seed: UInt64) throws {
        var dice = Seeded(state: seed)
        let clock = MovingClock()
        let example = try Self.mesh(clock)
        var before: [Consumer.ID: Subscription] = [:]
        var made = 0
        for step in 0..<300 {
            let place: Comment = "seed \(seed), step \(step)"
            clock.wind([0, 1, 3600, 86_400, 20 * 86_400].randomElement(using: &dice) ?? 0)
            let now = clock.now
            let change = Self.change(&dice, now)
            let actor = Self.actors.randomElement(using: &dice) ?? Example.alice
            let standings = before.mapValues { $0.standing(at: now) }
            // What is shown first is what is done then.
            let preview = Result { try Self.plan(change, try example.reader(), actor, now).consequences }
            let commit = Result { try example.mesh.commit([change], by: actor).consequences }
            switch (preview, commit) {
            case (.success(let shown), .success(let done)): #expect(shown == done, place)
            case (.failure(PlanError.refused(let shown)), .failure(GatewayError.refused(let done))):
                #expect(shown == done, place)
            default: Issue.record("\(place): \(preview) and \(commit)")
            }
            if case .success = commit { made += 1 }
            let reader = try example.reader()
            for link in try reader.subscriptions(of: "orders") {
                let old = before[link.consumer]
                try Self.check(
                    link, after: old, standings[link.consumer], change, succeeded: (try? commit.get()) != nil, at: now,
                    place)
                try Self.checkPlatform(of: link, reader, now, place)
                // Those who wait for a renewal are found without walking the links.
                let asked = try reader.find(RenewalRequest.self, RenewalRequest.key(link.id))
                if link.standing(at: now) == .renewing { #expect(asked != nil, place) }
                if !(link.state == .active) { #expect(asked == nil, place) }
                before[link.consumer] = link
            }
        }
        #expect(made > 15, "seed \(seed): \(made) of 300")
    }

    /// Only what happened moved it; its story grew and was not rewritten; it says the same as the last thing that happened.
    private static func check(
        _ link: Subscription, after old: Subscription?, _ standing: Subscription.Standing?, _ change: Change,
        succeeded: Bool, at now: Instant, _ place: Comment
    ) throws {
        let last = try #require(link.history.last)
        #expect(last.state == link.state, place)
        if link.state == .active {
            #expect(last.until == link.until, place)
            #expect(last.fields == link.fields, place)
        }
        guard let old else {
            guard case .subscribe = change else {
                Issue.record("\(place): a link without a request")
                return
            }
            return
        }
        #expect(Array(link.history.prefix(old.history.count)) == old.history, place)
        guard link != old else { return }
        #expect(succeeded, place)
        switch change {
        case .subscribe:
            #expect([.expired, .denied, .revoked, .cancelled].contains(try #require(standing)), place)
            #expect(link.standing(at: now).isUndecided || link.standing(at: now).grantsAccess, place)
        case .decide(let decision):
            let meant = try #require(TransitionTests.table[decision.verdict])
            #expect(meant.from.contains(try #require(standing)), place)
            #expect(link.history.count == old.history.count + 1, place)
            let after = link.standing(at: now)
            let isKept = decision.verdict == .deny && standing == .renewing
            #expect(meant.to.grantsAccess || isKept ? after.grantsAccess : after == meant.to, place)
            // Whoever would be granted at once is renewed at once, and that is a renewal.
            let isAtOnce = decision.verdict == .prolong && last.verdict == .renew
            #expect(last.verdict == decision.verdict || isAtOnce, place)
        default: Issue.record("\(place): \(change.name) moved a subscription")
        }
    }

    /// Usable is only what is approved and was carried out on these terms; closed is only what was carried out.
    private static func checkPlatform(
        of link: Subscription, _ reader: any MeshReader, _ now: Instant, _ place: Comment
    ) throws {
        let grants = link.standing(at: now).grantsAccess
        let last = try reader.find(PlatformGrant.self, PlatformGrant.key(link.id, "door"))
        let provision = try reader.find(Provision.self, Provision.key("orders", "door"))
        let isThere = provision.map { $0.state != .destroyed } ?? false
        switch try reader.platformAccess(of: link, at: now) {
        case .usable:
            #expect(grants && last?.action == .grant && last?.outcome == .done, place)
            #expect(last?.until == link.until && last?.fields == link.fields, place)
            #expect(try #require(last).at >= (try #require(provision).at), place)
        case .granting: #expect(grants, place)
        case .grantFailed: #expect(grants && last?.outcome == .failed, place)
        case .lapsedButOpen: #expect(!grants && last?.mayBeOpen ?? false, place)
        case nil:
            #expect(grants || !isThere || !(last?.mayBeOpen ?? false), place)
            let grantsHere = isThere && provision?.hooks.contains(.grant) ?? false
            #expect(!grants || !grantsHere, place)
        }
        let outstanding = try reader.outstanding(at: now).contains { $0.link.id == link.id }
        #expect(outstanding == (try reader.platformAccess(of: link, at: now)?.due != nil), place)
    }

    private static func plan(_ change: Change, _ reader: any MeshReader, _ actor: Actor, _ now: Instant) throws -> Plan
    {
        func open(_ reader: some MeshReader) throws -> Plan { try Rules.plan([change], on: reader, by: actor, at: now) }
        return try open(reader)
    }
}
