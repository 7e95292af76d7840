import Glibc
import MeshModel
import PseudoTerminal
import Testing

/// Subscribe, publish and provision from the keyboard: a wrong entry first, which changes nothing, then the right one, what
/// it will do, the real change, and everything there when one comes back.
struct ChangingTests {
    /// Leaves, and finds the store as the screen said; then the browser again.
    private func comeBack(_ session: BrowserSession) throws -> BrowserSession {
        session.quit()
        return try BrowserSession(session.program)
    }

    @Test func `subscribing, from a wrong form to the store`() async throws {
        let session = try await BrowserSession.opened()
        let begun = try BrowserMesh.reader(of: session.program).revision
        session.type("s", shows: "Subscribe to orders")
        session.type("No Slug!\t\r", shows: "✕ expected", "✕ name the consumer's domain")
        // The first that is wrong is where one goes on.
        session.type("\u{15}board\r", shows: "▌ its domain", "✕ name the consumer's domain")
        session.type("finance\tyearly figures\tnever\r", shows: "✕ expected a date")
        #expect(try BrowserMesh.reader(of: session.program).revision == begun)
        session.type(
            "\u{15}30d\r", shows: "Subscribe to orders ?", "● is granted at once", "'finance' is outside this mesh")
        #expect(try BrowserMesh.reader(of: session.program).revision == begun)
        #expect(session.canAnswer())
        session.type("\r", shows: "● subscription orders/main/board is granted at once")
        session.hides("Subscribe to")

        let again = try comeBack(session)
        let reader = try BrowserMesh.reader(of: session.program)
        let links = try reader.subscriptions(of: "orders").map { try reader.spelledOut($0) }
        #expect(links.map(\.id.description) == ["orders/main/board"])
        #expect(links.map(\.purpose) == ["yearly figures"] && links.map(\.consumerDomain) == ["finance"])
        again.selects("orders")
        again.type("5", shows: "board  finance", "● active", "yearly figures")
        again.quit()
    }

    @Test func `publishing, with a schema that is typed`() async throws {
        let session = try await BrowserSession.opened()
        let begun = try BrowserMesh.reader(of: session.program).revision
        session.terminal.type("j")
        session.selects("returns")
        session.type("p", shows: "Publish returns", "the first")
        session.type("one\t\r", shows: "✕ expected", "✕ name at least one field")
        session.type("\u{15}1.0.0\torder_id\r", shows: "✕ field 1, 'order_id': expected")
        #expect(try BrowserMesh.reader(of: session.program).revision == begun)
        session.type(":string, total:decimal(10,2)\r", shows: "Publish returns ?", "● 1.0.0 is published at port main")
        #expect(try BrowserMesh.reader(of: session.program).revision == begun)
        // Back into the form with what was typed, and forth again.
        session.escape(to: "⏎ go on")
        session.shows("order_id:string, total:decimal(10,2)")
        session.type("\r", shows: "● 1.0.0 is published at port main")
        #expect(session.canAnswer())
        session.type("\r", shows: "● product returns 1.0.0 is published at port main")

        let again = try comeBack(session)
        let reader = try BrowserMesh.reader(of: session.program)
        let contract = try #require(try reader.contract(of: "returns", port: "main"))
        #expect(
            contract.schema.flatMap(\.fields).map { "\($0.name):\($0.type)" } == [
                "order_id:string", "total:decimal(10,2)",
            ])
        #expect(try reader.product("returns")?.status == .published)
        again.selects("orders")
        again.type("j", shows: "total     decimal(10,2)")
        again.quit()
    }

    @Test func `publishing, with a schema from a file`() async throws {
        let program = try await BrowserMesh.small()
        let file = program.scratch.path + "/returns.json"
        try program.scratch.write("{\"schema\": ", to: "returns.json")
        let session = try BrowserSession(program)
        session.selects("orders")
        session.terminal.type("j")
        session.selects("returns")
        session.type("p", shows: "Publish returns")
        session.type("\t@/nowhere/returns.json\r", shows: "/nowhere/returns.json", "✕")
        session.type("\u{15}@\(file)\r", shows: "✕ \(file)")
        #expect(try BrowserMesh.reader(of: program).product("returns")?.status == .draft)
        try program.scratch.write(#"{"return_id": "string", "amount": "decimal"}"#, to: "returns.json")
        session.type("\r", shows: "● 1.0.0 is published at port main")
        #expect(session.canAnswer())
        session.type("\r", shows: "● product returns 1.0.0 is published at port main")

        let again = try comeBack(session)
        let contract = try #require(try BrowserMesh.reader(of: program).contract(of: "returns", port: "main"))
        #expect(contract.schema.flatMap(\.fields).map(\.name) == ["return_id", "amount"])
        again.selects("orders")
        again.type("j", shows: "return_id  string")
        again.quit()
    }

    @Test func `provisioning, from a wrong parameter to files on the disk`() async throws {
        let program = try await BrowserMesh.small()
        try await BrowserMesh.commit([.createTemplate(Self.template)], to: program)
        let session = try BrowserSession(program)
        session.selects("orders")
        session.type("i", shows: "Provision orders", "◂")
        for _ in 0..<8 where !session.terminal.screen.contains("◂ nightly ▸") {
            let before = session.terminal.screen
            session.terminal.type("l")
            session.waits("another template") { $0.screen != before }
        }
        session.shows("◂ nightly ▸", "keep")
        session.type("\tmany\r", shows: "✕ expected a number")
        let begun = try BrowserMesh.reader(of: program).revision
        session.type(
            "\u{15}7\r", shows: "Provision orders from nightly ?", "+ nightly.txt", "orders is kept for 7",
            "/bin/cat nightly.txt")
        let workspace = program.mesh + "/workspaces/orders/nightly"
        #expect(unsafe access(workspace, F_OK) != 0)
        #expect(try BrowserMesh.reader(of: program).revision == begun)
        #expect(session.canAnswer())
        session.type("\r", shows: "added nightly.txt", "● nightly for orders is ready: \(workspace)")
        #expect(try ScratchFolder.text(of: workspace + "/nightly.txt") == "orders is kept for 7\n")
        session.escape(from: "is ready")

        let again = try comeBack(session)
        #expect(try BrowserMesh.reader(of: program).provisions(of: "orders").map(\.state) == [.ready])
        again.selects("orders")
        again.type("6", shows: "nightly", "● ready")
        again.quit()
    }

    /// One file and one command that says what is in it.
    private static let template: InfrastructureTemplate = {
        var template = InfrastructureTemplate()
        template.id = "nightly"
        template.name = "Nightly"
        var parameter = InfrastructureTemplate.Parameter()
        parameter.name = "keep"
        parameter.kind = .number
        parameter.required = true
        parameter.fallback = "3"
        template.parameters = [parameter]
        var file = InfrastructureTemplate.File()
        file.path = "nightly.txt"
        file.content = "{{product.id}} is kept for {{parameters.keep}}\n"
        template.files = [file]
        var hook = InfrastructureTemplate.Hook()
        hook.event = .apply
        hook.argv = ["/bin/cat", "nightly.txt"]
        template.hooks = [hook]
        return template
    }()

    @Test func `what is left half filled is there again, and was written nowhere`() async throws {
        let session = try await BrowserSession.opened()
        let begun = try BrowserMesh.reader(of: session.program).revision
        session.type("s", shows: "Subscribe to orders")
        session.type("board\tfinance", shows: "finance")
        session.escape(to: "what you typed is kept")
        session.type("s", shows: "Subscribe to orders", "board", "finance")
        session.escape(from: "Subscribe to orders")
        session.quit()
        #expect(try BrowserMesh.reader(of: session.program).revision == begun)
    }

    /// A line that is typed ahead, or pasted where pastes are not marked, fills a form; it never agrees to what it did not see.
    @Test(arguments: ["s\tfinance\r\r\r\r", "sboard\tfinance\r\r\r\rjjj\r\r"])
    func `keys that were typed before the question could be read do not answer it`(_ burst: String) async throws {
        let session = try await BrowserSession.opened()
        let begun = try BrowserMesh.reader(of: session.program).revision
        session.type(burst, shows: "Subscribe to orders ?", "● is granted at once")
        // All of the burst has been read when a later key is answered.
        #expect(session.canAnswer())
        session.shows("Subscribe to orders ?")
        #expect(try BrowserMesh.reader(of: session.program).revision == begun)
        // Nor does what comes all at once, as no hand types, now that it stands there.
        session.terminal.type("\r\r\r")
        #expect(session.canAnswer())
        session.shows("Subscribe to orders ?")
        #expect(try BrowserMesh.reader(of: session.program).revision == begun)
        session.type("\r", shows: "is granted at once")
        session.hides("Subscribe to orders")
        session.quit()
        #expect(try BrowserMesh.reader(of: session.program).subscriptions(of: "orders").count == 1)
    }

    @Test func `a burst provisions nothing`() async throws {
        let session = try await BrowserSession.opened()
        session.type("i\r\r\r\r\r", shows: "Provision orders from", "Files")
        #expect(session.canAnswer())
        session.terminal.type("j\r\r")
        #expect(session.canAnswer())
        session.shows("Provision orders from")
        #expect(try BrowserMesh.reader(of: session.program).provisions(of: "orders").isEmpty)
        #expect(unsafe access(session.program.mesh + "/workspaces/orders", F_OK) != 0)
        session.escape(to: "◂ local-files ▸")
        session.escape(from: "◂ local-files ▸")
        session.quit()
    }
}
