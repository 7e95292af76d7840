import Glibc
import MeshModel

@testable import datamesh

/// The built `datamesh`, run as a user runs it: arguments and standard input in, output and exit status out.
struct Program {
    struct Ending: Equatable {
        var status: Int32
        var output: String
        var errors: String
    }

    /// A folder of its own, gone with the mesh in it when the test ends.
    let scratch: ScratchFolder
    /// Where the mesh is that commands find by themselves.
    var mesh: String { scratch.path + "/mesh" }

    /// Where a test may put a host's file; the machine's own is nobody's business here.
    var config: String { scratch.path + "/config.yaml" }

    init() throws { scratch = try ScratchFolder() }

    /// Beside the test bundle.
    static let path: String = {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        let bundle = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return bundle.prefix(upTo: bundle.lastIndex(of: "/") ?? bundle.startIndex) + "/datamesh"
    }()

    func run(
        _ arguments: String..., input: String = "", environment changes: [String: String?] = [:]
    ) throws -> Ending {
        try run(arguments, input: input, environment: changes)
    }

    /// With another executable, the arguments are that one's: a shell, a tracer, another user.
    func run(
        _ arguments: [String], with executable: String = Program.path, input: String = "",
        environment changes: [String: String?] = [:]
    ) throws -> Ending {
        let process = try start(arguments, with: executable, input: input, environment: changes)
        let status = Self.wait(for: process)
        return Ending(status: status, output: try scratch.read("stdout"), errors: try scratch.read("stderr"))
    }

    /// A moment that has not come yet when so many commands have been run here, by how long one takes on this machine now.
    func moment(behind commands: Int64) throws -> Instant {
        let took = try ContinuousClock().measure { _ = try run("domain", "list") }
        return WallClock.now().adding(seconds: 2 + (took * commands * 3).components.seconds)
    }

    /// Starts it and does not wait. Programs that run at once share the files that their output goes to.
    func start(
        _ arguments: [String], with executable: String = Program.path, input: String = "",
        environment changes: [String: String?] = [:]
    ) throws -> pid_t {
        var environment: [String: String] = [
            "DATAMESH_CONFIG": config, "DATAMESH_HOME": mesh, "HOME": scratch.path, "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "TMPDIR": scratch.path,
        ]
        for (name, value) in changes { environment[name] = value }
        try scratch.write(input, to: "stdin")
        return try spawn(executable, arguments, environment)
    }

    private func spawn(_ executable: String, _ arguments: [String], _ environment: [String: String]) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let truncate = O_WRONLY | O_CREAT | O_TRUNC
        unsafe posix_spawn_file_actions_addopen(&actions, 0, scratch.path + "/stdin", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, scratch.path + "/stdout", truncate, 0o600)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, scratch.path + "/stderr", truncate, 0o600)
        var child: pid_t = 0
        let settings = environment.map { "\($0.key)=\($0.value)" }
        let failure = unsafe withCStrings([executable] + arguments) { argv in
            unsafe withCStrings(settings) { envp in
                unsafe posix_spawn(&child, executable, &actions, nil, argv, envp)
            }
        }
        guard failure == 0 else { throw SystemFailure(what: executable, number: failure) }
        return child
    }

    static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
        // As the shell counts: a signal is 128 and its number.
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
    }

    private func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe body(pointers + [nil])
    }
}

struct SystemFailure: Error {
    var what: String
    var number: Int32
}
