/// Which rows of a stretch are still in question: a bit for each.
struct RowBits: Sendable {
    private(set) var words: [UInt64]
    /// The first row; a multiple of 64.
    let start: Int
    let count: Int

    /// All of them.
    init(_ rows: Range<Int>) {
        precondition(rows.lowerBound % 64 == 0)
        start = rows.lowerBound
        count = rows.count
        words = [UInt64](repeating: .max, count: (rows.count + 63) / 64)
        if rows.count % 64 > 0 { words[words.count - 1] = (1 << UInt64(rows.count % 64)) - 1 }
    }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
    var population: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    func contains(_ index: Int) -> Bool { words[index / 64] & 1 << UInt64(index % 64) != 0 }

    mutating func remove(_ index: Int) { words[index / 64] &= ~(1 << UInt64(index % 64)) }

    /// Keeps those for which something holds. Indices count from the first row of the stretch.
    @inline(__always)
    mutating func keep(_ holds: (Int) -> Bool) {
        for place in words.indices {
            var rest = words[place]
            guard rest != 0 else { continue }
            if rest == .max {
                var kept: UInt64 = 0
                let base = place * 64
                for bit in 0..<64 { kept |= (holds(base + bit) ? 1 : 0) << UInt64(bit) }
                words[place] = kept
                continue
            }
            var kept = rest
            while rest != 0 {
                let bit = rest.trailingZeroBitCount
                rest &= rest - 1
                if !holds(place * 64 + bit) { kept &= ~(1 << UInt64(bit)) }
            }
            words[place] = kept
        }
    }

    mutating func keep(_ mask: ArraySlice<UInt64>, inverted: Bool) {
        for (place, word) in zip(words.indices, mask) { words[place] &= inverted ? ~word : word }
    }

    @inline(__always)
    func forEach(_ body: (Int) throws(StoreError) -> Void) throws(StoreError) {
        for place in words.indices {
            var rest = words[place]
            while rest != 0 {
                let bit = rest.trailingZeroBitCount
                rest &= rest - 1
                try body(place * 64 + bit)
            }
        }
    }
}
