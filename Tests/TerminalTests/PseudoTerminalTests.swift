import PseudoTerminal
import Testing

/// The instrument itself: what it reports of programs that everybody has.
@Suite struct PseudoTerminalTests {
    private func shell(_ script: String) throws -> PseudoTerminal {
        try PseudoTerminal("/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"], columns: 40, rows: 5)
    }

    @Test func `a program sees a terminal and its size`() throws {
        let terminal = try shell("tty -s && stty size; exit 7")
        #expect(terminal.waitForExit() == .code(7))
        #expect(terminal.lines == ["5 40", "", "", "", ""])
    }

    @Test func `keys go in and cells come out`() throws {
        let terminal = try shell(
            "printf '\\033[1;31mname? \\033[m'; read name; printf '\\033[4m日%s' \"$name\"; read end")
        #expect(terminal.wait { $0.screen.contains("name?") })
        terminal.type("orders\r")
        #expect(terminal.wait { $0.screen.contains("日orders") })
        #expect(terminal.lines.prefix(2) == ["name? orders", "日orders"])
        let first = try #require(terminal.cell(column: 0, row: 0))
        #expect((first.text, first.isBold, first.foreground, first.background) == ("n", true, 1, -1))
        #expect(terminal.cell(column: 1, row: 1)?.text == "")
        #expect(terminal.cursor == (8, 1))
        #expect(terminal.isCooked)
    }

    @Test func `a program notices a new size, a signal and a closed terminal`() throws {
        let sized = try shell("trap 'stty size; exit' WINCH; echo up; while :; do read x; done")
        #expect(sized.wait { $0.screen.contains("up") })
        sized.resize(columns: 20, rows: 4)
        #expect(sized.wait { $0.screen.contains("4 20") })

        let ended = try shell("echo up; exec cat")
        #expect(ended.wait { $0.screen.contains("up") })
        ended.signal(15)
        #expect(ended.waitForExit() == .signal(15))

        let hungUp = try shell("echo up; exec cat")
        #expect(hungUp.wait { $0.screen.contains("up") })
        hungUp.hangUp()
        #expect(hungUp.waitForExit() == .signal(1))
    }

    @Test func `waiting ends`() throws {
        let terminal = try shell("exec cat")
        #expect(!terminal.wait(for: .milliseconds(30)) { $0.screen.contains("never") })
        #expect(terminal.waitForExit(for: .milliseconds(30)) == nil)
        #expect(throws: PseudoTerminalError.notStarted(program: "/no/such", errno: 2)) {
            try PseudoTerminal("/no/such")
        }
    }
}
