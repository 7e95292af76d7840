import Glibc
import PseudoTerminal
import Testing

/// The real program on a real terminal over a mesh, with a person at the keyboard.
///
/// Nothing here sleeps or hopes: every step waits until the screen shows what it leads to.
struct BrowserSession {
    let program: Program
    let terminal: PseudoTerminal

    static func surroundings(of program: Program) -> [String: String] {
        [
            "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": program.scratch.path,
            "DATAMESH_CONFIG": program.config, "DATAMESH_HOME": program.mesh, "TMPDIR": program.scratch.path,
        ]
    }

    init(
        _ program: Program, _ arguments: [String] = [], columns: Int = 120, rows: Int = 40,
        environment changes: [String: String] = [:]
    ) throws {
        self.program = program
        terminal = try PseudoTerminal(
            Program.path, arguments, environment: Self.surroundings(of: program).merging(changes) { $1 },
            columns: columns, rows: rows)
    }

    /// On three products, when the first frame that has them stands.
    static func opened(columns: Int = 120, rows: Int = 40, environment: [String: String] = [:]) async throws -> Self {
        let session = try Self(
            try await BrowserMesh.small(), columns: columns, rows: rows, environment: environment)
        try #require(session.selects("orders"))
        return session
    }

    // MARK: What must be seen

    /// Waits until something is so; where it does not come, the screen goes into the report.
    @discardableResult
    func waits(
        _ what: String, for limit: Duration = .seconds(60), at place: SourceLocation = #_sourceLocation,
        until holds: (PseudoTerminal) -> Bool
    ) -> Bool {
        let isSo = terminal.wait(for: limit, until: holds)
        if !isSo { Issue.record("\(what); instead:\n\(terminal.screen)", sourceLocation: place) }
        return isSo
    }

    func shows(_ texts: String..., at place: SourceLocation = #_sourceLocation) {
        shows(texts, at: place)
    }

    private func shows(_ texts: [String], at place: SourceLocation) {
        waits("shows \(texts)", at: place) { terminal in
            let screen = terminal.screen
            return texts.allSatisfy(screen.contains)
        }
    }

    func hides(_ text: String, at place: SourceLocation = #_sourceLocation) {
        waits("hides \(text)", at: place) { !$0.screen.contains(text) }
    }

    /// The list comes to have its mark at a row that begins so.
    @discardableResult
    func selects(_ name: String, at place: SourceLocation = #_sourceLocation) -> Bool {
        waits("selects \(name)", at: place) { _ in selected?.hasPrefix(name) ?? false }
    }

    // MARK: What is seen

    /// The row that the list's mark stands in: the middle one of three panes, or the only one.
    var selected: String? {
        terminal.lines.lazy.compactMap { line in
            let panes = line.split(omittingEmptySubsequences: false) { $0 == "│" || $0 == "|" }
            let list = panes.count >= 3 ? panes[1] : panes[0]
            return list.hasPrefix("▌") || list.hasPrefix("#") ? String(list.dropFirst().drop { $0 == " " }) : nil
        }.first
    }

    /// The columns that are a rule from below the title to above the status bar, in ASCII or not.
    var rules: [Int] {
        (0..<terminal.columns).filter { column in
            (1..<terminal.rows - 1).allSatisfy { ["│", "|"].contains(terminal.cell(column: column, row: $0)?.text) }
        }
    }

    /// What the title says one looks at.
    var place: String { terminal.lines.first ?? "" }

    /// Where a text first stands.
    func find(_ text: String) -> (column: Int, row: Int)? {
        for row in 0..<terminal.rows {
            let cells = (0..<terminal.columns).map { terminal.cell(column: $0, row: row)?.text ?? " " }
            for column in cells.indices where cells[column...].joined().hasPrefix(text) { return (column, row) }
        }
        return nil
    }

    /// Lets everything come that is on its way; only for looking at whatever is there then.
    func settle() { terminal.settle(quiet: .milliseconds(120)) }

    // MARK: What is done

    /// Types, and waits until the screen shows what that leads to.
    func type(_ keys: String, shows texts: String..., at place: SourceLocation = #_sourceLocation) {
        terminal.type(keys)
        shows(texts, at: place)
    }

    /// Strikes Esc and waits until a text is gone: what follows too soon would make another key of it.
    func escape(from text: String, at place: SourceLocation = #_sourceLocation) {
        terminal.press(.escape)
        hides(text, at: place)
    }

    /// Strikes Esc and waits until a text is there.
    func escape(to text: String, at place: SourceLocation = #_sourceLocation) {
        terminal.press(.escape)
        shows(text, at: place)
    }

    /// Waits until a question takes answers: what is typed before it could be read does not count, and how soon that is
    /// depends on the machine. Asking for a copy is an answer that changes nothing and shows in what is sent.
    func canAnswer() -> Bool {
        let copies = { SentText(terminal.output).kinds["OSC 52", default: 0] }
        let before = copies()
        for attempt in 0..<20 {
            terminal.type("y")
            guard terminal.wait(for: .seconds(1), until: { _ in copies() > before }) else { continue }
            // A late answer may have been the first one's.
            if attempt > 0 { settle() }
            return true
        }
        return false
    }

    /// Leaves with the key for it, and finds the terminal as it was.
    func quit(at place: SourceLocation = #_sourceLocation) {
        terminal.type("Q")
        #expect(terminal.waitForExit() == .code(0), "\(terminal.screen)", sourceLocation: place)
        expectRestored(at: place)
    }

    /// The terminal is as it was before the program came.
    func expectRestored(at place: SourceLocation = #_sourceLocation) {
        #expect(terminal.isCooked, "lines and echo", sourceLocation: place)
        #expect(!terminal.isAlternateScreen, "the shell's screen", sourceLocation: place)
        #expect(terminal.isCursorVisible, "the cursor", sourceLocation: place)
        #expect(!terminal.isMouseReported, "the mouse", sourceLocation: place)
        #expect(terminal.isClosed, "nobody has it open", sourceLocation: place)
    }
}
