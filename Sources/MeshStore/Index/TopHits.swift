/// The best of very many matches: keeps so many, and knows how many there were.
struct TopHits: Sendable {
    struct Hit: Comparable, Sendable {
        /// Ascending in the search's order.
        var place: UInt64
        var row: UInt32

        static func < (a: Hit, b: Hit) -> Bool { a.place == b.place ? a.row < b.row : a.place < b.place }
    }

    let limit: Int
    private var hits: [Hit] = []
    /// What stands behind this is not kept.
    private var worst = Hit(place: .max, row: .max)

    init(limit: Int) { self.limit = limit }

    @inline(__always)
    mutating func offer(_ hit: Hit) {
        guard hit < worst else { return }
        hits.append(hit)
        if hits.count >= 2 * limit { cut() }
    }

    private mutating func cut() {
        hits.sort()
        hits.removeLast(hits.count - limit)
        worst = hits[limit - 1]
    }

    mutating func merge(_ other: TopHits) {
        for hit in other.hits { offer(hit) }
    }

    /// The best in their order, no more than the limit.
    var sorted: ArraySlice<Hit> { hits.sorted().prefix(limit) }
}
