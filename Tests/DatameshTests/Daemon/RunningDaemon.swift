import Glibc
import Testing

/// The built `datameshd` on a mesh of its own, and `datamesh` beside it.
final class RunningDaemon {
    let program: Program
    private(set) var process: pid_t = 0

    static let path = Program.path + "d"

    var socket: String { program.scratch.path + "/run/mesh.sock" }

    /// - Parameter more: Of the host's file: roles, notify.
    init(_ more: String = "roles: {steward: [\(Program.user)]}") throws {
        program = try Program()
        guard unsafe mkdir(program.scratch.path + "/run", 0o755) == 0 else {
            throw SystemFailure(what: "run", number: errno)
        }
        try program.host(more)
    }

    deinit { stop(SIGKILL) }

    /// Starts it and waits until it serves.
    func start() throws {
        try begin()
        try #require(wait { FileKind(socket) == .socket && log.contains("event=serving") }, "\(log)")
    }

    private func begin() throws {
        process = try program.start(
            ["-c", #"exec "$0" --config "$1" --allow-root 2>> "$2""#, Self.path, program.config, logFile],
            with: "/bin/sh")
    }

    /// One that is expected not to start: how it ended, and what it said.
    func startInVain(_ arguments: String...) throws -> (status: Int32, log: String) {
        let before = log.utf8.count
        let other = try program.start(
            ["-c", #"log=$1; shift; exec "$0" "$@" --allow-root 2>> "$log""#, Self.path, logFile, "--config"]
                + arguments,
            with: "/bin/sh")
        return (Program.wait(for: other), String(log.utf8.dropFirst(before)) ?? "")
    }

    /// Ends it, and answers how.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) -> Int32 {
        guard process > 0 else { return 0 }
        kill(process, signal)
        defer { process = 0 }
        return Program.wait(for: process)
    }

    func tell(_ signal: Int32) { kill(process, signal) }

    var logFile: String { program.scratch.path + "/log" }
    var log: String { (try? program.scratch.read("log")) ?? "" }

    func datamesh(_ arguments: String...) throws -> Program.Ending {
        try program.run(arguments + ["--mesh", "main"])
    }

    /// Waits for something to become so; generously, for a busy machine.
    func wait(_ isSo: () -> Bool) -> Bool {
        let end = ContinuousClock.now + .seconds(60)
        while !isSo() {
            guard ContinuousClock.now < end else { return false }
            usleep(10_000)
        }
        return true
    }
}

/// What stands at a path, links not followed.
enum FileKind: Equatable {
    case nothing, socket, link, file, folder

    init(_ path: String) {
        var facts = stat()
        guard unsafe lstat(path, &facts) == 0 else {
            self = .nothing
            return
        }
        self =
            switch facts.st_mode & S_IFMT {
            case S_IFSOCK: .socket
            case S_IFLNK: .link
            case S_IFDIR: .folder
            default: .file
            }
    }
}
