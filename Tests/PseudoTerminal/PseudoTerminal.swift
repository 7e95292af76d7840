import CLinux
import CVTerm
import Glibc

/// A program running on a real terminal, as a person would see it: keys in, screen out.
///
/// The program leads a session of its own whose terminal is a pty, so that job control, hang-up and window size are
/// the kernel's. Nothing here sleeps: `wait` reads until what is waited for is true, or its time is over.
///
///     let terminal = try PseudoTerminal("/usr/bin/less", ["README.md"], columns: 80, rows: 24)
///     #expect(terminal.wait { $0.screen.contains("datamesh") })
///     terminal.type("q")
///     #expect(terminal.waitForExit() == .code(0))
package final class PseudoTerminal {
    package struct Cell: Equatable, Sendable {
        package let text: String
        package let isBold: Bool
        package let isUnderlined: Bool
        package let isReversed: Bool
        /// A number of the palette; −1 is the terminal's own.
        package let foreground: Int
        package let background: Int
    }

    package enum Exit: Equatable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    package private(set) var columns: Int
    package private(set) var rows: Int
    /// Everything the program sent.
    package private(set) var output: [UInt8] = []
    /// How often something could be read: at most the number of writes.
    package private(set) var reads = 0
    /// Whether nobody has the terminal open any more.
    package private(set) var isClosed = false
    package let processID: Int32

    private let master: Int32
    private let processDescriptor: Int32
    private let emulator: Emulator
    private var exit: Exit?

    /// - Parameter environment: All the program sees; nothing is inherited.
    package init(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:],
        columns: Int = 80, rows: Int = 24
    ) throws(PseudoTerminalError) {
        self.columns = columns
        self.rows = rows
        emulator = Emulator(columns: columns, rows: rows)
        master = try Self.openMaster(columns: columns, rows: rows)
        do {
            processID = try Self.spawn(
                program, arguments: arguments, environment: environment, on: master)
        } catch {
            close(master)
            throw error
        }
        processDescriptor = pidfd_open(processID, 0)
    }

    deinit {
        if exit == nil {
            Glibc.kill(processID, SIGKILL)
            waitpid(processID, nil, 0)
        }
        if !isHungUp { close(master) }
        if processDescriptor >= 0 { close(processDescriptor) }
    }

    // MARK: Keys in

    /// Sends text as the keyboard would; `"\u{1B}"` is Esc, `"\r"` Enter.
    package func type(_ text: String) {
        send(Array(text.utf8))
    }

    package enum Key: Sendable {
        case up, down, left, right, home, end, pageUp, pageDown, escape, enter, tab, backspace, delete
    }

    /// Sends a key in the form that the program asked its terminal for.
    package func press(_ key: Key) {
        let code: VTermKey =
            switch key {
            case .up: VTERM_KEY_UP
            case .down: VTERM_KEY_DOWN
            case .left: VTERM_KEY_LEFT
            case .right: VTERM_KEY_RIGHT
            case .home: VTERM_KEY_HOME
            case .end: VTERM_KEY_END
            case .pageUp: VTERM_KEY_PAGEUP
            case .pageDown: VTERM_KEY_PAGEDOWN
            case .escape: VTERM_KEY_ESCAPE
            case .enter: VTERM_KEY_ENTER
            case .tab: VTERM_KEY_TAB
            case .backspace: VTERM_KEY_BACKSPACE
            case .delete: VTERM_KEY_DEL
            }
        emulator.press(code)
        send(emulator.takeAnswers())
    }

    private func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty, !isHungUp {
            let sent = unsafe rest.withUnsafeBytes { unsafe Glibc.write(master, $0.baseAddress, $0.count) }
            guard sent > 0 || errno == EINTR || errno == EAGAIN else { return }
            if sent > 0 { rest.removeFirst(sent) }
        }
    }

    package func resize(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        emulator.resize(columns: columns, rows: rows)
        Self.setSize(columns: columns, rows: rows, of: master)
    }

    package func signal(_ number: Int32) {
        if exit == nil { Glibc.kill(processID, number) }
    }

    /// Whether this end was closed, as when a connection breaks.
    private var isHungUp = false

    package func hangUp() {
        guard !isHungUp else { return }
        close(master)
        isHungUp = true
    }

    // MARK: Screen out

    /// The rows without the blanks at their ends.
    package var lines: [String] {
        (0..<rows).map { row in
            var line = ""
            for column in 0..<columns { line += emulator.cell(column: column, row: row)?.text ?? "" }
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    package var screen: String { lines.joined(separator: "\n") }

    package func cell(column: Int, row: Int) -> Cell? {
        emulator.cell(column: column, row: row)
    }

    package var cursor: (column: Int, row: Int) { emulator.cursor }
    package var isCursorVisible: Bool { emulator.modes.isCursorVisible }
    package var isAlternateScreen: Bool { emulator.modes.isAlternateScreen }
    package var isMouseReported: Bool { emulator.modes.isMouseReported }

    /// Whether the terminal's lines are as a shell leaves them: canonical, with echo.
    package var isCooked: Bool {
        var settings = termios()
        guard unsafe tcgetattr(master, &settings) == 0 else { return false }
        return settings.c_lflag & UInt32(ICANON | ECHO) == UInt32(ICANON | ECHO)
    }

    // MARK: Waiting

    /// Reads until the condition holds.
    ///
    /// - Returns: Whether it came to hold before the time was over or the terminal was closed.
    package func wait(for limit: Duration = .seconds(60), until holds: (PseudoTerminal) -> Bool) -> Bool {
        let end = ContinuousClock.now + limit
        while !holds(self) {
            guard !isClosed, readOnce(until: end) else { return holds(self) }
        }
        return true
    }

    /// Reads whatever comes until nothing came for a while.
    package func settle(quiet: Duration = .milliseconds(60), limit: Duration = .seconds(60)) {
        let end = ContinuousClock.now + limit
        while !isClosed, ContinuousClock.now < end, readOnce(until: ContinuousClock.now + quiet) {}
    }

    /// Reads until the program ended; `nil` where it did not within the time.
    package func waitForExit(for limit: Duration = .seconds(60)) -> Exit? {
        let end = ContinuousClock.now + limit
        while exit == nil {
            var ready = [pollfd(fd: processDescriptor, events: Int16(POLLIN), revents: 0)]
            if !isClosed, !isHungUp { ready.append(pollfd(fd: master, events: Int16(POLLIN), revents: 0)) }
            guard Self.poll(&ready, until: end) else { return nil }
            if ready.count > 1, ready[1].revents != 0 { read() }
            if ready[0].revents != 0 { reap() }
        }
        // What it said last may still be on its way; behind it the terminal is closed, unless somebody else has it open.
        while !isClosed, !isHungUp, readOnce(until: ContinuousClock.now + .seconds(1)) {}
        return exit
    }

    private func readOnce(until end: ContinuousClock.Instant) -> Bool {
        guard !isHungUp else { return false }
        var ready = [pollfd(fd: master, events: Int16(POLLIN), revents: 0)]
        guard Self.poll(&ready, until: end) else { return false }
        read()
        return true
    }

    private func read() {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, unsafe Glibc.read(master, buffer.baseAddress, buffer.count))
        }
        guard !bytes.isEmpty else {
            isClosed = true
            return
        }
        reads += 1
        output += bytes
        emulator.write(bytes)
        send(emulator.takeAnswers())
    }

    private func reap() {
        var status: Int32 = 0
        guard unsafe waitpid(processID, &status, WNOHANG) == processID else { return }
        let signal = status & 0x7F
        exit = signal == 0 ? .code((status >> 8) & 0xFF) : .signal(signal)
    }
}
