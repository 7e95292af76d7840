/// Bytes that are not a record: a damaged block, or a file that is not ours.
public enum RecordError: Error, Equatable, Sendable {
    case malformed(String)
}

/// Appends values as little-endian variable-length integers and length-prefixed bytes.
public struct RecordWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    public mutating func append(_ more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    /// Writes what `body` writes behind its length. Lengths below 128, the common case, move no bytes.
    public mutating func lengthPrefixed(_ body: (inout RecordWriter) -> Void) {
        let start = bytes.count
        bytes.append(0)
        body(&self)
        var length = UInt64(bytes.count - start - 1)
        guard length >= 0x80 else {
            bytes[start] = UInt8(length)
            return
        }
        var prefix: [UInt8] = []
        while length >= 0x80 {
            prefix.append(UInt8(truncatingIfNeeded: length) | 0x80)
            length >>= 7
        }
        prefix.append(UInt8(length))
        bytes.replaceSubrange(start...start, with: prefix)
    }
}

/// A cursor over the bytes of one record. Every read is checked; nothing is trusted.
public struct RecordReader: Sendable {
    let bytes: [UInt8]
    private(set) var position: Int
    let end: Int
    /// Fields inside fields so far: hostile nesting must not exhaust the stack.
    private let depth: Int

    public init(_ bytes: [UInt8]) { self.init(bytes: bytes, position: 0, end: bytes.count, depth: 0) }

    private init(bytes: [UInt8], position: Int, end: Int, depth: Int) {
        self.bytes = bytes
        self.position = position
        self.end = end
        self.depth = depth
    }

    public var isAtEnd: Bool { position >= end }

    mutating func skipRest() { position = end }

    public mutating func varint() throws(RecordError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end {
            let byte = bytes[position]
            position += 1
            guard shift < 63 || byte <= 1 else { throw .malformed("a number of more than 64 bits") }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw .malformed("a number cut short")
    }

    public mutating func take(_ count: Int) throws(RecordError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= end - position else { throw .malformed("a field longer than its record") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// A reader of the next length-prefixed field; this one moves behind it.
    public mutating func lengthPrefixed() throws(RecordError) -> RecordReader {
        let length = try varint()
        guard length <= UInt64(end - position) else { throw .malformed("a field longer than its record") }
        guard depth < Bounds.record else { throw .malformed("fields nested more than \(Bounds.record) deep") }
        defer { position += Int(length) }
        return RecordReader(bytes: bytes, position: position, end: position + Int(length), depth: depth + 1)
    }

    mutating func rest() -> ArraySlice<UInt8> {
        defer { position = end }
        return bytes[position..<end]
    }
}
