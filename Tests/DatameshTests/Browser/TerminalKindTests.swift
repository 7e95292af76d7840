import Glibc
import PseudoTerminal
import Testing

/// Terminals of every kind, and none.
struct TerminalKindTests {
    @Test(arguments: ["xterm-256color", "tmux-256color", "screen-256color", "xterm", "linux", "vt100"])
    func `every common terminal shows the mesh, walks and forms`(_ kind: String) async throws {
        let session = try await BrowserSession.opened(environment: ["TERM": kind])
        session.type("j", shows: "What came back")
        session.selects("returns")
        session.type("3", shows: "FOCUS")
        session.type("2s", shows: "Subscribe to returns", "Esc leave")
        #expect(!session.terminal.screen.contains("this host knows no terminal"))
        session.escape(from: "Subscribe to returns")
        session.quit()
    }

    @Test(arguments: ["xterm-ghostty", "xterm-kitty", "alacritty-of-tomorrow", "screen.of-tomorrow"])
    func `an unknown relative of xterm is taken for xterm, and that is said`(_ kind: String) async throws {
        let session = try await BrowserSession.opened(environment: ["TERM": kind])
        session.shows("this host knows no terminal “\(kind)”; taken for xterm-256color")
        session.quit()
    }

    @Test(arguments: [
        ("dumb", "cannot move its cursor"), ("wyse-of-tomorrow", "this host knows no terminal “wyse-of-tomorrow”"),
        ("", "TERM is not set"), ("../../etc/passwd", "this host knows no terminal"),
        ("\u{1B}]0;x\u{7}", "this host knows no terminal “␛]0;x␇”"),
    ])
    func `where there can be no screen it says so and touches nothing`(_ kind: String, _ sentence: String) async throws
    {
        let session = try BrowserSession(try await BrowserMesh.small(), environment: ["TERM": kind])
        #expect(session.terminal.waitForExit() == .code(2))
        #expect(session.terminal.screen.contains(sentence), "\(session.terminal.screen)")
        #expect(SentText(session.terminal.output).kinds.isEmpty)
        session.expectRestored()
    }

    @Test(arguments: ["DATAMESH </dev/null", "DATAMESH | cat", "DATAMESH browse </dev/null | cat"])
    func `without a terminal on both sides there is a sentence`(_ command: String) async throws {
        let program = try await BrowserMesh.small()
        let script = "set -o pipefail; \(command.replacing("DATAMESH", with: Program.path)); echo status $?"
        let terminal = try PseudoTerminal(
            "/bin/bash", ["-c", script], environment: BrowserSession.surroundings(of: program), columns: 160, rows: 24)
        #expect(terminal.waitForExit() == .code(0))
        #expect(terminal.screen.contains("the browser needs a terminal"), "\(terminal.screen)")
        #expect(terminal.screen.contains("status 2"), "\(terminal.screen)")
        #expect(SentText(terminal.output).kinds.isEmpty)
    }

    @Test(arguments: [["LANG": "C"], ["LC_ALL": "POSIX"], ["LANG": "de_DE.ISO-8859-1"]])
    func `in a plain locale only ASCII is sent, and columns stay straight`(_ locale: [String: String]) async throws {
        let program = try await BrowserMesh.small()
        try await BrowserMesh.commit(
            [BrowserMesh.product("wide", in: "sales", "漢字と絵文字🎉 – “quoted” naïve")], to: program)
        let session = try BrowserSession(program, environment: locale)
        session.selects("orders")
        session.terminal.type("G")
        session.selects("wide")
        session.type("s", shows: "Subscribe to wide")
        session.escape(from: "Subscribe to wide")
        for (key, place) in [
            ("3", "Lineage"), ("4", "Compliance"), ("0", "Overview"), ("7", "Activity"), ("2", "Products"),
        ] {
            session.type(key, shows: "mesh > \(place)")
        }
        #expect(session.terminal.output.allSatisfy { $0 < 0x80 })
        session.waits("straight rules") { _ in session.rules == [24, 82] }
        session.quit()
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "vt100"]])
    func `where no colour is wanted or possible, none is sent, and the selection is seen all the same`(
        _ surroundings: [String: String]
    ) async throws {
        let session = try await BrowserSession.opened(environment: surroundings)
        session.type("4", shows: "mesh › Compliance")
        session.type("2s", shows: "Subscribe to orders")
        session.escape(from: "Subscribe to orders")
        let sent = SentText(session.terminal.output)
        #expect(!sent.hasColour, "\(sent.looks)")
        #expect(sent.looks.contains { $0.contains(1) || $0.contains(7) || $0.contains(4) })
        session.quit()
    }

    @Test func `colours are sent where they are wanted`() async throws {
        let session = try await BrowserSession.opened()
        #expect(SentText(session.terminal.output).hasColour)
        session.quit()
    }
}
