import Glibc
import PseudoTerminal
import Testing

/// Terminals, locales, signals and hostile data.
@Suite(.serialized)
struct SurroundingsTests {
    @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "linux", "vt100", "xterm-ghostty-of-tomorrow"])
    func `a terminal of any kind shows the mesh and gets itself back`(_ kind: String) throws {
        let session = try BrowserSession(environment: ["TERM": kind])
        #expect(session.sees("visits"), "\(session.terminal.screen)")
        session.terminal.type("Q")
        #expect(session.terminal.waitForExit() == .code(0))
        #expect(session.terminal.isCooked)
    }

    @Test func `a terminal that cannot place a cursor is told so`() throws {
        let session = try BrowserSession(environment: ["TERM": "dumb"])
        #expect(session.terminal.waitForExit() == .code(2))
        #expect(session.terminal.screen.contains("cannot move its cursor"))
    }

    @Test func `without a terminal there is a sentence`() throws {
        let program = try BrowserSession.mesh()
        let ending = try program.run("browse")
        #expect(ending.status == 2 && ending.errors.contains("terminal"), "\(ending)")
    }

    @Test func `in a plain locale only ASCII is sent`() throws {
        let session = try BrowserSession(environment: ["LANG": "C"])
        #expect(session.sees("visits"))
        session.terminal.type("234")
        session.terminal.settle(quiet: .milliseconds(300))
        #expect(session.terminal.output.allSatisfy { $0 < 0x80 })
    }

    @Test func `NO_COLOR sends no colour`() throws {
        let session = try BrowserSession(environment: ["NO_COLOR": "1"])
        #expect(session.sees("visits"))
        session.terminal.settle(quiet: .milliseconds(200))
        let text = String(decoding: session.terminal.output, as: UTF8.self)
        #expect(!text.contains("[38;5;") && !text.contains("[48;5;") && !text.contains("[3") || !text.contains("38;5"))
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `a signal ends it in order`(_ signal: Int32) throws {
        let session = try BrowserSession()
        #expect(session.sees("visits"))
        session.terminal.signal(signal)
        #expect(session.terminal.waitForExit() != nil)
        #expect(session.terminal.isCooked && !session.terminal.isAlternateScreen)
    }

    @Test func `stopped and continued, the screen is drawn again`() throws {
        let session = try BrowserSession()
        #expect(session.sees("visits"))
        session.terminal.signal(SIGSTOP)
        session.terminal.signal(SIGCONT)
        session.terminal.type("3")
        #expect(session.sees("Lineage"))
    }

    @Test func `a line that breaks leaves nothing running`() throws {
        let session = try BrowserSession()
        #expect(session.sees("visits"))
        session.terminal.hangUp()
        #expect(session.terminal.waitForExit() != nil)
    }

    /// Escapes, operating system commands, C1, bidi, wide and combining characters in every text that a person can give.
    @Test func `hostile text reaches the terminal as harmless cells`() throws {
        let evil = "x\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m\u{202E}gnp\u{200D}\u{301}\u{301}\u{301}漢字\r\nEND"
        let program = try BrowserSession.mesh()
        for arguments in [
            ["domain", "edit", "sales", "--name", evil, "--description", evil],
            ["product", "edit", "orders", "--name", evil, "--description", evil, "--tag", evil, "--meta", "k=\(evil)"],
            ["subscribe", "orders", "--consumer", "board", "--consumer-domain", "finance", "--purpose", evil],
        ] {
            let ending = try program.run(arguments)
            #expect(ending.status == 0, "\(ending)")
            #expect(!ending.output.contains("\u{1B}") && !ending.output.contains("\u{202E}"))
        }
        let session = try BrowserSession(program)
        #expect(session.sees("visits"))
        for key in ["0", "1", "2", "\r", "3", "4", "5", "6", "7"] {
            session.terminal.type(key)
            session.terminal.settle(quiet: .milliseconds(120))
        }
        let sent = String(decoding: session.terminal.output, as: UTF8.self)
        #expect(!sent.contains("]0;owned") || !sent.contains("\u{1B}]0;"))
        #expect(
            !sent.contains("\u{1B}]0;") && !sent.contains("\u{202E}") && !sent.contains("\u{9B}")
                && !sent.contains("\u{200D}"))
        session.terminal.type("Q")
        #expect(session.terminal.waitForExit() == .code(0))
    }
}
