import Glibc

/// A PostgreSQL of one test: made in a folder of its own, listening on a socket in it and nowhere else, gone with this value.
final class PostgresServer: Sendable {
    let program: Program
    let socket: String
    private static let port = "54329"

    /// Where Debian puts the server's programs; nil: none is installed.
    static let binaries = ["18", "17", "16", "15", "14", "13"].map { "/usr/lib/postgresql/\($0)/bin" }
        .first { unsafe access($0 + "/initdb", X_OK) == 0 && access("/usr/bin/psql", X_OK) == 0 }

    /// What libpq needs to find it: the connection, and the password in files of the user's own.
    var environment: [String: String?] {
        ["PGSERVICEFILE": "\(program.scratch.path)/services", "PGPASSFILE": "\(program.scratch.path)/passwords"]
    }

    struct Broken: Error { var ending: Program.Ending }

    init(for program: Program) throws {
        self.program = program
        let home = program.scratch.path + "/postgres"
        socket = home
        guard let binaries = Self.binaries else { throw Broken(ending: .init(status: 1, output: "", errors: "absent")) }
        try program.scratch.write("secret \\ 'word'", to: "password")
        try program.scratch.write(
            "[shop]\nhost=\(home)\nport=\(Self.port)\ndbname=postgres\nuser=mesh_admin\n", to: "services")
        try program.scratch.write("*:*:*:mesh_admin:secret \\\\ 'word'\n", to: "passwords")
        // Whoever runs the server has to reach its folder, and must not be root.
        try shell("chmod 711 \(program.scratch.path); mkdir -m 700 \(home); chmod 644 \(program.scratch.path)/password")
        if getuid() == 0 { try shell("chown 65534:65534 \(home)") }
        try serverProgram(
            "\(binaries)/initdb -N -E UTF8 --locale=C -U mesh_admin -A scram-sha-256 --pwfile=\(program.scratch.path)/password -D \(home)/db"
        )
        // The administrator shows a password; consumers are let in by name, so that what they may do is all that is asked.
        try serverProgram(
            "printf 'local all mesh_admin scram-sha-256\\nlocal all all trust\\n' > \(home)/db/pg_hba.conf")
        try serverProgram(
            "\(binaries)/pg_ctl -D \(home)/db -l \(home)/log -w -o \"-k \(home) -p \(Self.port) -c listen_addresses='' -c fsync=off\" start"
        )
    }

    deinit {
        if let binaries = Self.binaries {
            try? serverProgram("\(binaries)/pg_ctl -D \(socket)/db -m immediate stop")
        }
    }

    private func shell(_ script: String) throws {
        let ending = try program.run(["-c", script], with: "/bin/sh")
        guard ending.status == 0 else { throw Broken(ending: ending) }
    }

    private func serverProgram(_ script: String) throws {
        guard getuid() == 0 else { return try shell(script) }
        let ending = try program.run(
            ["--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=\(socket)", "sh", "-c", script],
            with: "/usr/bin/setpriv")
        guard ending.status == 0 else { throw Broken(ending: ending) }
    }

    /// What a statement answers to a user; the server's sentence where it refuses.
    func ask(_ statement: String, as user: String) throws -> String {
        let ending = try program.run(
            ["-X", "-w", "-At", "-h", socket, "-p", Self.port, "-U", user, "-d", "postgres", "-c", statement],
            with: "/usr/bin/psql", environment: environment)
        return ending.status == 0 ? ending.output : ending.errors
    }
}
