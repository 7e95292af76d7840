import CLinux
import Glibc

/// A program that is started, given its input, waited for and, when it takes too long, ended with everything that it started.
///
/// Synchronous, on whatever thread calls it: the daemon has no pool of threads that would have to be fed.
enum Child {
    enum Ending: Equatable {
        case exited(Int32)
        case signalled(Int32)
        case timedOut
        case cannotStart(String)

        var sentence: String {
            switch self {
            case .exited(let code): "exited with \(code)"
            case .signalled(let signal): "was ended by signal \(signal)"
            case .timedOut: "ran too long and was ended"
            case .cannotStart(let reason): "could not be started: \(reason)"
            }
        }
    }

    /// What the program printed is kept up to this, and the rest thrown away.
    static let longestOutput = 4096

    /// - Parameters:
    ///   - shouldGoOn: Asked ten times a second; false ends the program.
    /// - Returns: How it ended, and what it printed.
    static func run(
        _ argv: [String], environment: [String: String], input: [UInt8] = [], seconds: Int,
        shouldGoOn: () -> Bool = { true }
    ) -> (Ending, output: [UInt8]) {
        guard let program = argv.first else { return (.cannotStart("it names no program"), []) }
        // 1 is MFD_CLOEXEC, a macro that Swift does not see.
        let stdin = unsafe memfd_create("input", 1)
        defer { close(stdin) }
        guard stdin >= 0, unsafe write(stdin, input, input.count) == input.count, lseek(stdin, 0, SEEK_SET) == 0 else {
            return (.cannotStart("no memory for its input"), [])
        }
        var pipe: [Int32] = [-1, -1]
        guard unsafe pipe2(&pipe, O_CLOEXEC) == 0 else { return (.cannotStart(HostError.current), []) }
        defer { close(pipe[0]) }
        let process = spawn(program, argv, environment, stdin, pipe[1])
        close(pipe[1])
        guard process > 0 else { return (.cannotStart(HostError.text(-process)), []) }
        _ = fcntl(pipe[0], F_SETFL, O_NONBLOCK)
        let deadline = ContinuousClock.now + .seconds(seconds)
        var output: [UInt8] = []
        var status: Int32 = 0
        while unsafe waitpid(process, &status, WNOHANG) == 0 {
            drain(pipe[0], &output)
            guard ContinuousClock.now < deadline, shouldGoOn() else {
                kill(-process, SIGKILL)
                unsafe _ = waitpid(process, &status, 0)
                return (.timedOut, output)
            }
            var readable = pollfd(fd: pipe[0], events: Int16(POLLIN), revents: 0)
            unsafe poll(&readable, 1, 100)
            // One that has closed its output and goes on must not be asked all the time.
            if readable.revents & Int16(POLLHUP) != 0 { usleep(20_000) }
        }
        drain(pipe[0], &output)
        // What it left behind in its group ends with it.
        kill(-process, SIGKILL)
        return (status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F), output)
    }

    private static func drain(_ descriptor: Int32, _ output: inout [UInt8]) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return }
            output += buffer.prefix(min(count, longestOutput - output.count))
        }
    }

    /// The process, leading a session of its own with no signal blocked or ignored; or the error, negative.
    private static func spawn(
        _ program: String, _ argv: [String], _ environment: [String: String], _ input: Int32, _ output: Int32
    ) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | 0x80  // POSIX_SPAWN_SETSID
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        var process: pid_t = 0
        let failure = unsafe withStrings(argv) { argv in
            unsafe withStrings(environment.map { "\($0.key)=\($0.value)" }) { settings in
                unsafe posix_spawn(&process, program, &actions, &attributes, argv, settings)
            }
        }
        return failure == 0 ? process : -failure
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe body(pointers + [nil])
    }
}

/// The errors of the C library in words.
enum HostError {
    static var current: String { text(errno) }

    static func text(_ code: Int32) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
