import PseudoTerminal
import Testing

/// The screen's size changes under the program.
struct ResizingTests {
    static let sizes = [(200, 60), (80, 24), (40, 10), (10, 3), (1, 1), (200, 60), (40, 10), (120, 40)]

    @Test func `every size keeps the selected product in sight`() async throws {
        let session = try BrowserSession(try await BrowserMesh.long())
        session.selects("sales_orders_00")
        session.terminal.type("G" + String(repeating: "k", count: 20))
        session.selects("sales_orders_69")
        for (columns, rows) in Self.sizes {
            session.terminal.resize(columns: columns, rows: rows)
            switch columns {
            case 40...:
                session.selects("sales_orders_69")
                session.waits("the title") { _ in session.place.contains("mesh") }
            case 10: session.shows("▌ sale…_69")
            // Nothing can be read of it; the program is there all the same.
            default: session.terminal.settle()
            }
        }
        session.shows("id         sales_orders_69")
        session.quit()
    }

    @Test(arguments: ["0", "1", "2\r", "3", "4", "5", "6", "7", "2s", "2p", "2i", "?", ":", "2/core"])
    func `nothing traps at any size`(_ keys: String) async throws {
        let session = try await BrowserSession.opened()
        session.terminal.type(keys)
        for (columns, rows) in Self.sizes + [(2, 40), (300, 1), (120, 2), (3, 3), (7, 5), (25, 6), (120, 40)] {
            session.terminal.resize(columns: columns, rows: rows)
            session.terminal.settle(quiet: .milliseconds(10))
        }
        session.waits("the screen is back") {
            $0.lines[39].contains("help") || $0.screen.contains("Esc leave") || $0.screen.contains("Esc clear")
        }
        session.terminal.signal(15)
        #expect(session.terminal.waitForExit() != nil)
        session.expectRestored()
    }

    @Test func `a form keeps what was typed through every size`() async throws {
        let session = try await BrowserSession.opened()
        session.type("s", shows: "Subscribe to orders")
        session.type("crm_board\tfinance", shows: "crm_board", "finance")
        for (columns, rows) in Self.sizes {
            session.terminal.resize(columns: columns, rows: rows)
            if columns >= 40 { session.shows("crm_board", "finance") }
        }
        session.type("\r", shows: "is granted at once")
        session.escape(to: "⏎ go on")
        session.escape(from: "Subscribe to orders")
        session.quit()
    }
}
