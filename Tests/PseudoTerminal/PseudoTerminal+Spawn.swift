import CLinux
import Glibc

/// Why no program runs on a terminal.
package enum PseudoTerminalError: Error, Equatable, CustomStringConvertible {
    case noTerminal(errno: Int32)
    case notStarted(program: String, errno: Int32)

    package var description: String {
        switch self {
        case .noTerminal(let number): "no pty could be opened (error \(number))"
        case .notStarted(let program, let number): "\(program) could not be started (error \(number))"
        }
    }
}

extension PseudoTerminal {
    static func openMaster(columns: Int, rows: Int) throws(PseudoTerminalError) -> Int32 {
        // Closed in children: a second program would otherwise keep this one's terminal alive.
        let master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard master >= 0 else { throw .noTerminal(errno: errno) }
        guard grantpt(master) == 0, unlockpt(master) == 0 else {
            let reason = errno
            close(master)
            throw .noTerminal(errno: reason)
        }
        setSize(columns: columns, rows: rows, of: master)
        return master
    }

    static func setSize(columns: Int, rows: Int, of master: Int32) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Starts a session on the slave side; opening it first makes it the session's terminal.
    static func spawn(
        _ program: String, arguments: [String], environment: [String: String], on master: Int32
    ) throws(PseudoTerminalError) -> pid_t {
        var name = [CChar](repeating: 0, count: 64)
        guard unsafe ptsname_r(master, &name, name.count) == 0 else { throw .noTerminal(errno: errno) }

        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        // POSIX_SPAWN_SETSID is a macro that is not imported.
        let setsid: Int32 = 0x80
        unsafe posix_spawnattr_setflags(&attributes, Int16(setsid | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        var child: pid_t = 0
        let result = unsafe withCStrings([program] + arguments) { argv in
            unsafe withCStrings(settings) { envp in
                unsafe posix_spawn(&child, program, &actions, &attributes, argv, envp)
            }
        }
        guard result == 0 else { throw .notStarted(program: program, errno: result) }
        return child
    }

    /// - Returns: Whether something is ready before the end.
    static func poll(_ descriptors: inout [pollfd], until end: ContinuousClock.Instant) -> Bool {
        while true {
            let left = max(.zero, end - .now).components
            let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1
            let ready = unsafe Glibc.poll(&descriptors, nfds_t(descriptors.count), Int32(clamping: milliseconds))
            if ready > 0 { return true }
            if ready == 0 || errno != EINTR { return false }
        }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe body(pointers + [nil])
    }
}

extension PseudoTerminal {
    /// Where a program of this package was built: beside the tests or the benchmark that is running.
    package static func built(_ program: String) -> String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
        let beside = bundle ?? linkTarget("/proc/self/exe")
        let folder = beside.lastIndex(of: "/").map { beside[..<$0] } ?? "."
        return "\(folder)/\(program)"
    }

    private static func linkTarget(_ path: String) -> String {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink(path, &target, target.count)
        return String(decoding: target.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
