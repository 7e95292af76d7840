import MeshModel
import Terminal
import Testing

@testable import CatalogUI

struct ProductsPaneTests {
    @Test func `a filter narrows while it is typed, and its matches are shown`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("/orders")
        driver.expect("2 Products  2").expectSelected("sales_orders")
        let row = try #require((0..<40).first { driver.row($0).contains("▌ sales_orders") })
        let frame = driver.catalog.frame(of: driver.catalog.size)
        let styles = (0..<120).filter { frame[$0, row].style.role == .match }.map { frame[$0, row].glyph.scalar }
        #expect(String(String.UnicodeScalarView(styles)) == "orders")
    }

    @Test func `a term that cannot be read is complained of, and the rest still filters`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("/crm quality<lots")
        driver.expect("quality<lots: expected a number").expect("2 Products  2")
    }

    @Test func `Esc clears the filter and keeps what was selected`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("/revenue").press(.enter, .escape)
        driver.expect("2 Products  7").expectSelected("finance_revenue")
    }

    @Test func `another order keeps the selected product selected`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("G").type("o")
        driver.expect("by name ▴").expectSelected("sales_returns")
        await driver.type("O")
        driver.expect("by name ▾").expectSelected("sales_returns")
    }

    @Test func `what the matches have in common is counted, and one of it narrows the list`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("/sales").press(.enter).type("F")
        driver.expect("Narrow").expect("domain  online").expect("tag     daily")
        await driver.type("orders").press(.enter)
        driver.expect(" / sales tag=orders").expect("2 Products  2").expectSelected("sales_transactions")
        await driver.type("F").press(.escape)
        driver.expect("2 Products  2")
    }

    @Test func `where nothing is found there is nothing to narrow`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("/qqqqqqq").press(.enter).type("F")
        driver.expect("there is nothing to narrow")
    }

    @Test func `an answer to an older filter is dropped`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        driver.holdsAnswers = true
        await driver.type("/c").type("rm")
        let answers = driver.held
        driver.holdsAnswers = false
        await driver.release(answers.reversed())
        driver.expect("2 Products  2").expectSelected("crm_accounts")
    }

    @Test func `what somebody else changes appears, and the cursor stays where it was`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("oggjj")
        driver.expectSelected("crm_churn")
        var facts = ProductFacts()
        facts.domain = try SmallMesh.domain("sales")
        facts.owner = "carol"
        try await driver.elsewhere([.createProduct(ProductDraft(id: try SmallMesh.product("aaa_first"), facts: facts))])
        driver.expect("2 Products  8").expect("aaa_first").expectSelected("crm_churn")
    }

    @Test func `the sheet beside the list follows the filter`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("/revenue")
        driver.expect("│ finance_revenue")
    }

    @Test func `a move inside the loaded window asks the mesh for nothing`() async throws {
        let driver = try await Driver(try SmallMesh.make(), width: 80, height: 24)
        let before = driver.asked.count
        await driver.type("jjkj")
        #expect(driver.asked.count == before)
    }

    @Test func `a mesh without products says what to do first`() async throws {
        let mesh = MemoryMesh(actor: SmallMesh.alice) { SmallMesh.now }
        let driver = try await Driver(mesh)
        driver.expect("There are no products yet.").expect("datamesh import FILE…")
    }
}
