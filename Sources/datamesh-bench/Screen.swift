import ArgumentParser
import Glibc
import PseudoTerminal

struct Screen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Opens the browser on a real terminal: time to the first full frame beside nnn, tig and visidata, from the page cache and from the disk; bytes of a cursor move; memory of many at once."
    )

    @Argument(help: "The mesh.") var folder: String
    @Option(help: "The program.") var datamesh = PseudoTerminal.built("datamesh")
    @Option(help: "A table of the same products for visidata, such as the products.tsv that `compare` leaves.")
    var table: String?
    @Option(help: "How often each is started.") var runs = 15
    @Option(help: "How many browsers are open at once.") var sessions = 20

    func run() throws {
        var programs: [(name: String, path: String, arguments: [String])] = [
            ("datamesh", datamesh, ["--mesh", folder]),
            ("nnn", "/usr/bin/nnn", ["/usr/share/doc"]),
            ("tig", "/usr/bin/tig", []),
        ]
        if let table { programs.append(("visidata", "/usr/bin/visidata", ["-N", table])) }
        print("exec to first full frame, 120x40, median of \(runs), in turn")
        var times = [[Double]](repeating: [], count: programs.count)
        for _ in 0..<runs {
            for (place, program) in programs.enumerated() where unsafe access(program.path, X_OK) == 0 {
                times[place].append(try firstFrame(program.path, program.arguments))
            }
        }
        for (program, times) in zip(programs, times) where !times.isEmpty { say(program.name, times) }
        var cold: [Double] = []
        for _ in 0..<runs {
            evict()
            cold.append(try firstFrame(datamesh, ["--mesh", folder]))
        }
        say("from disk", cold)
        try moves()
        try together()
    }

    private func say(_ name: String, _ times: [Double]) {
        let sorted = times.sorted()
        print("  \(name)\(String(repeating: " ", count: 10 - name.count))\(column(sorted[sorted.count / 2]))")
    }

    /// Takes the mesh's files out of the page cache; the program itself stays there.
    private func evict() {
        guard let listing = unsafe opendir(folder) else { return }
        defer { unsafe _ = closedir(listing) }
        while let entry = unsafe readdir(listing) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            let file = unsafe open("\(folder)/\(name)", O_RDONLY)
            guard file >= 0 else { continue }
            _ = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
            close(file)
        }
    }

    /// Many browsers of one mesh: when the last one's screen stands, and what each costs after twenty searches.
    private func together() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let terminals = try (0..<sessions).map { _ in
            try PseudoTerminal(
                datamesh, ["--mesh", folder], environment: environment(), columns: 120, rows: 40)
        }
        defer { for terminal in terminals { terminal.signal(SIGKILL) } }
        for terminal in terminals { _ = terminal.wait(for: .seconds(20)) { $0.output.count > 2000 } }
        let spent = (clock.now - start).components
        let words = ["payments", "orders", "churn", "risk", "mask", "event", "stock", "fraud", "score", "price"]
        for word in words + words.map({ String($0.dropLast()) + " o" }) {
            for terminal in terminals {
                terminal.type("/\(word)\r")
                terminal.settle(quiet: .milliseconds(20))
            }
        }
        let dirty = terminals.map { privateDirty(of: $0.processID) }
        print(
            "\(sessions) at once: every screen after \(column(Double(spent.seconds) * 1000 + Double(spent.attoseconds) / 1e15)); "
                + "after 20 searches each Private_Dirty \(dirty.min() ?? 0) to \(dirty.max() ?? 0) kB")
    }

    private func privateDirty(of process: Int32) -> Int {
        let text = memory(of: process)
        guard let found = text.firstRange(of: "Private_Dirty: ") else { return 0 }
        return Int(text[found.upperBound...].prefix { $0.isNumber }) ?? 0
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
