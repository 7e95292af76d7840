/// Bytes on their way out, oldest first. Empty, it holds no memory.
struct Output: Sendable {
    private(set) var bytes: [UInt8] = []
    /// What of them was sent.
    private(set) var start = 0
    /// Since when nobody has taken any; nil while there are none.
    private(set) var since: ContinuousClock.Instant?

    var unread: Int { bytes.count - start }
    var isEmpty: Bool { unread == 0 }

    mutating func append(_ more: [UInt8], at now: ContinuousClock.Instant) {
        since = since ?? now
        if bytes.isEmpty { bytes = more } else { bytes += more }
    }

    mutating func drop(_ count: Int, at now: ContinuousClock.Instant) {
        precondition(count <= unread)
        start += count
        guard !isEmpty else { return self = Output() }
        if count > 0 { since = now }
        if start > 1 << 16 {
            bytes.removeFirst(start)
            start = 0
        }
    }
}
