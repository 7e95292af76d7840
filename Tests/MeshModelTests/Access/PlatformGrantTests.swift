import MeshModel
import Testing

/// Who may say what a platform did, and what can be said.
struct PlatformGrantTests {
    private func mesh(_ hooks: [InfrastructureTemplate.Hook.Event] = [.grant, .revoke]) throws -> Example {
        let example = try Example()
        var door = InfrastructureTemplate()
        door.id = "door"
        var provision = Provision()
        (provision.product, provision.template, provision.port) = ("orders", "door", OutputPort.main)
        provision.hooks = hooks
        provision.state = .applying
        var ready = provision
        ready.state = .ready
        try example.mesh.commit(
            [.createTemplate(door), .provision(provision), .provision(ready)], by: Example.owner)
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        return example
    }

    private func approve(_ example: Example) throws {
        try example.mesh.commit([.decide(.init(.approve, SubscriptionTests.link))], by: Example.alice)
    }

    private func grant(
        _ example: Example, _ action: PlatformGrant.Action = .grant, _ outcome: PlatformGrant.Outcome = .running
    ) throws -> PlatformGrant {
        PlatformGrant(
            action, try #require(try example.reader().subscription(SubscriptionTests.link)), template: "door", outcome)
    }

    @Test(arguments: [
        (Example.alice, true), (Actor(user: "bob"), true), (Actor(user: "paul", roles: [.platform]), true),
        (Example.mallory, false), (Actor(user: "gov", roles: [.governance, .steward]), false),
    ])
    func `those who may change the product say it, or the platform role`(_ actor: Actor, _ may: Bool) throws {
        let example = try mesh()
        try approve(example)
        let refusal = example.refusal([.recordGrant(try grant(example))], by: actor)
        #expect(
            refusal
                == (may
                    ? nil
                    : "\(actor.user) may not say what a platform did about 'orders/main/board'; ask alice or bob or somebody with the role platform")
        )
    }

    @Test func `what nothing is due for does not begin`() throws {
        let example = try mesh()
        #expect(
            example.refusal([.recordGrant(try grant(example))], by: Example.alice)
                == "subscription 'orders/main/board' is requested; door has nothing to grant")
        try approve(example)
        #expect(
            example.refusal([.recordGrant(try grant(example, .revoke))], by: Example.alice)
                == "subscription 'orders/main/board' is active; door has nothing to revoke")
        let without = try mesh([.apply])
        try approve(without)
        #expect(
            without.refusal([.recordGrant(try grant(without))], by: Example.alice)
                == "provision 'orders/door' is ready and has no grant hook for port main")
        var elsewhere = try grant(example)
        elsewhere.template = "window"
        #expect(
            example.refusal([.recordGrant(elsewhere)], by: Example.alice) == "provision 'orders/window' is not there")
        elsewhere.consumer = "nobody"
        #expect(
            example.refusal([.recordGrant(elsewhere)], by: Example.alice)
                == "there is no subscription 'orders/main/nobody'; datamesh subscription list shows those there are")
    }

    @Test func `attempts in a row are counted, and what was decided meanwhile is said`() throws {
        let example = try mesh()
        try approve(example)
        func record(_ action: PlatformGrant.Action, _ outcome: PlatformGrant.Outcome) throws -> [String] {
            try example.mesh.commit([.recordGrant(try grant(example, action, outcome))], by: Example.alice).consequences
                .items.map(\.text)
        }
        for attempt in 1...3 as ClosedRange<Int64> {
            _ = try record(.grant, .running)
            _ = try record(.grant, .failed)
            let last = try example.reader().find(PlatformGrant.self, PlatformGrant.key(SubscriptionTests.link, "door"))
            #expect(last?.attempts == attempt)
        }
        _ = try record(.grant, .running)
        try example.mesh.commit([.decide(.init(.revoke, SubscriptionTests.link, reason: "over"))], by: Example.alice)
        #expect(
            try record(.grant, .done) == ["is granted by door", "is revoked meanwhile: datamesh reconcile mends it"])
        let link = try #require(try example.reader().subscription(SubscriptionTests.link))
        #expect(try example.reader().platformAccess(of: link, at: Example.now) == .lapsedButOpen)
        _ = try record(.revoke, .running)
        #expect(try record(.revoke, .done) == ["is revoked by door"])
        #expect(try example.reader().platformAccess(of: link, at: Example.now) == nil)
    }

    @Test(arguments: ["LD_PRELOAD", "", "A=B", "a b", "größe"])
    func `a hook is handed on no variable that is not one`(_ name: String) throws {
        let example = try Example()
        var template = InfrastructureTemplate()
        template.id = "bad"
        template.hooks = [
            .init(event: .grant, argv: ["true"], environment: [name]), .init(event: .revoke, argv: ["true"]),
        ]
        #expect(
            example.refusal([.createTemplate(template)])?.contains("is no variable that a grant hook may see") == true)
    }

    @Test func `whoever asked hears that they are in, and whoever answers for it that it failed`() throws {
        let example = try mesh()
        try approve(example)
        func told(_ outcome: PlatformGrant.Outcome) throws -> [String] {
            try example.mesh.commit([.recordGrant(try grant(example, .grant, outcome))], by: Actor(user: "bob"))
            let entry = try #require(try example.reader().history(of: nil, before: nil, limit: 1).first)
            return try example.reader().news(of: entry).map { "\($0.to.joined(separator: " ")): \($0.text)" }
        }
        #expect(try told(.running) == [])
        #expect(
            try told(.failed) == ["dana alice: door could not grant the access of board to orders; datamesh reconcile"])
        #expect(try told(.running) == [])
        #expect(try told(.done) == ["mallory: door has let board in to orders"])
    }

    @Test func `what may still be open keeps its way to be closed`() throws {
        let example = try mesh()
        try approve(example)
        try example.mesh.commit([.recordGrant(try grant(example))], by: Example.alice)
        var bare = try #require(try example.reader().provisions(of: "orders").first)
        bare.hooks = []
        let sentence =
            "provision 'orders/door' would lose its revoke hook while 'orders/main/board' may still be open; end that and run datamesh reconcile first"
        #expect(example.refusal([.provision(bare)]) == sentence)
        try example.mesh.commit([.decide(.init(.revoke, SubscriptionTests.link, reason: "over"))], by: Example.alice)
        #expect(example.refusal([.provision(bare)]) == sentence)
        for outcome in [PlatformGrant.Outcome.running, .done] {
            try example.mesh.commit([.recordGrant(try grant(example, .revoke, outcome))], by: Example.alice)
        }
        #expect(example.refusal([.provision(bare)]) == nil)
    }

    @Test(
        arguments: [
            (.flag, "yes", [], "parameter 'p': is of type flag, and its default 'yes' is not"),
            (.number, "many", [], "parameter 'p': is of type number, and its default 'many' is not"),
            (.choice, "c", ["a", "b"], "parameter 'p': is of type choice, and its default 'c' is not"),
            (.choice, "a", [], "parameter 'p': is a choice without choices"), (.number, "2.5", [], nil),
            (.flag, "true", [], nil), (.choice, "b", ["a", "b"], nil), (.text, "x", [], nil),
        ] as [(InfrastructureTemplate.Parameter.Kind, String, [String], String?)])
    func `a default is of its parameter's type`(
        _ kind: InfrastructureTemplate.Parameter.Kind, _ fallback: String, _ choices: [String], _ sentence: String?
    ) throws {
        var template = InfrastructureTemplate()
        template.id = "typed"
        template.parameters = [.init(name: "p", kind: kind, fallback: fallback, choices: choices)]
        #expect(try Example().refusal([.createTemplate(template)]) == sentence)
    }

    @Test func `what is granted can be taken back, or is not granted`() throws {
        var template = InfrastructureTemplate()
        template.id = "bad"
        template.hooks = [.init(event: .grant, argv: ["true"])]
        #expect(
            try Example().refusal([.createTemplate(template)])
                == "hook 'grant': stands without a revoke hook: what it grants could not be taken back")
    }
}
