import Glibc
import PseudoTerminal
import Testing

/// Subscribe, publish and provision from the keyboard: a wrong entry first, then the real change, and everything there when one comes back.
@Suite(.serialized)
struct ChangingTests {
    @Test func `subscribing, from a wrong form to the store`() throws {
        let session = try BrowserSession()
        #expect(session.sees("orders"))
        session.terminal.type("2s")
        #expect(session.sees("Subscribe to"))
        session.terminal.type("\r")
        #expect(session.sees("✕ name the consumer's domain"))
        session.terminal.type("finance\r")
        #expect(session.sees("is granted at once"))
        session.terminal.settle(quiet: .milliseconds(200))
        session.terminal.type("\r")
        #expect(session.terminal.wait { !$0.screen.contains("Subscribe to") })
        session.terminal.type("Q")
        #expect(session.terminal.waitForExit() == .code(0))
        let list = try session.program.run("subscription", "list", "--json")
        #expect(list.output.contains("\"consumer_domain\": \"finance\"") && list.output.contains("active"), "\(list)")
        let again = try BrowserSession(session.program)
        again.terminal.type("5")
        #expect(again.sees("finance") && again.sees("active"))
    }

    @Test func `publishing, with a schema that cannot be read at first`() throws {
        let session = try BrowserSession()
        #expect(session.sees("orders"))
        session.terminal.type("2p")
        #expect(session.sees("Publish"))
        session.terminal.press(.tab)
        session.terminal.type("order_id\r")
        #expect(session.terminal.wait { $0.screen.contains("✕") && $0.screen.contains("Publish") })
        session.terminal.type(":string, total:decimal\r")
        #expect(session.sees("is published at port"))
        session.terminal.settle(quiet: .milliseconds(200))
        session.terminal.type("\r")
        #expect(
            session.terminal.wait { !$0.screen.contains("is published at port main?") && !$0.screen.contains("go on") })
        session.terminal.settle(quiet: .milliseconds(300))
        session.terminal.type("Q")
        #expect(session.terminal.waitForExit() == .code(0))
        let shown = try session.program.run("product", "show", "orders", "--json")
        #expect(shown.output.contains("order_id") && shown.output.contains("decimal"), "\(shown.output.suffix(600))")
    }

    @Test func `provisioning, with its plan, to files on the disk`() throws {
        let session = try BrowserSession()
        #expect(session.sees("orders"))
        session.terminal.type("2i")
        #expect(session.sees("Provision orders"))
        session.terminal.type("\r")
        #expect(session.sees("added"))
        session.terminal.settle(quiet: .milliseconds(200))
        session.terminal.type("\r")
        #expect(session.sees("is ready"))
        #expect(unsafe access(session.program.mesh + "/workspaces/orders/local-files/README.md", R_OK) == 0)
        session.terminal.type("\r")
        session.terminal.type("Q")
        #expect(session.terminal.waitForExit() == .code(0))
        let again = try BrowserSession(session.program)
        again.terminal.type("6")
        #expect(again.sees("ready"))
    }

    @Test func `keys typed before the confirmation could be seen do not confirm`() throws {
        let session = try BrowserSession()
        #expect(session.sees("orders"))
        session.terminal.type("2s\tfinance\r\r\r\r")
        #expect(session.sees("is granted at once"))
        session.terminal.settle(quiet: .milliseconds(300))
        let list = try session.program.run("subscription", "list", "--json")
        #expect(!list.output.contains("finance"), "\(list.output)")
    }
}
