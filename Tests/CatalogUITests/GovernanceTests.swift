import MeshModel
import Terminal
import Testing

@testable import CatalogUI

/// Policies at the keyboard: what turned, and who is excused.
struct GovernanceTests {
    private static func worse() throws -> Change {
        .recordQuality(
            QualityReport(
                product: try #require(DataProduct.ID("sales_transactions")),
                metrics: [.init(name: "accuracy", value: "80")], at: SmallMesh.now, source: "soda"))
    }

    @Test func `activity tells what turned with a measurement`() async throws {
        let driver = try await Driver(try SmallMesh.make(), width: 200)
        try await driver.elsewhere([try Self.worse()])
        await driver.type("7")
        driver.expect("data_quality: accuracy >= 90% wanted, 80% observed (soda")
    }

    @Test func `a product is excused from a form, and its policy then only warns`() async throws {
        let driver = try await Driver(try SmallMesh.make(actor: Actor(user: "gus", roles: [.governance])))
        try await driver.elsewhere([try Self.worse()])
        await driver.type(":waive").press(.enter)
        driver.expect("Waive a policy for sales_transactions").expect("data_quality")
        await driver.press(.enter)
        driver.expect("expected a date such as 2027-06-30").expect("state a reason")
        await driver.type("30d").press(.tab).type("the source moves").press(.enter)
        driver.expect("is waived for sales_transactions until").expect("the source moves")
        await driver.press(.enter)
        let waiver = try #require(try driver.mesh.reader().waivers().first)
        #expect(waiver.policy.text == "data_quality" && waiver.reason == "the source moves")
        #expect(try driver.mesh.reader().compliance(of: waiver.product, at: SmallMesh.now)?.isCompliant == true)
        #expect(waiver.until == SmallMesh.now.adding(seconds: 30 * Instant.secondsPerDay))
    }

    /// A form that begins with something that is only told took the first key for a step, and passed over the first field.
    @Test func `the first key typed into a form stands in its first field`() async throws {
        let driver = try await Driver(try SmallMesh.make(actor: Actor(user: "gus", roles: [.governance])))
        await driver.type(":waive").press(.enter)
        driver.expect("Waive a policy for")
        await driver.type("zzz")
        #expect(driver.screen.split(separator: "\n").contains { $0.contains("policy") && $0.contains("zzz") })
    }
}
