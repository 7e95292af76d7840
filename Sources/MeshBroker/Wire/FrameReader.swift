/// Cuts a stream of bytes into frames: a length of four bytes, little-endian, and as many bytes.
///
/// A length is checked before anything is set aside for it, and what is set aside never runs ahead of what has arrived.
struct FrameReader: Sendable {
    /// The longest request: a batch that needs more is split by who asks.
    static let longestRequest = 1 << 20
    /// Consequences can be longer than the batch that has them.
    static let longestAnswer = 4 << 20

    let limit: Int
    /// What has arrived and was not yet cut, from `start` on; holds no memory once all of it is cut.
    private var bytes: [UInt8] = []
    private var start = 0

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    /// The next frame's body, nil while it is not complete. Of a frame that must not be, the length is enough to refuse it.
    mutating func next() throws(WireError) -> [UInt8]? {
        let waiting = bytes.count - start
        guard waiting >= 4 else { return nil }
        let length = (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
        guard length > 0 else { throw .empty }
        guard length <= limit else { throw .tooLong(length, limit: limit) }
        guard waiting >= 4 + length else {
            dropCut()
            return nil
        }
        let body = Array(bytes[start + 4..<start + 4 + length])
        start += 4 + length
        if start == bytes.count { dropCut() }
        return body
    }

    private mutating func dropCut() {
        guard start > 0 else { return }
        bytes = Array(bytes[start...])
        start = 0
    }

    /// A body behind its length.
    static func frame(_ body: [UInt8]) -> [UInt8] {
        precondition(!body.isEmpty && body.count <= longestAnswer, "a message that no frame holds")
        return (0..<4).map { UInt8(truncatingIfNeeded: body.count >> ($0 * 8)) } + body
    }
}
