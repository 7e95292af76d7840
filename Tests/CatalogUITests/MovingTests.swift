import MeshModel
import Terminal
import Testing

@testable import CatalogUI

/// Going from place to place, and coming back.
struct MovingTests {
    @Test func `Esc comes back to where one was`() async throws {
        let driver = try await Driver(try SmallMesh.make(), width: 80, height: 24)
        await driver.type("jj").press(.enter)
        driver.expect("Products › crm_accounts")
        await driver.press(.enter)
        driver.expect("Lineage › crm_accounts")
        await driver.press(.escape)
        driver.expect("Products › crm_accounts")
        await driver.press(.escape).expectSelected("crm_accounts")
    }

    @Test func `brackets walk through the places seen`() async throws {
        let driver = try await Driver(try SmallMesh.make(), width: 80, height: 24)
        await driver.type("45").type("[")
        driver.expect("acme › Compliance")
        await driver.type("[")
        driver.expect("acme › Products")
        await driver.type("]]")
        driver.expect("acme › Subscriptions")
        await driver.type("]")
        driver.expect("no place was seen after")
    }

    @Test func `q goes back and quits at the root, Esc never quits`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.press(.enter).type("q")
        #expect(!driver.hasQuit)
        await driver.press(.escape)
        #expect(!driver.hasQuit)
        driver.expect("q or Q quits")
        await driver.type("q")
        #expect(driver.hasQuit)
    }

    @Test func `Tab goes round all panes and S-Tab back`() async throws {
        let driver = try await Driver(try SmallMesh.make(), width: 80, height: 24)
        var seen: [Pane] = []
        for _ in Pane.ring { seen.append(driver.catalog.place.pane); await driver.press(.tab) }
        #expect(Set(seen) == Set(Pane.ring))
        #expect(driver.catalog.place.pane == .products)
        await driver.press(.tab, .backTab)
        #expect(driver.catalog.place.pane == .products)
    }

    @Test(arguments: [(40, 10), (80, 24), (200, 60), (20, 3)])
    func `another size keeps the selected item`(width: Int, height: Int) async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("jjjj").resize(width, height).resize(120, 40)
        driver.expectSelected("finance_revenue")
    }

    @Test func `beside the list, a domain narrows it when the cursor rests`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("1j")
        driver.expect("2 Products  2").expect("finance_revenue").expectNot("sales_orders  ")
        await driver.press(.enter)
        driver.expect("Products › finance")
    }

    @Test func `a branch closes to the left and opens to the right`() async throws {
        let driver = try await Driver(try SmallMesh.make(), width: 80, height: 24)
        await driver.type("1G").type("h")
        driver.expectSelected("▾ sales")
        await driver.type("h")
        driver.expect("▸ sales").expectNot("online")
        await driver.type("l")
        driver.expect("online")
    }

    @Test func `a cursor move repaints two rows and no more`() async throws {
        let driver = try await Driver(try SmallMesh.make(), width: 80, height: 24)
        let before = driver.catalog.frame(of: driver.catalog.size)
        await driver.type("j")
        let after = driver.catalog.frame(of: driver.catalog.size)
        #expect((0..<24).filter { before.row($0) != after.row($0) } == [3, 4])
    }

    @Test func `one pane alone and all of them again`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("z")
        driver.expectNot("1 Domains")
        await driver.press(.escape)
        driver.expect("1 Domains")
    }

    @Test func `lineage is walked along its edges`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("/orders").press(.enter).type("3")
        driver.expect("FOCUS")
        await driver.type("h")
        driver.expect("  crm_accounts").expectSelected("crm_accounts")
        await driver.type("h").expectSelected("◇ crm.raw")
        await driver.type("lll").expectSelected("finance_revenue")
        await driver.type("j").expectSelected("sales_returns")
        await driver.type("f")
        driver.expect("Lineage › sales_returns")
    }

    @Test func `compliance leads from a domain to its products to their rules`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("4")
        driver.expect("DOMAIN").expect("✕ 0/1")
        await driver.type("G").press(.enter)
        driver.expect("Compliance › sales").expectSelected("sales_orders")
        await driver.press(.enter)
        driver.expect("✕ accuracy >= 90%").expect("84.1").expect("dbt, 2026-11-23")
        await driver.press(.escape, .escape)
        driver.expect("DOMAIN").expectSelected("sales")
    }
}
