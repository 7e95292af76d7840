import MeshModel
import Terminal
import Testing

@testable import CatalogUI

/// How far access is, and less than was asked for, in the panes that show subscriptions.
struct AccessTests {
    private func subscription(_ mesh: MemoryMesh) throws -> Subscription {
        let id = try #require(Subscription.ID(text: "sales_orders/main/crm_board"))
        return try #require(try mesh.reader().subscription(id))
    }

    /// A platform that was provisioned for the orders, and what it said of the board's access.
    private func provide(_ mesh: MemoryMesh, _ outcome: PlatformGrant.Outcome?) throws {
        let template = try #require(InfrastructureTemplate.ID("standard_pipeline"))
        var provision = Provision()
        provision.product = try SmallMesh.product("sales_orders")
        provision.template = template
        provision.port = OutputPort.main
        provision.hooks = [.grant, .revoke]
        for state in [Provision.State.applying, .ready] {
            provision.state = state
            try mesh.commit([.provision(provision)], by: SmallMesh.alice)
        }
        guard let outcome else { return }
        var grant = PlatformGrant(.grant, try subscription(mesh), template: template)
        try mesh.commit([.recordGrant(grant)], by: SmallMesh.alice)
        grant.outcome = outcome
        grant.reason = "no route"
        try mesh.commit([.recordGrant(grant)], by: SmallMesh.alice)
    }

    @Test(
        arguments: [
            (nil, "granting"), (.running, "granting"), (.failed, "grant failed"), (.done, "active"),
        ] as [(PlatformGrant.Outcome?, String)])
    func `a subscription is shown as far as its platform is`(_ outcome: PlatformGrant.Outcome?, _ label: String)
        async throws
    {
        let mesh = try SmallMesh.make()
        try mesh.commit([.decide(.init(.approve, try subscription(mesh).id))], by: SmallMesh.alice)
        try provide(mesh, outcome)
        let driver = try await Driver(mesh, height: 90)
        await driver.type("5")
        let row = try #require(driver.screen.split(separator: "\n").first { $0.contains("crm_board") })
        #expect(row.contains(label), "\(row)")
        #expect(row.contains("active") == (label == "active"))
        await driver.type("2").type("/sales_orders").press(.enter, .enter)
        driver.expect("crm_board  \(label)")
    }

    @Test func `less is offered in the form of an approval, and accepted with the same key`() async throws {
        let driver = try await Driver(try SmallMesh.make(actor: Actor(user: "dave")))
        try await driver.elsewhere([
            .decide(
                .init(.counter, try subscription(driver.mesh).id, reason: "enough", fields: ["order_id"]))
        ])
        await driver.type("5")
        driver.expect("offered")
        await driver.type("a")
        driver.expect("Accept crm_board on sales_orders").expect("no end, with order_id")
        await driver.press(.enter)
        driver.expect("is accepted with order_id")
        await driver.press(.enter)
        #expect(try subscription(driver.mesh).fields == ["sales_orders.order_id"])
        #expect(try subscription(driver.mesh).state == .active)
    }

    @Test(
        arguments: [
            (
                .success(.init(done: [], failed: [], waiting: [])),
                "nothing is outstanding: platforms do what the mesh says"
            ),
            (
                .success(.init(done: ["a is usable"], failed: [], waiting: ["b waits: paul"])),
                "a is usable; b waits: paul"
            ),
            (
                .success(.init(done: ["a is usable"], failed: ["c failed: no route"], waiting: [])),
                "✕ c failed: no route; a is usable"
            ),
            (.failure(Refusal("nobody serves the mesh")), "✕ nobody serves the mesh"),
        ] as [(Result<Reconciliation, Refusal>, String)])
    func `what platforms have still to do is carried out from the palette`(
        _ result: Result<Reconciliation, Refusal>, _ said: String
    ) async throws {
        let driver = try await Driver(try SmallMesh.make())
        driver.reconciliation = result
        await driver.type("5").type(":reconcile").press(.enter)
        driver.expect(said)
    }
}
