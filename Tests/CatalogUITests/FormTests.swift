import MeshModel
import Terminal
import Testing

@testable import CatalogUI

/// From a key to a form, to what would happen, to the mesh.
struct FormTests {
    private func subscription(_ mesh: MemoryMesh, _ text: String) throws -> Subscription? {
        try mesh.reader().subscription(try #require(Subscription.ID(text: text)))
    }

    @Test func `subscribing is asked, shown, done and said`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("s").type("crm_board").press(.tab, .control("u"), .enter)
        driver.expect("✕ name the consumer's domain")
        await driver.type("marketing").press(.enter)
        driver.expect("Subscribe to sales_transactions ?").expect("is granted at once")
        #expect(try subscription(driver.mesh, "sales_transactions/main/crm_board") == nil)
        await driver.press(.enter)
        driver.expect("● subscription sales_transactions/main/crm_board is granted at once").expectNot("do it")
        #expect(try subscription(driver.mesh, "sales_transactions/main/crm_board")?.state == .active)
        driver.expect("      2  yours")
    }

    @Test func `a refusal is said in the form, and nothing typed is lost`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("s").type("analytics_pipeline").press(.tab).type("analytics").press(.enter)
        driver.expect("subscription 'sales_transactions/main/analytics_pipeline' exists already")
            .expect("consumer    analytics_pipeline")
    }

    @Test func `who may not is told who may`() async throws {
        let driver = try await Driver(try SmallMesh.make(actor: Actor(user: "mallory")))
        await driver.type("p").press(.enter)
        driver.expect("mallory may not publish the product 'sales_transactions'; ask carol or alice")
    }

    @Test func `a confirmation ignores keys typed before it could be seen`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        driver.showsFrames = false
        await driver.type("s").type("crm_board").press(.tab).type("marketing").press(.enter, .enter, .enter)
        driver.expect("Subscribe to sales_transactions ?")
        #expect(try subscription(driver.mesh, "sales_transactions/main/crm_board") == nil)
        await driver.send(.shown)
        await driver.press(.enter)
        #expect(try subscription(driver.mesh, "sales_transactions/main/crm_board")?.state == .active)
    }

    @Test func `what changed meanwhile is shown before it is done`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("/crm_accounts").press(.enter).type("p").press(.enter)
        driver.expect("2.1.0 is published")
        try await driver.elsewhere([
            try SmallMesh.ask("crm_accounts", "late_comer", "finance")
        ])
        await driver.press(.enter)
        driver.expect("the mesh changed meanwhile").expect("late_comer")
        await driver.press(.enter)
        driver.expect("● product crm_accounts 2.1.0 is published")
    }

    @Test func `a form that is left is offered again as it was`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("s").type("half").press(.escape)
        driver.expect("what you typed is kept").expectNot("go on")
        await driver.type("s")
        driver.expect("consumer    half")
    }

    @Test func `a schema is typed, with its mistakes beside it`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("/ceo").press(.enter).type("p").press(.tab).type("day").press(.enter)
        driver.expect("✕ field 1, 'day': expected name:type")
        await driver.type(":date, total:decimal(10,2)").press(.enter, .enter)
        driver.expect("product ceo_dashboard 1.0.0 is published")
        let contract = try driver.mesh.reader().contracts(of: try SmallMesh.product("ceo_dashboard")).last
        #expect(
            contract?.schema.flatMap(\.fields).map { "\($0.name):\($0.type)" } == ["day:date", "total:decimal(10,2)"])
    }

    @Test func `a schema is read from a file, and a file that is not there is said`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        driver.files["orders.json"] = [SchemaObject(name: "t", fields: [SchemaField(name: "a", type: "int")])]
        await driver.type("/ceo").press(.enter).type("p").press(.tab).type("@nowhere").press(.enter)
        driver.expect("there is no file 'nowhere'")
        await driver.press(.control("u")).type("@orders.json").press(.enter, .enter)
        driver.expect("product ceo_dashboard 1.0.0 is published")
        let contract = try driver.mesh.reader().contracts(of: try SmallMesh.product("ceo_dashboard")).last
        #expect(contract?.schema == driver.files["orders.json"])
    }

    @Test func `a denial needs a reason, an approval none`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("5n").press(.enter)
        driver.expect("✕ state a reason")
        await driver.press(.escape).type("a").press(.enter, .enter)
        driver.expect("subscription sales_orders/main/crm_board is approved")
        #expect(try subscription(driver.mesh, "sales_orders/main/crm_board")?.state == .active)
    }

    @Test func `provisioning shows its plan, its output and its end`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("i").press(.tab, .right).press(.enter)
        driver.expect("schedule = hourly").expect("+ dags/pipeline.py").expect("mkdir -p 'bronze zone'")
        await driver.press(.enter)
        driver.expect("mkdir bronze").expect("● standard_pipeline for sales_transactions is ready")
    }

    @Test func `what a form would do can be copied as a command`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("s").type("crm_board").press(.tab).type("marketing").press(.tab).type("it's for leads").press(
            .enter)
        await driver.type("y")
        #expect(
            driver.copied == [
                "datamesh subscribe sales_transactions --consumer crm_board --consumer-domain marketing --purpose 'it'\\''s for leads'"
            ])
    }

    @Test func `a rule that cannot be read is said with its column`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type(":new policy").press(.enter).type("fresh").press(.tab, .tab, .tab)
        await driver.type("accuracy >= 90%; completeness >=").press(.enter)
        driver.expect("✕ rule 2, line 1, column")
    }

    @Test func `a domain and a product can be made here`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type(":new domain").press(.enter).type("legal").press(.enter, .enter)
        driver.expect("domain legal")
        await driver.type(":new product").press(.enter).type("contracts").press(.tab).type("legal").press(
            .enter, .enter)
        #expect(try driver.mesh.reader().product(try SmallMesh.product("contracts"))?.owner == "alice")
    }
}
