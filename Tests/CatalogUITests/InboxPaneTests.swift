import MeshModel
import Terminal
import Testing

@testable import CatalogUI

/// Requests reach the person who decides, and that person decides from the list.
struct InboxPaneTests {
    @Test func `a request is counted on every screen, listed, and approved where it stands`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        driver.expect("✉ 1")
        await driver.type("8")
        driver.expect("Waiting for you  1").expectSelected("sales_orders")
        await driver.type("a")
        driver.expect("Approve crm_board on sales_orders")
        await driver.press(.enter)
        driver.expect("do it")
        await driver.press(.enter)
        driver.expect("is approved").expectNot("✉").expectNot("Waiting for you")
    }

    @Test func `a request of somebody else arrives while one looks`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("8")
        let request = try SmallMesh.ask("sales_orders", "late_board", "marketing", purpose: "the campaign of spring")
        try await driver.elsewhere([request], by: Actor(user: "dave"))
        driver.expect("✉ 2").expect("Waiting for you  2")
        // What was selected stays selected, and the sentence of what is selected stands whole.
        driver.expectSelected("sales_orders")
        await driver.type("j").expect("the campaign of spring")
    }

    @Test func `without a place for it the list is alone, and moving never leaves it`() async throws {
        let driver = try await Driver(try SmallMesh.make(), width: 40, height: 6)
        await driver.type("8jjjkkkGg").press(.pageDown, .pageUp)
        driver.expectSelected("sales")
    }

    @Test func `Enter opens the product`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("8").press(.enter)
        #expect(driver.catalog.place == Place(.product, product: try SmallMesh.product("sales_orders")))
        await driver.press(.escape)
        #expect(driver.catalog.place.pane == .inbox)
    }

    @Test func `who is away names who decides, and is back`() async throws {
        let mesh = try SmallMesh.make()
        let driver = try await Driver(mesh)
        await driver.type(":be away").press(.enter)
        driver.expect("Be away")
        await driver.press(.enter)
        driver.expect("name a user or an @group")
        await driver.type("bob, @stewards").press(.tab).type("yesterday").press(.enter)
        driver.expect(FieldReading.untilExpectation)
        for _ in 0..<9 { await driver.press(.backspace) }
        await driver.type("14d").press(.enter)
        driver.expect("bob, @stewards decides meanwhile")
        await driver.press(.enter)
        #expect(try mesh.reader().deputies(of: "alice", at: SmallMesh.now) == ["bob", "@stewards"])
        await driver.type(":be back").press(.enter, .enter)
        driver.expect("decides alone again")
        await driver.press(.enter)
        #expect(try mesh.reader().deputies(of: "alice", at: SmallMesh.now).isEmpty)
    }
}

/// Whether changes can be made now is said in the title row, on narrow screens only where they cannot.
struct ServiceTests {
    @Test func `a session that only looks says so`() {
        let catalog = Catalog(
            actor: SmallMesh.alice, mesh: "acme", isReadOnly: true, revision: Revision(number: 0, at: SmallMesh.now),
            size: Size(width: 60, height: 10), now: SmallMesh.now, session: 1)
        #expect(catalog.frame(of: catalog.size).text(ofRow: 0).contains("read-only"))
    }

    @Test func `a daemon that is away is said until a change succeeds again`() {
        var service = Service.live
        service.note(Result<Receipt, GatewayError>.failure(.unwritable("nobody serves it")))
        #expect(service == .away)
        service.note(Result<Receipt, GatewayError>.failure(.read(.unavailable(reason: "x"))))
        #expect(service == .away)
        service.note(Result<Consequences, GatewayError>.success(Consequences()))
        #expect(service == .live)
        service.note(Result<Consequences, GatewayError>.failure(.readOnly("the daemon does not answer")))
        #expect(service == .away)
        service.note(Result<Consequences, GatewayError>.success(Consequences()))
        #expect(service == .live)
        service = .readOnly
        service.note(Result<Consequences, GatewayError>.success(Consequences()))
        #expect(service == .readOnly)
    }

    @Test func `what could not be written stays in its form, and the same request is sent again`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("8a").press(.enter)
        driver.failure = .unwritable("nobody serves this mesh now")
        await driver.press(.enter)
        driver.expect("nobody serves this mesh now").expect("no changes now").expect("do it")
        driver.failure = nil
        await driver.press(.enter)
        driver.expect("is approved").expect("● live")
        #expect(driver.requests.count == 2 && driver.requests[0] == driver.requests[1])
    }
}
