import MeshModel
import Terminal
import Testing

@testable import CatalogUI

/// `access review` at the keyboard.
struct ReviewTests {
    private func driver(_ actor: Actor = SmallMesh.alice, days: Int64 = 200) async throws -> Driver {
        let mesh = try SmallMesh.make(actor: actor)
        try SmallMesh.grantMore(mesh)
        return try await Driver(mesh, now: SmallMesh.now.adding(seconds: days * Instant.secondsPerDay))
    }

    private func link(_ driver: Driver, _ id: String) throws -> Subscription {
        let id = try #require(Subscription.ID(text: id))
        return try #require(try driver.mesh.reader().subscription(id))
    }

    @Test func `what is held is confirmed and taken back in one sitting`() async throws {
        let driver = try await driver()
        await driver.type(":access review").press(.enter)
        driver.expect("3 not affirmed for 180 days").expect("finance_revenue, affirmed 2026-11-23 by alice").expect(
            "board_report")
        await driver.press(.enter)
        driver.expect("confirm or revoke at least one")
        // Confirmed, taken back, left for later.
        await driver.type(" ").press(.tab).type("  ").press(.enter)
        driver.expect("state a reason")
        await driver.type("yearly").press(.enter)
        driver.expect("is confirmed").expect("is revoked").expect("loses its access")
        await driver.type("y")
        #expect(
            driver.copied == [
                "datamesh access review --confirm finance_revenue/main/board_report --revoke sales_transactions/main/analytics_pipeline --reason yearly"
            ])
        await driver.press(.enter)
        #expect(try link(driver, "sales_transactions/main/analytics_pipeline").state == .revoked)
        #expect(try link(driver, "sales_transactions/main/crm_board").state == .active)
        let confirmed = try link(driver, "finance_revenue/main/board_report")
        #expect(confirmed.state == .active && confirmed.history.count == 3)
    }

    @Test func `where nothing is due that is said`() async throws {
        let driver = try await driver(days: 100)
        await driver.type(":access review").press(.enter)
        driver.expect("nothing is due for review")
        await driver.type("5")
        driver.expect("Subscriptions")
    }

    @Test func `nobody is asked about what they do not decide`() async throws {
        let driver = try await driver(Actor(user: "erin"))
        await driver.type(":access review").press(.enter)
        driver.expect("1 not affirmed").expect("board_report").expectNot("crm_board")
    }
}
