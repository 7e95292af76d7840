import ArgumentParser
import Glibc

/// A PostgreSQL of our own, as Debian packages it, with its settings as they come: durable single-row inserts through a Unix socket.
final class Postgres {
    private let place: String
    private let bin: String
    private let user: [String]

    /// Nil where it is not installed.
    init?(at place: String) {
        self.place = place + "/postgres"
        guard
            let bin = ["15", "16", "17", "14"].map({ "/usr/lib/postgresql/\($0)/bin" }).first(where: {
                unsafe access($0 + "/initdb", X_OK) == 0
            })
        else { return nil }
        self.bin = bin
        // It refuses to run as root.
        user = geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : []
        Shell.run("mkdir", self.place)
        Shell.run("chmod", "777", self.place)
        let settings = "-c listen_addresses='' -c unix_socket_directories=\(self.place) -c max_connections=200"
        guard command("\(bin)/initdb", "-D", "\(self.place)/data", "-A", "trust", "-U", "bench").isEmpty == false else {
            return nil
        }
        _ = command(
            "\(bin)/pg_ctl", "-w", "-D", "\(self.place)/data", "-l", "\(self.place)/log", "-o", settings, "start")
        _ = command(
            "\(bin)/psql", "-h", self.place, "-U", "bench", "postgres", "-c",
            "create table metric (id bigserial primary key, product text, name text, value text, at timestamptz default now(), by text)"
        )
    }

    func stop() { _ = command("\(bin)/pg_ctl", "-m", "immediate", "-D", "\(place)/data", "stop") }

    func inserts(clients: Int, seconds: Int) throws -> Figures? {
        try Shell.write(
            "insert into metric (product, name, value, by) values ('p1', 'completeness', random()::text, current_user);\n",
            to: "\(place)/insert.sql")
        let text = command(
            "\(bin)/pgbench", "-n", "-h", place, "-U", "bench", "-c", "\(clients)", "-j", "1", "-T", "\(seconds)", "-f",
            "\(place)/insert.sql", "-l", "--log-prefix=\(place)/pgbench\(clients)", "postgres")
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let rate = Double(line.split(separator: " ")[2])
        else { return nil }
        // The third column of its log is a transaction's microseconds.
        let log = command("sh", "-c", "cut -d' ' -f3 \(place)/pgbench\(clients).* | sort -n")
        let times = log.split(separator: "\n").compactMap { Double($0) }
        guard !times.isEmpty else { return nil }
        return Figures(rate: rate, median: times[times.count / 2] / 1000, slowest: times[times.count * 99 / 100] / 1000)
    }

    private func command(_ words: String...) -> String { Shell.output(user + words, at: place) }
}
