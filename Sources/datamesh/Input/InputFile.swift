import Documents
import Glibc

/// A file that somebody names on the command line; `-` is standard input.
struct InputFile {
    /// For sentences.
    var name: String
    var bytes: [UInt8]

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// How long a file is, in bytes; nil where it is none that can be read twice.
    static func length(_ path: String) -> Int? {
        var status = stat()
        guard path != "-", unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Reads all of it, or refuses what is larger than the budget.
    init(_ path: String, limit: Int = Budget.standard.bytes) throws(Failure) {
        let pieces = try FilePieces(path)
        name = pieces.name
        bytes = []
        while let piece = try pieces.next() {
            bytes += piece
            if bytes.count > limit { throw .refused("\(name) is larger than \(limit) bytes, which is the most") }
        }
    }
}

/// A file read in pieces, so that its length does not matter; `-` is standard input.
final class FilePieces: Sendable {
    /// For sentences.
    let name: String
    private let descriptor: Int32

    init(_ path: String) throws(Failure) {
        name = path == "-" ? "standard input" : path
        descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .refused("\(path) cannot be read: \(HostError.current)") }
    }

    deinit { if descriptor > STDIN_FILENO { close(descriptor) } }

    /// The next piece, never empty; nil at the end.
    func next() throws(Failure) -> [UInt8]? {
        let piece = try unsafe take(1 << 16) { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
        return piece.isEmpty ? nil : piece
    }

    /// Up to so many bytes from a place on, wherever `next` stands; none at the end.
    func bytes(at offset: Int, count: Int) throws(Failure) -> [UInt8] {
        try unsafe take(count) { unsafe pread(descriptor, $0.baseAddress, $0.count, offset) }
    }

    private func take(_ count: Int, _ read: (UnsafeMutableBufferPointer<UInt8>) -> Int) throws(Failure) -> [UInt8] {
        while true {
            var outcome = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, count in
                outcome = unsafe read(buffer)
                count = max(0, outcome)
            }
            if outcome >= 0 { return bytes }
            if errno != EINTR { throw .refused("\(name) cannot be read: \(HostError.current)") }
        }
    }
}
