/// Cuts a stream of bytes into frames: a length of four bytes, little-endian, and as many bytes.
///
/// A length is checked before anything is set aside for it, and what is set aside never runs ahead of what has arrived.
struct FrameReader: Sendable {
    /// The longest request: a batch that needs more is split by who asks.
    static let longestRequest = 1 << 20
    /// Consequences can be longer than the batch that has them.
    static let longestAnswer = 4 << 20

    let limit: Int
    /// The frame that has begun, its length among it; empty between frames, and then holds no memory.
    private var partial: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    /// Whether a frame has begun and is not complete.
    var isAmidFrame: Bool { !partial.isEmpty }

    /// Takes bytes; answers with the bodies of the frames that they complete.
    mutating func take(_ bytes: some Collection<UInt8>) throws(WireError) -> [[UInt8]] {
        var frames: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            if partial.count < 4 {
                let header = rest.prefix(4 - partial.count)
                partial.append(contentsOf: header)
                rest = rest.dropFirst(header.count)
                guard partial.count == 4 else { return frames }
                // Refused at once, not when the bytes come.
                guard length > 0 else { throw .empty }
                guard length <= limit else { throw .tooLong(length, limit: limit) }
            }
            let body = rest.prefix(4 + length - partial.count)
            partial.append(contentsOf: body)
            rest = rest.dropFirst(body.count)
            guard partial.count == 4 + length else { return frames }
            frames.append(Array(partial[4...]))
            partial = []
        }
        return frames
    }

    private var length: Int { partial.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) } }

    /// A body behind its length.
    static func frame(_ body: [UInt8]) -> [UInt8] {
        precondition(!body.isEmpty && body.count <= longestAnswer, "a message that no frame holds")
        return (0..<4).map { UInt8(truncatingIfNeeded: body.count >> ($0 * 8)) } + body
    }
}
