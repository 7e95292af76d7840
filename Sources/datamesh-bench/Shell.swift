import ArgumentParser
import Glibc

/// Programs started and files written, for what is measured.
enum Shell {
    /// Starts a program and does not wait; what it complains of goes to a file.
    static func start(_ words: [String], output: String = "/dev/null", errors: String) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        // A blocked signal stays blocked in what is started; then a program that waits for its alarm waits for ever.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process: pid_t = 0
        let pointers = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        guard unsafe posix_spawnp(&process, words[0], &actions, &attributes, pointers, environ) == 0 else {
            throw ValidationError("\(words[0]) cannot be started")
        }
        return process
    }

    static func run(_ words: String...) {
        guard let process = try? start(words, errors: "/dev/null") else { return }
        waitpid(process, nil, 0)
    }

    /// What a program printed, once it has ended.
    static func output(_ words: [String], at place: String) -> String {
        let file = "\(place).out"
        guard let process = try? start(words, output: file, errors: "/dev/null") else { return "" }
        waitpid(process, nil, 0)
        guard let opened = unsafe fopen(file, "r") else { return "" }
        defer { unsafe _ = fclose(opened) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = unsafe fread(&buffer, 1, buffer.count, opened), count > 0 {
            text += buffer.prefix(count)
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func write(_ text: String, to path: String) throws {
        guard let file = unsafe fopen(path, "w") else { throw ValidationError("\(path) cannot be written") }
        unsafe _ = fputs(text, file)
        unsafe _ = fclose(file)
        unsafe _ = chmod(path, 0o644)
    }

    static func names(in folder: String) -> Int {
        guard let stream = unsafe opendir(folder) else { return 0 }
        defer { unsafe _ = closedir(stream) }
        var count = -2
        while unsafe readdir(stream) != nil { count += 1 }
        return count
    }
}
