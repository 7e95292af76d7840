import MeshModel
import PseudoTerminal
import Testing

/// Somebody else changes the mesh while it is browsed.
struct NeighbourTests {
    @Test func `what another process does appears by itself`() async throws {
        let session = try await BrowserSession.opened()
        session.shows("Every order of the shop")
        for (arguments, text) in [
            (["product", "create", "refunds", "--domain", "sales", "--owner", "alice"], "refunds"),
            (["product", "edit", "orders", "--description", "Orders, told anew"], "Orders, told anew"),
            (
                ["subscribe", "orders", "--consumer", "board", "--consumer-domain", "finance"],
                "● board  active  finance"
            ),
            (["domain", "register", "money", "--name", "Money", "--owner", "carol"], "Money"),
        ] {
            let ending = try session.program.run(arguments)
            #expect(ending.status == 0, "\(ending)")
            session.waits("shows \(text)") { $0.screen.contains(text) }
        }
        session.selects("orders")
        for (key, arguments, text) in [
            ("7", ["quality", "record", "orders", "completeness=91"], "completeness"),
            (
                "4", ["policy", "create", "described", "--type", "metadata", "--rule", "description exists"],
                "described"
            ),
            ("3", ["product", "create", "claims", "--domain", "web", "--owner", "bob", "--input", "orders"], "claims"),
        ] {
            session.terminal.type("2")
            session.waits("back among the products") { _ in session.place.contains("Products") }
            session.terminal.type(key)
            session.waits("another pane") { _ in !session.place.contains("Products") }
            let ending = try session.program.run(arguments)
            #expect(ending.status == 0, "\(ending)")
            session.waits("shows \(text)") { $0.screen.contains(text) }
        }
        session.quit()
    }

    @Test func `the selected product stays selected when others come before it`() async throws {
        let session = try await BrowserSession.opened()
        session.terminal.type("G")
        session.selects("visits")
        try await BrowserMesh.commit(
            (0..<40).map { BrowserMesh.product(DataProduct.ID("a\($0)") ?? "none", in: "sales", "New") },
            to: session.program)
        session.shows("Products  43")
        session.selects("visits")
        session.quit()
    }

    /// One agreed to something else than what would happen now.
    @Test func `what was agreed to is asked again when it would come out otherwise`() async throws {
        let session = try await BrowserSession.opened()
        session.type("s", shows: "Subscribe to orders")
        session.type("board\tfinance\r", shows: "'finance' is outside this mesh")
        #expect(session.canAnswer())
        try await BrowserMesh.commit(
            [.registerDomain(Domain(id: "finance", name: "Finance", owner: "carol"))], to: session.program)
        session.shows("Finance")
        session.terminal.type("\r")
        session.hides("is outside this mesh")
        session.shows("Subscribe to orders ?", "● is granted at once", "✕")
        #expect(try BrowserMesh.reader(of: session.program).subscriptions(of: "orders").isEmpty)
        #expect(session.canAnswer())
        session.terminal.type("\r")
        session.hides("Subscribe to orders")
        #expect(try BrowserMesh.reader(of: session.program).subscriptions(of: "orders").count == 1)
        session.quit()
    }

    @Test func `a product that was retired meanwhile is refused in its form`() async throws {
        let session = try await BrowserSession.opened()
        session.type("s", shows: "Subscribe to orders")
        session.type("board\tfinance", shows: "finance")
        try await BrowserMesh.commit([.retire(StatusChange(product: "orders", note: "gone"))], to: session.program)
        session.type("\r", shows: "✕ product 'orders' is retired")
        session.escape(from: "Subscribe to orders")
        session.quit()
    }
}
