import ArgumentParser
import Glibc
import PseudoTerminal

struct Screen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Opens the browser on a real terminal: time to the first full frame beside nnn and tig, bytes of a cursor move, memory."
    )

    @Argument(help: "The mesh.") var folder: String
    @Option(help: "The program.") var datamesh = PseudoTerminal.built("datamesh")
    @Option(help: "How often each is started.") var runs = 15

    func run() throws {
        let programs: [(name: String, path: String, arguments: [String])] = [
            ("datamesh", datamesh, ["--mesh", folder]),
            ("nnn", "/usr/bin/nnn", ["/usr/share/doc"]),
            ("tig", "/usr/bin/tig", []),
        ]
        print("exec to first full frame, 120x40, median of \(runs), in turn")
        var times = [[Double]](repeating: [], count: programs.count)
        for _ in 0..<runs {
            for (place, program) in programs.enumerated() where unsafe access(program.path, X_OK) == 0 {
                times[place].append(try firstFrame(program.path, program.arguments))
            }
        }
        for (program, times) in zip(programs, times) where !times.isEmpty {
            let sorted = times.sorted()
            print(
                "  \(program.name)\(String(repeating: " ", count: 10 - program.name.count))\(column(sorted[sorted.count / 2]))"
            )
        }
        try moves()
    }

    /// Milliseconds until the last byte of the first burst of output, which ends where nothing comes for 60 ms. tig shows the history of the folder one is in.
    private func firstFrame(_ path: String, _ arguments: [String]) throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        let terminal = try PseudoTerminal(
            path, arguments, environment: environment(), columns: 120, rows: 40)
        defer { terminal.signal(SIGKILL) }
        var last = start
        var seen = 0
        while terminal.wait(for: seen > 500 ? .milliseconds(60) : .seconds(5), until: { $0.output.count > seen }) {
            seen = terminal.output.count
            last = clock.now
        }
        let spent = (last - start).components
        return Double(spent.seconds) * 1000 + Double(spent.attoseconds) / 1e15
    }

    private func environment() -> [String: String] {
        ["TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/tmp", "PATH": "/usr/bin:/bin"]
    }

    /// The products pane: bytes of a move while the key is held, then of what is painted at rest.
    private func moves() throws {
        let terminal = try PseudoTerminal(
            datamesh, ["--mesh", folder], environment: environment(), columns: 120, rows: 40)
        defer { terminal.signal(SIGKILL) }
        terminal.settle(quiet: .milliseconds(300))
        terminal.type("2")
        terminal.settle(quiet: .milliseconds(300))
        var held: [Int] = []
        var rested: [Int] = []
        for _ in 0..<10 {
            let before = terminal.output.count
            terminal.type("j")
            _ = terminal.wait(for: .seconds(1)) { $0.output.count > before }
            terminal.settle(quiet: .milliseconds(30))
            held.append(terminal.output.count - before)
            let shown = terminal.output.count
            terminal.settle(quiet: .milliseconds(250))
            rested.append(terminal.output.count - shown)
        }
        print(
            "bytes of a cursor move, 120x40: \(held.sorted()[5]) (most \(held.max() ?? 0)); at rest the detail: \(rested.sorted()[5])"
        )
        let before = terminal.output.count
        terminal.settle(quiet: .milliseconds(1500))
        print("bytes in 1.5 s of nobody doing anything: \(terminal.output.count - before)")
        print("memory: \(memory(of: terminal.processID))")
    }

    /// The kernel's own account, in kB.
    private func memory(of process: Int32) -> String {
        guard let file = unsafe fopen("/proc/\(process)/smaps_rollup", "r") else { return "unknown" }
        defer { unsafe _ = fclose(file) }
        var bytes = [CChar](repeating: 0, count: 8192)
        let count = unsafe fread(&bytes, 1, bytes.count - 1, file)
        let text = String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let wanted = text.split(separator: "\n").filter {
            $0.hasPrefix("Private_Dirty") || $0.hasPrefix("Rss") || $0.hasPrefix("Pss:")
        }
        return wanted.map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: ", ")
    }
}
