import MeshModel
import Terminal
import Testing

@testable import CatalogUI

/// Policies at the keyboard: what turned, and who is excused.
struct GovernanceTests {
    private static func measured(_ accuracy: String, afterSeconds seconds: Int64 = 0) throws -> Change {
        .recordQuality(
            QualityReport(
                product: try SmallMesh.product("sales_transactions"),
                metrics: [.init(name: "accuracy", value: accuracy)], at: SmallMesh.now.adding(seconds: seconds),
                source: "soda"))
    }

    private static func worse() throws -> Change { try measured("80") }

    @Test func `activity tells what turned with a measurement`() async throws {
        let driver = try await Driver(try SmallMesh.make(), width: 200)
        try await driver.elsewhere([try Self.worse()])
        await driver.type("7")
        driver.expect("sales_transactions began to fail data_quality: accuracy >= 90% wanted, 80% observed (soda")
        await driver.type("j").press(.enter)
        driver.expect("› sales_transactions")
    }

    @Test func `the compliance pane tells how the mesh, a domain and a product stood`() async throws {
        let driver = try await Driver(try SmallMesh.make(), width: 200, now: SmallMesh.now.adding(seconds: 3600))
        try await driver.elsewhere([try Self.measured("80", afterSeconds: 30)])
        await driver.type("4").press(.down).type("H")
        driver.expect("Compliance › History").expect("0 of 7 products are compliant (0%); marketing 0 of 2 (0%)")
        driver.expect("sales_transactions began to fail data_quality: accuracy >= 90% wanted, 80% observed")
        await driver.type("y").type("H")
        #expect(driver.copied == ["datamesh check --history --since 30d"])
        driver.expect("history: it is shown already")
        // It follows what happens.
        try await driver.elsewhere([try Self.measured("99", afterSeconds: 40)])
        driver.expect("sales_transactions began to pass data_quality: accuracy >= 90%: 99% observed")
        await driver.press(.enter)
        driver.expect("acme › Products › sales_transactions")
        await driver.press(.escape, .escape).type("gg").press(.enter).type("H").type("y")
        #expect(driver.copied.last?.hasSuffix(" --history --since 30d") == true)
        driver.expect("compliant, ").expect("rules that pass: ")
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

    @Test func `a domain's own way of a policy is said in a form`() async throws {
        let driver = try await Driver(try SmallMesh.make(actor: Actor(user: "gus", roles: [.governance])))
        await driver.type("2").type("/sales_tr").press(.enter).type(":implement").press(.enter)
        driver.expect("Keep a policy in sales").expect("completeness >= 95%; accuracy >= 90%; timeliness <= 24h")
        await driver.press(.tab).type("completeness").press(.enter)
        driver.expect("expected metric=own")
        await driver.type("=fill_rate, accuracy=hits").press(.tab).type("timeliness <= 12h").press(.enter)
        driver.expect("is kept its own way in sales").expect("completeness >= 95% is kept as fill_rate >= 95%")
        driver.expect("would fail data_quality (owned by carol): fill_rate >= 95% wanted, not measured")
        await driver.type("y")
        #expect(
            driver.copied == [
                "datamesh policy implement data_quality --domain sales --metric accuracy=hits --metric completeness=fill_rate --rule 'timeliness <= 12h'"
            ])
        await driver.press(.enter)
        let way = try #require(try driver.mesh.reader().implementations().first)
        #expect(way.metrics == ["completeness": "fill_rate", "accuracy": "hits"] && way.rules == ["timeliness <= 12h"])
        await driver.type(":implement").press(.enter)
        driver.expect("accuracy=hits; completeness=fill_rate; timeliness <= 12h")
    }

    @Test func `a policy is looked at with those who would newly fail it, and once more when the mesh has moved`()
        async throws
    {
        let driver = try await Driver(try SmallMesh.make(actor: Actor(user: "gus", roles: [.governance])))
        await driver.type(":new policy").press(.enter).type("exact").press(.tab, .tab, .tab)
        await driver.type("accuracy >= 99%").press(.enter)
        driver.expect("is not kept by 7 of 7 products; 1 would fail").expect("would fail exact (owned by carol)")
        driver.failure = .stale(try await driver.mesh.preview([]))
        _ = try driver.mesh.commit([try Self.worse()], by: SmallMesh.alice)
        await driver.press(.enter)
        driver.expect("look again").expect("none that is compliant today would fail")
        driver.failure = nil
        await driver.press(.enter)
        #expect(try driver.mesh.reader().policies().map(\.id.text).contains("exact"))
    }
}
