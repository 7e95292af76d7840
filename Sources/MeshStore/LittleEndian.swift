/// Reading and writing integers least byte first, wherever they stand.
extension [UInt8] {
    mutating func append<Integer: FixedWidthInteger>(littleEndian value: Integer) {
        for shift in stride(from: 0, to: Integer.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// Ends what was put together with the xxh64 of all of it.
    mutating func appendCheck(seed: UInt64 = 0) {
        append(littleEndian: xxh64(self, 0..<count, seed: seed))
    }

    mutating func pad(toMultipleOf size: Int) {
        append(contentsOf: repeatElement(0, count: (size - count % size) % size))
    }

    /// The integer at `offset`, which must lie within.
    func integer<Integer: FixedWidthInteger>(_ type: Integer.Type = Integer.self, at offset: Int) -> Integer {
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
    func integer<Integer: FixedWidthInteger>(_ type: Integer.Type = Integer.self, at offset: Int) -> Integer {
        var value: Integer = 0
        for index in 0..<Integer.bitWidth / 8 {
            let byte = unsafe unsafeLoad(fromByteOffset: offset + index, as: UInt8.self)
            value |= Integer(truncatingIfNeeded: byte) << (8 * index)
        }
        return value
    }

    func copy(_ range: Range<Int>) -> [UInt8] {
        let part = extracting(range)
        return unsafe part.withUnsafeBytes { unsafe [UInt8]($0) }
    }
}
