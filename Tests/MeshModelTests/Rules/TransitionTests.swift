import MeshModel
import Testing

/// Every change of a subscription in every state: a transition that is not meant is refused with the state that it meets.
struct TransitionTests {
    typealias Verdict = SubscriptionDecision.Verdict
    typealias Standing = Subscription.Standing

    /// What is allowed, written out once more: from which states, and to which.
    static let table: [Verdict: (from: Set<Standing>, to: Standing)] = [
        .approve: ([.requested, .offered], .active), .deny: ([.requested, .offered, .renewing], .denied),
        .counter: ([.requested, .offered], .offered), .accept: ([.offered], .expiring),
        .decline: ([.offered], .requested), .renew: ([.active, .expiring, .renewing, .expired], .active),
        .revoke: ([.active, .expiring, .renewing], .revoked), .confirm: ([.active, .expiring, .renewing], .active),
        .prolong: ([.active, .expiring], .renewing),
        .cancel: ([.requested, .offered, .active, .expiring, .renewing], .cancelled),
    ]
    static let standings: [Standing] = [
        .requested, .offered, .active, .expiring, .renewing, .expired, .denied, .revoked, .cancelled,
    ]

    private static let link = SubscriptionTests.link
    private static let soon = Example.now.adding(seconds: 86_400)
    private static let farther = Example.now.adding(seconds: 500 * 86_400)
    private static let far = Example.now.adding(seconds: 400 * 86_400)

    private static func decision(_ verdict: Verdict, until: Instant? = nil) -> Change {
        .decide(
            SubscriptionDecision(verdict, link, reason: "because", until: until ?? (verdict == .counter ? soon : nil)))
    }

    private static func actor(_ verdict: Verdict) -> Actor {
        [.cancel, .accept, .decline, .prolong].contains(verdict) ? Example.mallory : Example.alice
    }

    /// A mesh with a link in a state, and the moment in which it is.
    private static func mesh(_ standing: Standing) throws -> (Example, Instant) {
        let example = try Example()
        func commit(_ verdict: Verdict, until: Instant? = nil) throws {
            try example.mesh.commit([decision(verdict, until: until)], by: actor(verdict))
        }
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        switch standing {
        case .requested: break
        case .offered: try commit(.counter)
        case .active: try commit(.approve, until: far)
        case .renewing:
            try commit(.approve, until: far)
            try commit(.prolong, until: farther)
        case .expiring: try commit(.approve, until: soon)
        case .expired:
            try commit(.approve, until: soon)
            return (example, soon)
        case .denied: try commit(.deny)
        case .cancelled: try commit(.cancel)
        case .revoked:
            try commit(.approve)
            try commit(.revoke)
        }
        return (example, Example.now)
    }

    private static func plan(_ change: Change, _ example: Example, _ actor: Actor, _ now: Instant) throws -> Plan {
        func open(_ reader: some MeshReader) throws -> Plan { try Rules.plan([change], on: reader, by: actor, at: now) }
        return try open(try example.reader())
    }

    private static func link(behind plan: Plan) throws -> Subscription {
        let write = try #require(plan.writes.first { $0.key == Subscription.key(link) })
        return try Subscription(record: try #require(write.value))
    }

    @Test(arguments: Verdict.allCases, standings)
    func `a verdict applies only where it means something`(_ verdict: Verdict, _ standing: Standing) throws {
        let (example, now) = try Self.mesh(standing)
        #expect(try example.reader().subscription(Self.link)?.standing(at: now) == standing)
        let meant = try #require(Self.table[verdict])
        do {
            let plan = try Self.plan(
                Self.decision(verdict, until: verdict == .renew || verdict == .prolong ? Self.farther : nil), example,
                Self.actor(verdict), now)
            #expect(meant.from.contains(standing))
            let after = try Self.link(behind: plan).standing(at: now)
            // What is confirmed is as it was, and a grant that is not renewed lasts to its end.
            let isKept = verdict == .deny && standing == .renewing
            #expect(after == (verdict == .confirm ? standing : isKept ? .active : meant.to))
        } catch {
            #expect(!meant.from.contains(standing), "\(error)")
            guard case .refused(.conflict(_, let reason)) = error as? PlanError else {
                Issue.record("\(error)")
                return
            }
            #expect(reason.hasPrefix("is \(standing.rawValue);"))
        }
    }

    @Test(arguments: standings)
    func `asking again means something once nothing is open`(_ standing: Standing) throws {
        let (example, now) = try Self.mesh(standing)
        do {
            let plan = try Self.plan(Example.request("orders"), example, Example.mallory, now)
            #expect([.expired, .denied, .revoked, .cancelled].contains(standing))
            #expect(try Self.link(behind: plan).standing(at: now) == .requested)
        } catch {
            #expect([.requested, .offered, .active, .expiring, .renewing].contains(standing))
            guard case .refused(.duplicate) = error as? PlanError else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test(
        arguments: Verdict.allCases.filter { ![.cancel, .accept, .decline, .prolong].contains($0) },
        [Example.mallory, Actor(user: "carol", roles: [.governance])])
    func `whoever does not decide is told who does`(_ verdict: Verdict, _ actor: Actor) throws {
        let standing = try #require(Self.standings.first { Self.table[verdict]?.from.contains($0) ?? false })
        let (example, now) = try Self.mesh(standing)
        let isReview = actor.holds(.governance) && (verdict == .revoke || verdict == .confirm)
        let sentence: String? =
            switch verdict {
            case .revoke, .confirm: "ask alice or somebody with the role governance"
            default: "ask alice"
            }
        do {
            _ = try Self.plan(Self.decision(verdict), example, actor, now)
            #expect(isReview)
        } catch {
            #expect(!isReview)
            guard case .refused(let violation) = error as? PlanError else {
                Issue.record("\(error)")
                return
            }
            #expect(
                "\(violation)"
                    == "\(actor.user) may not \(verdict) the subscription 'orders/main/board'; \(sentence ?? "")")
        }
    }
}
