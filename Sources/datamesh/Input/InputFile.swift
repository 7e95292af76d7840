import Documents
import Glibc

/// A file that somebody names on the command line; `-` is standard input.
struct InputFile {
    /// For sentences.
    var name: String
    var bytes: [UInt8]

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Reads all of it, or refuses what is larger than the budget.
    init(_ path: String, limit: Int = Budget.standard.bytes) throws(Failure) {
        name = path == "-" ? "standard input" : path
        let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .refused("\(path) cannot be read: \(HostError.current)") }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        bytes = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw .refused("\(name) cannot be read: \(HostError.current)")
            }
            if count == 0 { return }
            bytes += chunk[..<count]
            if bytes.count > limit { throw .refused("\(name) is larger than \(limit) bytes, which is the most") }
        }
    }
}
