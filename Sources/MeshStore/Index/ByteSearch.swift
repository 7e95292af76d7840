internal import CLinux

extension RawSpan {
    /// The first place of a needle at or behind an offset. The C library's, which looks at many bytes at a time.
    func first(_ needle: [UInt8], from start: Int) -> Int? {
        guard start < byteCount, !needle.isEmpty else { return nil }
        return unsafe withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress,
                let found = unsafe memmem(base + start, bytes.count - start, needle, needle.count)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}
