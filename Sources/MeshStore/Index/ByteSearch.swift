internal import CLinux

extension RawSpan {
    /// The first place of a needle at or behind an offset.
    func first(_ needle: [UInt8], from start: Int) -> Int? {
        guard start < byteCount, !needle.isEmpty else { return nil }
        return unsafe withUnsafeBytes { bytes in
            guard let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
            let count = bytes.count - start
            if needle.count > 1 {
                let found = unsafe bytes_find(base + start, count, needle, needle.count)
                return found < 0 ? nil : start + found
            }
            guard let found = unsafe memchr(base + start, Int32(needle[0]), count) else { return nil }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }
}
