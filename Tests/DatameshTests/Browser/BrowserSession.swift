import Glibc
import PseudoTerminal
import Testing

/// The real program on a real terminal over a small mesh, with a person at the keyboard.
struct BrowserSession {
    let program: Program
    let terminal: PseudoTerminal

    /// A mesh of two domains and three products, made through the command line.
    static func mesh() throws -> Program {
        let program = try Program()
        try program.scratch.write(
            """
            {"product_id":"orders","domain":"sales","owner":"alice","description":"Every order of the shop","tags":["core"]}
            {"product_id":"returns","domain":"sales","owner":"alice","description":"What came back","inputs":["orders"]}
            {"product_id":"visits","domain":"web","owner":"bob","description":"Who looked at what","inputs":["orders"]}

            """, to: "products.jsonl")
        for arguments in [
            ["init"], ["domain", "register", "sales", "--owner", "alice"],
            ["domain", "register", "web", "--owner", "bob"],
            ["import", program.scratch.path + "/products.jsonl"],
            ["policy", "create", "data_quality", "--type", "quality", "--rule", "completeness >= 95%"],
        ] {
            let ending = try program.run(arguments)
            try #require(ending.status == 0, "\(arguments): \(ending)")
        }
        return program
    }

    init(_ program: Program? = nil, columns: Int = 120, rows: Int = 40, environment changes: [String: String] = [:])
        throws
    {
        let program = try program ?? Self.mesh()
        self.program = program
        var environment = [
            "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": program.scratch.path,
            "DATAMESH_HOME": program.mesh, "TMPDIR": program.scratch.path,
        ]
        environment.merge(changes) { $1 }
        terminal = try PseudoTerminal(Program.path, environment: environment, columns: columns, rows: rows)
    }

    /// Reads until the screen shows a text.
    func sees(_ text: String, for limit: Duration = .seconds(15)) -> Bool {
        terminal.wait(for: limit) { $0.screen.contains(text) }
    }

    /// The row that the selection's mark stands in, in the products pane.
    var selected: String? {
        terminal.lines.last { $0.contains("▌") }
    }
}
