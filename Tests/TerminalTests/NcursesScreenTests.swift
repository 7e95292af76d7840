import Glibc
import PseudoTerminal
import Testing

/// The probe on a real terminal: what a person sees of it, and what it leaves behind.
@Suite struct NcursesScreenTests {
    private static let program = PseudoTerminal.built("terminal-probe")

    private static let surroundings = ["TERM": "xterm-256color", "LANG": "C.UTF-8"]

    private func probe(
        _ changes: [String: String] = [:], columns: Int = 120, rows: Int = 40
    ) throws -> PseudoTerminal {
        let environment = Self.surroundings.merging(changes) { $1 }
        return try PseudoTerminal(Self.program, environment: environment, columns: columns, rows: rows)
    }

    private func isUp(_ terminal: PseudoTerminal) -> Bool {
        terminal.isAlternateScreen && terminal.lines.last?.contains("q quit") == true
            && terminal.screen.contains("▌ sales_orders_0")
    }

    private func isRestored(_ terminal: PseudoTerminal) -> Bool {
        terminal.isCooked && terminal.isCursorVisible && !terminal.isAlternateScreen && !terminal.isMouseReported
            && String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[?2004l")
    }

    @Test func `quitting gives the terminal back`() throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        #expect(terminal.wait { !$0.isCooked && !$0.isCursorVisible && $0.isMouseReported })
        #expect(!isRestored(terminal))
        terminal.type("q")
        #expect(terminal.waitForExit() == .code(0))
        #expect(isRestored(terminal))
        #expect(terminal.screen.isEmpty || !terminal.screen.contains("sales_orders"))
    }

    @Test(arguments: [(SIGTERM, "terminate"), (SIGHUP, "hangup"), (SIGINT, "interrupt"), (SIGQUIT, "terminate")])
    func `a signal ends it in order`(signal: Int32, ending: String) throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        terminal.signal(signal)
        #expect(terminal.waitForExit() == .code(3))
        #expect(isRestored(terminal))
        #expect(terminal.screen.contains("ended: \(ending)"))
    }

    @Test func `a closed terminal ends it`() throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        terminal.hangUp()
        #expect(terminal.waitForExit() == .code(3))
    }

    @Test func `a trap gives the terminal back and says what happened`() throws {
        let terminal = try probe(["SWIFT_BACKTRACE": "enable=no"])
        #expect(terminal.wait(until: isUp))
        terminal.type("x")
        let exit = terminal.waitForExit()
        #expect(exit == .signal(SIGILL) || exit == .signal(SIGTRAP))
        #expect(isRestored(terminal))
        #expect(terminal.screen.contains("Index out of range"))
    }

    @Test func `a crash signal gives the terminal back`() throws {
        let terminal = try probe(["SWIFT_BACKTRACE": "enable=no"])
        #expect(terminal.wait(until: isUp))
        terminal.signal(SIGSEGV)
        #expect(terminal.waitForExit() == .signal(SIGSEGV))
        #expect(isRestored(terminal))
    }

    @Test func `stopped and continued from a shell, it is where it was`() throws {
        let shell = try PseudoTerminal(
            "/bin/bash", ["--norc", "--noprofile", "-i"],
            environment: Self.surroundings.merging(["PS1": "$ ", "PATH": "/usr/bin:/bin"]) { $1 }, columns: 80, rows: 12
        )
        shell.type("\(Self.program)\r")
        #expect(shell.wait(until: isUp))
        shell.type("j")
        #expect(shell.wait { $0.screen.contains("▌ sales_orders_1") })
        shell.type("\u{1A}")
        #expect(
            shell.wait {
                $0.screen.contains("Stopped") && !$0.isAlternateScreen && $0.isCursorVisible && !$0.isMouseReported
            })
        shell.resize(columns: 60, rows: 10)
        shell.type("fg\r")
        #expect(shell.wait { $0.screen.contains("▌ sales_orders_1") && $0.screen.contains("60x10") })
        #expect(shell.wait { $0.isMouseReported && !$0.isCursorVisible })
        shell.type("k")
        #expect(shell.wait { $0.screen.contains("▌ sales_orders_0") })
        shell.type("q")
        #expect(shell.wait { !$0.isAlternateScreen })
        shell.type("echo back\r")
        #expect(shell.wait { $0.screen.contains("\nback") })
    }

    /// The shell may have changed everything meanwhile, and nothing told the program to give the terminal back.
    @Test func `after a stop that cannot be caught everything is sent again`() throws {
        let terminal = try probe(columns: 80, rows: 12)
        #expect(terminal.wait(until: isUp))
        terminal.settle()
        let before = terminal.output.count
        terminal.signal(SIGSTOP)
        terminal.signal(SIGCONT)
        let whole = { (terminal: PseudoTerminal) in
            let again = String(decoding: terminal.output.dropFirst(before), as: UTF8.self)
            return again.contains("\u{1B}[?2004h") && again.contains("sales_orders_8")
        }
        #expect(terminal.wait(until: whole))
        #expect(terminal.wait(until: isUp))
    }

    @Test func `a new size is drawn at once, however small`() throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        for (columns, rows) in [(80, 24), (40, 10), (3, 2), (1, 1), (200, 60)] {
            terminal.resize(columns: columns, rows: rows)
            if columns >= 40 {
                #expect(terminal.wait { $0.screen.contains("\(columns)x\(rows)") && $0.screen.contains("probe") })
            }
        }
        terminal.type("q")
        #expect(terminal.waitForExit() == .code(0))
    }

    @Test func `exported sizes are not believed`() throws {
        let terminal = try probe(["COLUMNS": "50", "LINES": "7"])
        #expect(terminal.wait { $0.screen.contains("120x40") })
    }

    @Test(arguments: ["xterm-ghostty-new", "xterm-kitty-9", "tmux-9000"])
    func `an unknown relative of xterm is taken for xterm, and that is said`(name: String) throws {
        let terminal = try probe(["TERM": name])
        #expect(terminal.wait { $0.screen.contains("no terminal “\(name)”; taken for xterm-256color") })
        #expect(terminal.screen.contains("▌ sales_orders_0"))
    }

    @Test(
        arguments: [
            ("dumb", "the terminal “dumb” cannot move its cursor; run a command that prints instead, see --help"),
            ("hal9000", "this host knows no terminal “hal9000”; set another one it knows, for example: export"),
            ("", "TERM is not set, so nothing is known about this terminal; set it, for example: export TERM="),
        ])
    func `where there can be no screen it says so and touches nothing`(name: String, sentence: String) throws {
        let terminal = try probe(["TERM": name])
        #expect(terminal.waitForExit() == .code(2))
        #expect(terminal.screen.contains("probe: " + sentence))
        #expect(!terminal.output.contains(0x1B))
    }

    @Test(arguments: ["xterm-256color", "xterm", "tmux-256color", "screen", "linux", "vt100", "vt220", "ansi"])
    func `every common terminal shows the list`(name: String) throws {
        let terminal = try probe(["TERM": name], columns: 80, rows: 24)
        #expect(terminal.wait { $0.screen.contains("▌ sales_orders_0") && $0.screen.contains("q quit") })
        terminal.press(.down)
        #expect(terminal.wait { $0.screen.contains("▌ sales_orders_1") })
        terminal.type("q")
        #expect(terminal.waitForExit() == .code(0))
    }

    @Test func `colours come from the theme`() throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        #expect(terminal.cell(column: 114, row: 0).map { [$0.foreground, $0.background] } == [114, -1])
        #expect(terminal.cell(column: 0, row: 2)?.foreground == 75)
        let eight = try probe(["TERM": "xterm"])
        #expect(eight.wait(until: isUp))
        #expect(eight.cell(column: 114, row: 0).map { $0.foreground == 2 && $0.isBold } == true)
    }

    @Test func `NO_COLOR leaves bold and underline`() throws {
        let terminal = try probe(["NO_COLOR": "1"])
        #expect(terminal.wait(until: isUp))
        #expect(!String(decoding: terminal.output, as: UTF8.self).contains("38;5"))
        #expect(terminal.cell(column: 114, row: 0)?.foreground == -1)
        #expect(terminal.cell(column: 2, row: 2)?.isBold == true)
    }

    @Test(arguments: [["LANG": "C"], ["LC_ALL": "POSIX"], ["LANG": "C.UTF-8", "LC_ALL": "C"]])
    func `without UTF-8 every cell is ASCII and stands in its column`(locale: [String: String]) throws {
        let terminal = try probe(locale)
        #expect(terminal.wait { $0.screen.contains("# sales_orders_0") })
        terminal.type("h")
        #expect(terminal.wait { $0.screen.contains("?[2J?31mhostile ????") })
        #expect(terminal.output.allSatisfy { $0 < 0x80 })
        #expect(terminal.lines[0].hasSuffix("* live"))
    }

    @Test(arguments: [["LANG": "de_DE.UTF-8"], ["LANG": "xx_YY.utf8@euro"], ["LANG": ""], ["LC_CTYPE": "UTF-8"]])
    func `a UTF-8 locale that this host does not have is still UTF-8`(locale: [String: String]) throws {
        let terminal = try probe(locale)
        #expect(terminal.wait(until: isUp))
    }

    @Test func `hostile text reaches the terminal as harmless cells`() throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        terminal.type("h")
        #expect(terminal.wait { $0.screen.contains("␛[2J\u{FFFD}31mhostile 日本") })
        #expect(terminal.screen.contains("▌ sales_orders_0"))
        let output = String(decoding: terminal.output, as: UTF8.self)
        #expect(!output.unicodeScalars.contains("\u{202E}") && !output.unicodeScalars.contains("\u{9B}"))
    }

    @Test func `what is said on standard error waits until the screen is gone`() throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        terminal.type("ej")
        #expect(terminal.wait { $0.screen.contains("▌ sales_orders_1") })
        #expect(!String(decoding: terminal.output, as: UTF8.self).contains("hidden"))
        terminal.type("q")
        #expect(terminal.waitForExit() == .code(0))
        #expect(terminal.screen.contains("hidden ␛[31mwords"))
    }

    @Test func `a move costs little and is one write`() throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        terminal.settle()
        for index in 1...20 {
            let (bytes, reads) = (terminal.output.count, terminal.reads)
            terminal.type("j")
            #expect(terminal.wait { $0.screen.contains("▌ sales_orders_\(index) ") })
            terminal.settle(quiet: .milliseconds(15))
            #expect(terminal.output.count - bytes <= 120)
            #expect(terminal.reads - reads == 1)
        }
    }

    @Test func `nothing is sent while nothing changes`() throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        terminal.settle()
        let bytes = terminal.output.count
        terminal.type("kk")
        terminal.press(.up)
        terminal.settle(quiet: .milliseconds(150))
        #expect(terminal.output.count == bytes)
        let switches = contextSwitches(of: terminal.processID)
        #expect(switches.count == 2)
        terminal.settle(quiet: .milliseconds(300))
        #expect(contextSwitches(of: terminal.processID) == switches)
    }

    /// How often the process ran and waited again, as the kernel counts.
    private func contextSwitches(of process: Int32) -> [Substring] {
        let descriptor = unsafe open("/proc/\(process)/status", O_RDONLY)
        defer { close(descriptor) }
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
            count = max(0, unsafe read(descriptor, buffer.baseAddress, buffer.count))
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { $0.contains("ctxt_switches") }
    }

    @Test func `a deadline comes once, and other threads can wake it`() throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        terminal.type("r")
        #expect(terminal.wait { $0.screen.contains("rested") })
        terminal.type("m")
        #expect(terminal.wait { $0.screen.contains("from afar") })
    }

    @Test func `typing shows the cursor where the next letter goes`() throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        terminal.type("/日本q")
        #expect(terminal.wait { $0.lines[1].hasPrefix("日本q") && $0.isCursorVisible && $0.cursor == (5, 1) })
        terminal.type("\u{1B}[200~x\ny\u{1B}[201~")
        #expect(terminal.wait { $0.lines[1].hasPrefix("日本qx y") })
        terminal.type("\u{1B}")
        #expect(terminal.wait { !$0.isCursorVisible })
        terminal.type("\u{1B}[<65;3;4M")
        #expect(terminal.wait { $0.screen.contains("wheelDown") })
    }

    @Test func `a copy goes to the clipboard of the other side`() throws {
        let terminal = try probe()
        #expect(terminal.wait(until: isUp))
        terminal.type("yj")
        #expect(terminal.wait { $0.screen.contains("▌ sales_orders_1") })
        #expect(String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}]52;c;c2FsZXNfb3JkZXJz\u{7}"))
    }
}
