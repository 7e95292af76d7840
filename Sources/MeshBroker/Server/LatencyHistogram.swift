/// How long something took, over and over: counted in buckets that grow by an eighth of themselves, so that nothing is set aside per entry.
struct LatencyHistogram: Sendable {
    /// Eight buckets to each doubling, up to some 70 minutes.
    private var counts = [UInt64](repeating: 0, count: 8 * 30)
    private var total: UInt64 = 0

    mutating func add(microseconds: Int64) {
        counts[Self.bucket(microseconds)] += 1
        total += 1
    }

    private static func bucket(_ microseconds: Int64) -> Int {
        let value = UInt64(clamping: max(0, microseconds))
        guard value >= 8 else { return Int(value) }
        let doubling = 63 - value.leadingZeroBitCount
        return min(8 * (doubling - 2) + Int(value >> UInt64(doubling - 3) & 7), 8 * 30 - 1)
    }

    /// The greatest value that falls into a bucket.
    private static func ceiling(_ bucket: Int) -> Int64 {
        guard bucket >= 8 else { return Int64(bucket) }
        let doubling = bucket / 8 + 2
        return (Int64(bucket % 8) + 9) << Int64(doubling - 3) - 1
    }

    /// The value that so many of a thousand do not exceed, at most an eighth too high; 0 while nothing was counted.
    func perMille(_ share: UInt64) -> Int64 {
        guard total > 0 else { return 0 }
        let wanted = max(1, (total * share + 999) / 1000)
        var seen: UInt64 = 0
        for (bucket, count) in counts.enumerated() {
            seen += count
            if seen >= wanted { return Self.ceiling(bucket) }
        }
        return 0
    }
}
