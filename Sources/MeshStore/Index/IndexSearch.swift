internal import MeshModel
internal import Threads

/// A search over the index of a snapshot and the overlay of its journal, sliced by rows.
struct IndexSearch: ProductSearch {
    let index: ProductIndex?
    let overlay: ProductOverlay
    let hidden: [Int]
    let order: ProductOrder
    let now: Instant
    let conditions: ConditionFilter?
    let domains: DomainPaths?
    var query: RankedQuery
    var scan: ChunkScan?
    var nextRow = 0
    /// A bit for each row looked at that matches.
    var matches: [UInt64]
    var matching = 0
    /// The first screens of them, where words decide the order.
    var best: TopHits
    var pending: [OverlayHit]
    /// Matches of the overlay in the search's order.
    var added: [OverlayHit] = []

    struct OverlayHit {
        var entry: OverlayEntry
        var card: ProductCard
        var rank: Int
    }

    /// Matches that are kept in order; who looks further down than this waits for another scan.
    static let kept = 256

    init(
        index: ProductIndex?, overlay: ProductOverlay, hidden: [Int], query: ProductQuery, order: ProductOrder,
        at now: Instant, domains: DomainPaths?
    ) throws(ReadError) {
        self.index = index
        self.overlay = overlay
        self.hidden = hidden
        self.order = order
        self.now = now
        self.domains = domains
        if let index, let domains {
            let conditions = try ConditionFilter(query, index: index, at: now, domains: domains)
            do throws(StoreError) {
                let matcher = try TermMatcher(query, index)
                self.query = matcher.query
                scan = ChunkScan(index, conditions, matcher, hidden: hidden)
            } catch { throw ReadError(error) }
            self.conditions = conditions
        } else {
            self.query = RankedQuery(query, statistics: SearchStatistics())
            conditions = nil
        }
        matches = []
        matches.reserveCapacity(((index?.count ?? 0) + 63) / 64)
        best = TopHits(limit: Self.kept)
        pending = []
        lookAtOverlay()
        do throws(StoreError) { try widenIfNothing() } catch { throw ReadError(error) }
    }

    /// Whether words decide the order; else the orders of the index do.
    var isByWords: Bool { order.key == .relevance && query.query.hasWords }

    private mutating func lookAtOverlay() {
        let query = query
        let hits = overlay.entries.values.compactMap { entry -> OverlayHit? in
            guard let product = entry.product else { return nil }
            return query.rank(product.search, product.card, at: now).map {
                OverlayHit(entry: entry, card: product.card, rank: $0)
            }
        }
        pending = hits.sorted { order.precedes(($0.card, $0.rank), ($1.card, $1.rank)) }
    }

    var found: Int { matching + added.count }
    /// The overlay is small and looked at in the first slice.
    var unseen: Int { (index?.count ?? 0) - nextRow + pending.count }
    var ranking: RankedQuery { query }

    mutating func advance(_ budget: Int) throws(ReadError) {
        do throws(StoreError) {
            try look(at: budget)
            if !pending.isEmpty {
                added = pending
                pending = []
            }
            try widenIfNothing()
        } catch {
            throw ReadError(error)
        }
    }

    /// Where all was looked at in vain, looks further if there is a way to.
    private mutating func widenIfNothing() throws(StoreError) {
        while unseen == 0, found == 0, let further = query.further {
            query = further
            if let index, let conditions {
                scan = ChunkScan(index, conditions, try TermMatcher(further, index), hidden: hidden)
            }
            nextRow = 0
            matches.removeAll(keepingCapacity: true)
            lookAtOverlay()
        }
    }

    private mutating func look(at budget: Int) throws(StoreError) {
        guard let index, nextRow < index.count, let scan else { return }
        // Stretches begin at whole words of bits. Where everything matches there is nothing to look at.
        let budget = scan.isUnconditional ? index.count : (budget.clamped(to: 1...1 << 40) + 63) / 64 * 64
        let rows = nextRow..<min(index.count, nextRow + budget)
        let gathered = try gather(rows, scan, limit: best.limit)
        matches += gathered.matches
        matching += gathered.matching
        best.merge(gathered.best)
        nextRow = rows.upperBound
    }

    /// What one stretch of rows comes to.
    struct Gathered: Sendable {
        var matches: [UInt64] = []
        var matching = 0
        var best: TopHits
    }

    /// Rows from which on two threads share the work: below, starting one takes as long as looking.
    private static let shared = 1 << 17

    func gather(_ rows: Range<Int>, _ scan: ChunkScan, limit: Int) throws(StoreError) -> Gathered {
        guard rows.count > Self.shared, !scan.isUnconditional else {
            return try Self.gather(rows, scan, index, limit: limit, isRanked: isByWords)
        }
        let middle = rows.lowerBound + rows.count / 2 / ChunkScan.stretch * ChunkScan.stretch
        let (index, isRanked) = (index, isByWords)
        let second = Alongside { () -> Result<Gathered, StoreError> in
            do throws(StoreError) {
                return .success(
                    try Self.gather(middle..<rows.upperBound, scan, index, limit: limit, isRanked: isRanked))
            } catch { return .failure(error) }
        }
        let first = Result { () throws(StoreError) in
            try Self.gather(rows.lowerBound..<middle, scan, index, limit: limit, isRanked: isRanked)
        }
        let rest = second.wait()
        var all = try first.get()
        let other = try rest.get()
        all.matches += other.matches
        all.matching += other.matching
        all.best.merge(other.best)
        return all
    }

    private static func gather(
        _ rows: Range<Int>, _ scan: ChunkScan, _ index: ProductIndex?, limit: Int, isRanked: Bool
    ) throws(StoreError) -> Gathered {
        var scan = scan
        var gathered = Gathered(best: TopHits(limit: limit))
        try scan.forEach(in: rows) { (bits, totals) throws(StoreError) in
            gathered.matches += bits.words
            let population = bits.population
            gathered.matching += population
            if isRanked, population > 0, let index { try Self.offer(bits, totals, of: index, to: &gathered.best) }
        }
        return gathered
    }

    private static func offer(
        _ bits: RowBits, _ totals: [Int32], of index: ProductIndex, to best: inout TopHits
    ) throws(StoreError) {
        let rows = bits.start..<bits.start + bits.count
        try index.columns.with(.standing, rows, as: Int32.self) { (standing) throws(StoreError) in
            try index.columns.with(.consumers, rows, as: UInt32.self) { (consumers) throws(StoreError) in
                let totals = totals.span
                try bits.forEach { (place) throws(StoreError) in
                    let rank = Int(Int32(littleEndian: standing[place])) + Int(totals[place])
                    best.offer(
                        .init(
                            place: Self.place(rank, consumers: UInt32(littleEndian: consumers[place])),
                            row: UInt32(bits.start + place)))
                }
            }
        }
    }

    /// A number that ascends from the best on.
    static func place(_ rank: Int, consumers: UInt32) -> UInt64 {
        UInt64(UInt32(clamping: 1 << 30 - rank)) << 32 | UInt64(UInt32.max - consumers)
    }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
