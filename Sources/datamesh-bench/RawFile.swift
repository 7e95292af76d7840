import ArgumentParser
import Glibc

/// A file that grows by the same bytes and is synced each time: what the disk can do at most. Removed with this value.
final class RawFile {
    private let path: String
    private let number: Int32
    private let bytes: [UInt8]
    private var end = 0

    init(_ path: String, size: Int) throws {
        self.path = path
        number = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600 as mode_t)
        bytes = (0..<max(1, size)).map { _ in UInt8.random(in: 0...255) }
        guard number >= 0 else { throw ValidationError("no file can be made at \(path)") }
    }

    deinit {
        close(number)
        unsafe _ = unlink(path)
    }

    func append() throws {
        let written = unsafe bytes.withUnsafeBytes { unsafe pwrite(number, $0.baseAddress, $0.count, off_t(end)) }
        guard written == bytes.count, fdatasync(number) == 0 else { throw ValidationError("the disk refused \(path)") }
        end += written
    }
}
