import Glibc
import MeshModel
import PseudoTerminal
import Testing

/// What comes from outside: the terminal is given back, nothing is lost, nothing goes on running.
struct SignalTests {
    @Test(arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130)] as [(Int32, Int32)])
    func `a signal ends it in order, and the shell learns which`(_ signal: Int32, _ status: Int32) async throws {
        let session = try await BrowserSession.opened()
        #expect(!session.terminal.isCooked && session.terminal.isAlternateScreen)
        session.terminal.signal(signal)
        #expect(session.terminal.waitForExit() == .code(status))
        session.expectRestored()
    }

    @Test(arguments: ["s", "s\tfinance\r", "i\r", "?", "/ord"])
    func `also in the middle of something`(_ keys: String) async throws {
        let session = try await BrowserSession.opened()
        let before = session.terminal.screen
        session.terminal.type(keys)
        session.waits("something opens") { $0.screen != before }
        session.terminal.signal(SIGTERM)
        #expect(session.terminal.waitForExit() == .code(143))
        session.expectRestored()
        #expect(try BrowserMesh.reader(of: session.program).revision.number == 1)
    }

    @Test func `a line that breaks ends it`() async throws {
        let session = try await BrowserSession.opened()
        session.terminal.hangUp()
        #expect(session.terminal.waitForExit() == .code(129))
    }

    /// A program that is started with signals ignored, as by nohup, still sees that its terminal is gone.
    @Test func `a line that breaks ends it also where nobody tells`() async throws {
        let program = try await BrowserMesh.small()
        let terminal = try PseudoTerminal(
            "/bin/bash", ["-c", "trap '' HUP; exec \(Program.path)"],
            environment: BrowserSession.surroundings(of: program), columns: 120, rows: 40)
        #expect(terminal.wait { $0.screen.contains("▌ orders") })
        terminal.hangUp()
        #expect(terminal.waitForExit() == .code(129))
    }

    /// A hook is started in a session of its own, and would wait for nobody.
    @Test(arguments: [SIGTERM, SIGHUP])
    func `a command that is being run for a product ends with it`(_ signal: Int32) async throws {
        let program = try await BrowserMesh.small()
        var template = InfrastructureTemplate()
        template.id = "endless"
        template.name = "Endless"
        var hook = InfrastructureTemplate.Hook()
        hook.argv = ["/bin/sleep", "300"]
        template.hooks = [hook]
        try await BrowserMesh.commit([.createTemplate(template)], to: program)
        let session = try BrowserSession(program)
        session.selects("orders")
        session.type("i", shows: "◂ endless ▸")
        session.type("\r", shows: "from endless ?", "/bin/sleep 300")
        #expect(session.canAnswer())
        session.type("\r", shows: "$ /bin/sleep 300")
        // It is shown before it is started.
        var hooks = try Self.children(of: session.terminal.processID)
        for _ in 0..<200 where hooks.isEmpty {
            usleep(50_000)
            hooks = try Self.children(of: session.terminal.processID)
        }
        #expect(hooks.count == 1)
        session.terminal.signal(signal)
        #expect(session.terminal.waitForExit() == .code(128 + signal))
        session.expectRestored()
        #expect(hooks.allSatisfy { kill($0, 0) != 0 }, "\(hooks)")
        for hook in hooks { kill(hook, SIGKILL) }
        #expect(try BrowserMesh.reader(of: program).provisions(of: "orders").map(\.state) == [.failed])
    }

    @Test func `stopped and continued from a shell, it is where it was`() async throws {
        let program = try await BrowserMesh.small()
        let shell = try PseudoTerminal(
            "/bin/bash", ["--norc", "--noprofile", "-i"],
            environment: BrowserSession.surroundings(of: program).merging(["PS1": "$ "]) { $1 }, columns: 120, rows: 40)
        shell.type("\(Program.path)\r")
        #expect(shell.wait { $0.screen.contains("▌ orders") })
        shell.type("j")
        #expect(
            shell.wait { $0.screen.contains("▌ returns") && $0.screen.contains("What came back") })
        shell.type("\u{1A}")
        #expect(
            shell.wait {
                $0.screen.contains("Stopped") && !$0.isAlternateScreen && $0.isCursorVisible && !$0.isMouseReported
            }, "\(shell.screen)")
        // What others did meanwhile is there when it goes on, at whatever size that is.
        try await BrowserMesh.commit([BrowserMesh.product("refunds", in: "sales", "Money back")], to: program)
        shell.resize(columns: 80, rows: 24)
        shell.type("fg\r")
        #expect(
            shell.wait { $0.screen.contains("▌ returns") && $0.screen.contains("  refunds") },
            "\(shell.screen)")
        #expect(shell.wait { $0.isAlternateScreen && $0.isMouseReported && !$0.isCursorVisible })
        shell.type("Q")
        #expect(shell.wait { !$0.isAlternateScreen })
        shell.type("echo status $?\r")
        #expect(shell.wait { $0.screen.contains("\nstatus 0") }, "\(shell.screen)")
        shell.type("exit\r")
        #expect(shell.waitForExit() == .code(0))
    }

    /// kill -TSTP, as from another terminal.
    @Test func `a stop from outside gives the terminal back as well`() async throws {
        let program = try await BrowserMesh.small()
        let shell = try PseudoTerminal(
            "/bin/bash", ["--norc", "--noprofile", "-i"],
            environment: BrowserSession.surroundings(of: program).merging(["PS1": "$ "]) { $1 }, columns: 120, rows: 40)
        shell.type("\(Program.path)\r")
        #expect(shell.wait { $0.screen.contains("▌ orders") })
        // The first screen comes in parts: it is stopped at rest, not between two of them.
        shell.settle(quiet: .milliseconds(300))
        let pid = try #require(Self.children(of: shell.processID).first)
        kill(pid, SIGTSTP)
        #expect(
            shell.wait {
                $0.screen.contains("Stopped") && !$0.isAlternateScreen && $0.isCursorVisible
            },
            "\(shell.screen)")
        shell.type("fg\r")
        #expect(shell.wait { $0.isAlternateScreen && $0.screen.contains("▌ orders") })
        shell.type("Q")
        #expect(shell.wait { !$0.isAlternateScreen })
        shell.type("exit\r")
        #expect(shell.waitForExit() == .code(0))
    }

    private static func children(of process: Int32) throws -> [Int32] {
        try ScratchFolder.names(in: "/proc/\(process)/task").flatMap { thread in
            try ScratchFolder.text(of: "/proc/\(process)/task/\(thread)/children").split(separator: " ").compactMap {
                Int32($0)
            }
        }
    }
}
