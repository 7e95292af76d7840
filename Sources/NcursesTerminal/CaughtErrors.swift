import CLinux
import Glibc
import Terminal

/// Standard error while a screen is up: kept aside, and printed when the screen is gone.
///
/// What a library writes there would otherwise stand across the picture, and is where a crash explains itself.
struct CaughtErrors: ~Copyable {
    /// Where standard error went before.
    let before: Int32
    let caught: Int32

    /// `nil` where it goes to no terminal, and so does no harm.
    static func begin() -> CaughtErrors? {
        guard isatty(2) == 1 else { return nil }
        let before = fcntl(2, F_DUPFD_CLOEXEC, 3)
        // MFD_CLOEXEC
        let caught = unsafe memfd_create("stderr", 1)
        guard before >= 0, caught >= 0, dup2(caught, 2) >= 0 else {
            close(before)
            close(caught)
            return nil
        }
        return CaughtErrors(before: before, caught: caught)
    }

    /// Puts standard error back and prints what was caught, made harmless.
    consuming func release(asciiOnly: Bool) {
        dup2(before, 2)
        close(before)
        let longest = 64 * 1024
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: longest) { buffer, count in
            count = max(0, unsafe pread(caught, buffer.baseAddress, longest, 0))
        }
        close(caught)
        guard !bytes.isEmpty else { return }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let text = lines.map { sanitised(String($0), asciiOnly: asciiOnly) }.joined(separator: "\n")
        writeAll(Array(text.utf8), to: 2)
    }
}

/// Writes all of it, or as much as can be written at all.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        guard written > 0 || errno == EINTR else { return }
        rest.removeFirst(max(0, written))
    }
}
