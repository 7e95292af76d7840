import Glibc
import PseudoTerminal
import Testing

/// Inside a terminal multiplexer, as most people on a shared host are.
struct TmuxTests {
    static let path = "/usr/bin/tmux"

    @Test(.enabled(if: unsafe access(path, X_OK) == 0, "there is no tmux"))
    func `in tmux one browses, resizes, subscribes and leaves`() async throws {
        let program = try await BrowserMesh.small()
        try program.scratch.write("set -g default-terminal tmux-256color\nset -g status off\n", to: "tmux.conf")
        let surroundings = BrowserSession.surroundings(of: program).merging([
            "TMUX_TMPDIR": program.scratch.path, "SHELL": "/bin/sh",
        ]) { $1 }
        defer {
            _ = try? program.run(["kill-server"], with: Self.path, environment: ["TMUX_TMPDIR": program.scratch.path])
        }
        let terminal = try PseudoTerminal(
            Self.path, ["-f", program.scratch.path + "/tmux.conf", "new-session", Program.path],
            environment: surroundings, columns: 120, rows: 40)
        #expect(terminal.wait { $0.screen.contains("│▌ orders") }, "\(terminal.screen)")
        terminal.type("j")
        #expect(terminal.wait { $0.screen.contains("│▌ returns") && $0.screen.contains("What came back") })
        terminal.resize(columns: 80, rows: 24)
        #expect(terminal.wait { $0.screen.contains("\n▌ returns") }, "\(terminal.screen)")
        terminal.press(.up)
        #expect(terminal.wait { $0.screen.contains("\n▌ orders") })
        terminal.type("s")
        #expect(terminal.wait { $0.screen.contains("Subscribe to orders") }, "\(terminal.screen)")
        terminal.type("\r")
        #expect(terminal.wait { $0.screen.contains("✕ name the consumer's domain") }, "\(terminal.screen)")
        terminal.press(.escape)
        #expect(terminal.wait { !$0.screen.contains("Subscribe to orders") })
        terminal.type("Q")
        #expect(terminal.waitForExit() == .code(0))
        #expect(terminal.isCooked && terminal.screen.contains("[exited]"), "\(terminal.screen)")
    }
}
