/// Reading and writing integers least byte first, wherever they stand.
extension [UInt8] {
    mutating func append<Integer: FixedWidthInteger>(littleEndian value: Integer) {
        unsafe Swift.withUnsafeBytes(of: value.littleEndian) { bytes in unsafe append(contentsOf: bytes) }
    }

    /// Ends what was put together with the xxh64 of all of it.
    mutating func appendCheck(seed: UInt64 = 0) {
        append(littleEndian: xxh64(self, 0..<count, seed: seed))
    }

    mutating func pad(toMultipleOf size: Int) {
        append(contentsOf: repeatElement(0, count: (size - count % size) % size))
    }

    /// The integer at `offset`, which must lie within.
    func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ type: Integer.Type = Integer.self, at offset: Int
    ) -> Integer {
        unsafe span.bytes.integer(at: offset)
    }

    /// Whether the last eight bytes of `range` are the xxh64 of the rest of it.
    func hasCheck(_ range: Range<Int>, seed: UInt64 = 0) -> Bool {
        range.count >= 8
            && integer(at: range.upperBound - 8) == xxh64(self, range.lowerBound..<range.upperBound - 8, seed: seed)
    }
}

extension RawSpan {
    /// The integer at `offset`, which must lie within.
    func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
        _ type: Integer.Type = Integer.self, at offset: Int
    ) -> Integer {
        unsafe Integer(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: type))
    }

    func copy(_ range: Range<Int>) -> [UInt8] {
        let part = extracting(range)
        return unsafe part.withUnsafeBytes { unsafe [UInt8]($0) }
    }
}
