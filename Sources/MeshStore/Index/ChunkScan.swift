internal import MeshModel

/// Goes over the rows of an index in stretches and says which match, and what their words are worth.
struct ChunkScan: Sendable {
    private let index: ProductIndex
    private let conditions: ConditionFilter
    private let matcher: TermMatcher
    /// Rows that the journal stands over, ascending.
    private let hidden: [Int]
    private var scores = TermMatcher.Scores()

    /// Rows of one stretch: small enough for what is worked out about them to stay near the processor.
    static let stretch = 1 << 15

    init(_ index: ProductIndex, _ conditions: ConditionFilter, _ matcher: TermMatcher, hidden: [Int]) {
        self.index = index
        self.conditions = conditions
        self.matcher = matcher
        self.hidden = hidden
    }

    /// Whether every row matches, but for those that the journal stands over.
    var isUnconditional: Bool { conditions.isEmpty && matcher.isEmpty }

    /// Calls the body with the matches of each stretch and their words' worth by place in the stretch; empty where there are no words.
    mutating func forEach(
        in rows: Range<Int>, _ body: (RowBits, _ totals: [Int32]) throws(StoreError) -> Void
    ) throws(StoreError) {
        var start = rows.lowerBound
        while start < rows.upperBound {
            let end = min(rows.upperBound, start + Self.stretch)
            var bits = RowBits(start..<end)
            var place = hidden.indices.partitionPoint { hidden[$0] >= start }
            while place < hidden.count, hidden[place] < end {
                bits.remove(hidden[place] - start)
                place += 1
            }
            try conditions.narrow(&bits, of: index)
            if !bits.isEmpty { try matcher.narrow(&bits, &scores) }
            try body(bits, matcher.isEmpty ? [] : scores.totals)
            start = end
        }
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index for which a condition that stays true once it is true holds; the end where it never does.
    func partitionPoint(_ holds: (Int) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension [Int] {
    func contains(sorted value: Int) -> Bool {
        let place = partitionPoint { self[$0] >= value }
        return place < count && self[place] == value
    }
}
