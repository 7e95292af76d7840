import CLinux
import Glibc
import MeshModel

/// Where a mesh's outbox keeps its state: `private/outbox`, for the daemon's eyes, written aside and renamed.
struct OutboxFile {
    let path: String

    init(mesh folder: String) { path = folder + "/private/outbox" }

    private static let longest = 64 << 20

    /// Nil: there is none yet, or none that can be read; then everybody is told from now on.
    func read() -> OutboxState? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
            (0...Self.longest).contains(Int(facts.st_size))
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
        guard unsafe pread(descriptor, &bytes, bytes.count, 0) == bytes.count else { return nil }
        var reader = RecordReader(bytes)
        return try? OutboxState(from: &reader)
    }

    /// Whether it is written. A power cut may take the last state with it: then something is told twice.
    func write(_ state: OutboxState) -> Bool {
        var writer = RecordWriter()
        state.write(to: &writer)
        let bytes = writer.bytes
        let aside = path + ".new"
        unsafe _ = unlink(aside)
        let descriptor = unsafe open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600 as mode_t)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fdatasync(descriptor) == 0
            && rename(aside, path) == 0
    }
}
