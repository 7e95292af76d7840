import MeshModel
import Terminal
import Testing

@testable import CatalogUI

/// Whole screens: every pane at the sizes that people have.
struct ScreenTests {
    static let sizes = [(200, 60), (120, 40), (80, 24), (40, 10)]
    static let views = [
        "products", "domains", "product", "lineage", "compliance", "subscriptions", "infrastructure", "activity",
        "inbox", "overview", "help", "subscribe", "consequences", "review", "implement", "policy", "history", "empty",
    ]

    static func driver(_ view: String, _ width: Int, _ height: Int) async throws -> Driver {
        let mesh = view == "empty" ? MemoryMesh(actor: SmallMesh.alice) { SmallMesh.now } : try SmallMesh.make()
        if view == "review" { try SmallMesh.grantMore(mesh) }
        // Half a year later nobody has looked at what is held.
        let now = view == "review" ? SmallMesh.now.adding(seconds: 200 * Instant.secondsPerDay) : SmallMesh.now
        let driver = try await Driver(mesh, width: width, height: height, now: now)
        switch view {
        case "domains": await driver.type("1jj")
        case "product": await driver.press(.enter)
        case "lineage": await driver.type("/orders").press(.enter).type("3")
        case "compliance": await driver.type("4")
        case "subscriptions": await driver.type("5")
        case "infrastructure": await driver.type("6")
        case "activity": await driver.type("7")
        case "inbox": await driver.type("8")
        case "overview": await driver.type("0")
        case "help": await driver.type("?")
        case "subscribe": await driver.type("s").press(.tab, .enter)
        case "consequences":
            await driver.type("s").type("crm_board").press(.tab).type("marketing").press(.enter)
        case "review": await driver.type(":access review").press(.enter, .down).type(" ")
        case "history": await driver.type("4j").type("H")
        case "implement": await driver.type(":implement").press(.enter)
        case "policy":
            await driver.type(":new policy").press(.enter).type("fresh").press(.tab, .tab, .tab)
            await driver.type("accuracy >= 90%").press(.enter)
        default: break
        }
        return driver
    }

    @Test(arguments: views, sizes.map { [$0.0, $0.1] })
    func `every pane looks as approved`(view: String, size: [Int]) async throws {
        let driver = try await Self.driver(view, size[0], size[1])
        expectScreen("\(view)-\(size[0])x\(size[1])", driver.screen)
    }

    @Test(arguments: views)
    func `nothing traps on a screen of any size`(view: String) async throws {
        let driver = try await Self.driver(view, 120, 40)
        for (width, height) in [(1, 1), (0, 0), (2, 3), (5, 2), (300, 1), (1, 300), (20, 5), (400, 100)] {
            await driver.resize(width, height).type("jkhlG").press(.pageDown, .pageUp, .end, .home)
            #expect(driver.catalog.frame(of: driver.catalog.size).size == Size(width: width, height: height))
        }
    }

    @Test func `a frame of another size than the present one can be drawn`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        #expect(driver.catalog.frame(of: Size(width: 80, height: 24)).size == Size(width: 80, height: 24))
    }

    @Test func `hostile text reaches the screen as harmless cells`() async throws {
        let mesh = try SmallMesh.make()
        var facts = ProductFacts()
        facts.name = "\u{1B}[2J\u{202E}evil\u{7}\nname"
        facts.domain = try SmallMesh.domain("sales")
        facts.owner = "carol"
        facts.description = "a\u{1B}]52;c;AAAA\u{7}b"
        try mesh.commit(
            [.createProduct(ProductDraft(id: try SmallMesh.product("evil"), facts: facts))], by: SmallMesh.alice)
        let driver = try await Driver(mesh)
        await driver.type("/evil").press(.enter, .enter)
        driver.expect("␛[2Jevil␇ name")
        #expect(!driver.screen.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
    }
}
