import ArgumentParser
import Glibc
import MeshModel
import PseudoTerminal
import Synchronization

/// A whole host in small: the real daemon, many users' connections and sessions, beside what the disk and PostgreSQL do in the same run.
struct Host: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Loads the daemon: changes a second at 1, 10 and 100 clients beside raw syncs and PostgreSQL; sessions and memory."
    )

    @Option(help: "Seconds for each row.") var seconds = 4.0
    @Option(help: "Where everything is made and removed again: on the disk that is meant.") var folder = "/var/tmp"
    @Option(help: "The daemon.") var datameshd = PseudoTerminal.built("datameshd")
    @Option(help: "The program.") var datamesh = PseudoTerminal.built("datamesh")
    @Option(help: "Browsers that are open and do nothing.") var idle = 500
    @Flag(help: "Leave out PostgreSQL.") var withoutPostgres = false

    func run() throws {
        let place = "\(folder)/datamesh-bench-\(getpid())"
        guard unsafe mkdir(place, 0o755) == 0 else { throw ValidationError("\(place) cannot be made") }
        defer { Shell.run("rm", "-rf", place) }
        let host = try RunningHost(datameshd, at: place)
        try host.prepare(products: 100)
        try changes(host, place)
        try memory(host)
        try screens(host)
        try sessions(host)
        host.stop()
    }

    /// Authorised durable changes, beside the same bytes written and synced once for all who wait, and beside single-row inserts.
    private func changes(_ host: RunningHost, _ place: String) throws {
        let postgres = withoutPostgres ? nil : Postgres(at: place)
        defer { postgres?.stop() }
        print("authorised durable changes a second (median, 99th percentile in ms)")
        print(
            "clients           datamesh           raw group syncs                 PostgreSQL    of raw   of PostgreSQL")
        for clients in [1, 10, 100] {
            let before = host.journalBytes
            let ours = try Load(host.socket, clients: clients).run(seconds: seconds)
            let size = max(64, (host.journalBytes - before) / max(1, ours.count))
            let raw = try rawSyncs(place, clients: clients, size: size)
            let theirs = try postgres?.inserts(clients: clients, seconds: Int(seconds))
            print(
                right("\(clients)", 7), right(ours.row, 24), right(raw.row, 25), right(theirs?.row ?? "–", 26),
                right(hundredths(ours.rate / raw.rate), 9),
                right(theirs.map { hundredths(ours.rate / $0.rate) } ?? "–", 15))
        }
    }

    /// All clients' bytes in one write and one sync, on and on: nobody who waits for the disk can be quicker.
    private func rawSyncs(_ place: String, clients: Int, size: Int) throws -> Figures {
        let file = try RawFile("\(place)/raw", size: size * clients)
        var samples = Samples()
        while samples.total < seconds * 1000 { samples.add(try milliseconds { try file.append() }.time) }
        return Figures(rate: samples.rate * Double(clients), median: samples.part(0.5), slowest: samples.part(0.99))
    }

    private func memory(_ host: RunningHost) throws {
        let alone = host.memory
        let crowd = try (0..<1000).map { _ in try Connection(host.socket) }
        for connection in crowd { try connection.greet() }
        print("memory of the daemon: \(alone) alone, \(host.memory) at 1,000 connections")
        withExtendedLifetime(crowd) {}
    }

    /// The first frame of a browser, while the daemon is at rest and while a hundred clients keep it busy.
    private func screens(_ host: RunningHost) throws {
        let rested = try (0..<9).map { _ in try firstFrame(host) }.sorted()[4]
        let load = try Load(host.socket, clients: 100)
        let thread = BackgroundLoad(load)
        thread.start()
        let busy = try (0..<9).map { _ in try firstFrame(host) }.sorted()[4]
        let done = thread.stop()
        print(
            "a session's first screen, median of 9: \(column(rested)) at rest, \(column(busy)) while \(Int(done.rate)) changes a second are made by 100 clients"
        )
    }

    private func firstFrame(_ host: RunningHost) throws -> Double {
        try milliseconds {
            let terminal = try open(host)
            _ = terminal.wait(for: .seconds(20)) { $0.screen.contains("Products") }
            terminal.signal(SIGKILL)
        }.time
    }

    private func open(_ host: RunningHost) throws -> PseudoTerminal {
        try PseudoTerminal(
            datamesh, [],
            environment: [
                "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/tmp", "PATH": "/usr/bin:/bin",
                "DATAMESH_CONFIG": host.configuration,
                "LD_LIBRARY_PATH": unsafe getenv("LD_LIBRARY_PATH").map { unsafe String(cString: $0) } ?? "",
            ], columns: 120, rows: 40)
    }

    /// Many browsers that do nothing, and fifty clients that change the mesh.
    private func sessions(_ host: RunningHost) throws {
        let browsers = try (0..<idle).map { _ in
            let terminal = try open(host)
            _ = terminal.wait(for: .seconds(20)) { $0.screen.contains("Products") }
            return terminal
        }
        for browser in browsers { browser.settle(quiet: .milliseconds(1)) }
        let dirty = browsers.map { privateDirty(of: $0.processID) }.sorted()
        let quiet = host.descriptors
        let people = try Load(host.socket, clients: 50).run(seconds: 3 * seconds, rest: .seconds(1))
        let active = try Load(host.socket, clients: 50).run(seconds: 3 * seconds)
        print(
            "\(idle) idle browsers: private memory each, median \(dirty[dirty.count / 2]) kB, most \(dirty.last ?? 0) kB; the daemon holds \(quiet) descriptors"
        )
        print(
            "50 clients beside them, each a change a second: \(people.row) a second, median and 99th percentile in ms; one after the other: \(active.row); \(host.descriptors) descriptors"
        )
        for browser in browsers { browser.signal(SIGKILL) }
    }
}

/// A rate, and how long one took, in milliseconds.
struct Figures {
    var rate: Double
    var median: Double
    var slowest: Double
    var count = 0

    var row: String { "\(Int(rate)) (\(hundredths(median)), \(hundredths(slowest)))" }
}
