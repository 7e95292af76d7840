internal import MeshModel

/// A search over the index of a snapshot and the overlay of its journal, sliced by rows.
struct IndexSearch: ProductSearch {
    private let index: ProductIndex?
    private let overlay: ProductOverlay
    private let hidden: [Int]
    private let order: ProductOrder
    private let now: Instant
    private let conditions: ConditionFilter?
    private var query: RankedQuery
    private var scan: ChunkScan?
    private var nextRow = 0
    /// A bit for each row looked at that matches.
    private var matches: [UInt64]
    private var matching = 0
    /// The first screens of them, where words decide the order.
    private var best: TopHits
    private var pending: [OverlayHit]
    /// Matches of the overlay in the search's order.
    private var added: [OverlayHit] = []

    private struct OverlayHit {
        var entry: OverlayEntry
        var card: ProductCard
        var rank: Int
    }

    /// Matches that are kept in order; who looks further down than this waits for another scan.
    private static let kept = 256

    init(
        index: ProductIndex?, overlay: ProductOverlay, hidden: [Int], query: ProductQuery, order: ProductOrder,
        at now: Instant, domains: DomainPaths?
    ) throws(ReadError) {
        self.index = index
        self.overlay = overlay
        self.hidden = hidden
        self.order = order
        self.now = now
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
    }

    /// Whether words decide the order; else the orders of the index do.
    private var isByWords: Bool { order.key == .relevance && query.query.hasWords }

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
    var leniency: RankedQuery.Leniency { query.leniency }

    mutating func advance(_ budget: Int) throws(ReadError) {
        do throws(StoreError) {
            try look(at: budget)
            if !pending.isEmpty {
                added = pending
                pending = []
            }
            if unseen == 0, found == 0, let further = query.further { try widen(further) }
        } catch {
            throw ReadError(error)
        }
    }

    private mutating func widen(_ further: RankedQuery) throws(StoreError) {
        query = further
        if let index, let conditions {
            scan = ChunkScan(index, conditions, try TermMatcher(further, index), hidden: hidden)
        }
        nextRow = 0
        matches.removeAll(keepingCapacity: true)
        lookAtOverlay()
    }

    private mutating func look(at budget: Int) throws(StoreError) {
        guard let index, nextRow < index.count, var scan = self.scan else { return }
        // Stretches begin at whole words of bits. Where everything matches there is nothing to look at.
        let budget = scan.isUnconditional ? index.count : (budget.clamped(to: 1...1 << 40) + 63) / 64 * 64
        let rows = nextRow..<min(index.count, nextRow + budget)
        self.scan = nil
        var best = best
        var matching = 0
        let isByWords = isByWords
        try scan.forEach(in: rows) { (bits, totals) throws(StoreError) in
            matches += bits.words
            let population = bits.population
            matching += population
            if isByWords, population > 0 { try Self.offer(bits, totals, of: index, to: &best) }
        }
        self.best = best
        self.matching += matching
        self.scan = scan
        nextRow = rows.upperBound
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
    private static func place(_ rank: Int, consumers: UInt32) -> UInt64 {
        UInt64(UInt32(clamping: 1 << 30 - rank)) << 32 | UInt64(UInt32.max - consumers)
    }

    // MARK: Pages

    func page(_ range: Range<Int>) throws(ReadError) -> [DataProduct.ID] {
        let range = range.clamped(to: 0..<found)
        guard !range.isEmpty else { return [] }
        do throws(StoreError) {
            var ids: [DataProduct.ID] = []
            try forEach(upTo: range.upperBound) { (place, item) throws(StoreError) in
                guard place >= range.lowerBound else { return }
                switch item {
                case .row(let row): if let index { ids.append(try index.id(row)) }
                case .added(let hit): ids.append(hit.card.id)
                }
            }
            return ids
        } catch {
            throw ReadError(error)
        }
    }

    func position(of id: DataProduct.ID) throws(ReadError) -> Int? {
        do throws(StoreError) {
            if added.contains(where: { $0.card.id == id }) {
                return try place { if case .added(let hit) = $0 { hit.card.id == id } else { false } }
            }
            guard let index, let row = try index.row(of: id), isMatch(row) else { return nil }
            return try place { if case .row(row) = $0 { true } else { false } }
        } catch {
            throw ReadError(error)
        }
    }

    private enum Item {
        case row(Int)
        case added(OverlayHit)
    }

    private func isMatch(_ row: Int) -> Bool {
        row / 64 < matches.count && matches[row / 64] & 1 << UInt64(row % 64) != 0
    }

    private func place(where isWanted: (Item) -> Bool) throws(StoreError) -> Int? {
        var found: Int?
        try forEach(upTo: self.found) { place, item in
            if found == nil, isWanted(item) { found = place }
        } enough: {
            found != nil
        }
        return found
    }

    /// Calls the body with the first matches in their order, those of the snapshot and those of the overlay as one list.
    private func forEach(
        upTo end: Int, _ body: (Int, Item) throws(StoreError) -> Void, enough: () -> Bool = { false }
    ) throws(StoreError) {
        var place = 0
        var next = added.startIndex
        func add() throws(StoreError) {
            try body(place, .added(added[next]))
            place += 1
            next += 1
        }
        if isByWords {
            for hit in try ranked(end) {
                while next < added.count, place < end, try precedes(added[next], hit) { try add() }
                guard place < end, !enough() else { return }
                try body(place, .row(Int(hit.row)))
                place += 1
            }
        } else if let index {
            var met = 0
            var places: [Int] = []
            for hit in added { places.append(try hit.entry.place(in: order, of: index)) }
            var rest = matching
            try index.orders.forEach(order) { (row) throws(StoreError) in
                while next < added.count, place < end, places[next] <= met { try add() }
                met += 1
                guard place < end, rest > 0, !enough() else { return false }
                if isMatch(row) {
                    rest -= 1
                    try body(place, .row(row))
                    place += 1
                }
                return true
            }
        }
        while next < added.count, place < end, !enough() { try add() }
    }

    private func precedes(_ hit: OverlayHit, _ row: TopHits.Hit) throws(StoreError) -> Bool {
        let place = Self.place(hit.rank, consumers: UInt32(clamping: hit.card.consumers))
        guard place == row.place, let index else { return place < row.place }
        return hit.card.id < (try index.id(Int(row.row)))
    }

    /// The snapshot's best matches by words.
    private func ranked(_ count: Int) throws(StoreError) -> ArraySlice<TopHits.Hit> {
        guard count > best.limit, matching > best.limit, let index, var scan else { return best.sorted }
        var best = TopHits(limit: count)
        try scan.forEach(in: 0..<nextRow) { (bits, totals) throws(StoreError) in
            try Self.offer(bits, totals, of: index, to: &best)
        }
        return best.sorted
    }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}

extension IndexSearch {
    /// How many products match, by what they have in common. Looks at everything that is not looked at yet.
    func facets(domains: DomainPaths?) throws(ReadError) -> ProductFacets {
        var search = self
        while search.unseen > 0 { try search.advance(.max) }
        var facets = ProductFacets()
        for hit in search.added { facets.count(hit.card) }
        guard let index, let domains else { return facets }
        let counts: [UInt32]
        do throws(StoreError) {
            facets.total += search.matching
            var (statuses, byDomain, byTag): ([UInt32], [UInt32], [UInt32])
            if search.matching + hidden.count == index.count {
                // Everything: counted when the snapshot was written, but for what the journal stands over.
                (statuses, byDomain, byTag) = try index.totals.read()
                try search.count(hidden, of: index, -1, &statuses, &byDomain, &byTag)
            } else {
                statuses = [UInt32](repeating: 0, count: ProductColumns.statuses.count)
                byDomain = [UInt32](repeating: 0, count: index.dictionary.count)
                byTag = byDomain
                try search.count(search.matchingRows, of: index, 1, &statuses, &byDomain, &byTag)
            }
            for (status, count) in zip(ProductColumns.statuses, statuses) where count > 0 {
                facets.statuses[status, default: 0] += Int(count)
            }
            for (number, count) in byTag.enumerated() where count > 0 {
                facets.tags[try index.dictionary.word(UInt32(number)), default: 0] += Int(count)
            }
            counts = byDomain
        } catch { throw ReadError(error) }
        try domains.rollUp(counts, into: &facets.domains)
        return facets
    }

    private var matchingRows: [Int] {
        var rows: [Int] = []
        rows.reserveCapacity(matching)
        for (place, word) in matches.enumerated() {
            var rest = word
            while rest != 0 {
                rows.append(place * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return rows
    }

    private func count(
        _ rows: [Int], of index: ProductIndex, _ sign: Int, _ statuses: inout [UInt32], _ domains: inout [UInt32],
        _ tags: inout [UInt32]
    ) throws(StoreError) {
        guard !rows.isEmpty else { return }
        let step = UInt32(truncatingIfNeeded: sign)
        func add(_ place: Int, to counts: inout [UInt32]) {
            // What hostile bytes count below nothing is not worth ending the program for.
            if counts.indices.contains(place) { counts[place] &+= step }
        }
        let all = 0..<index.count
        try index.columns.with(.status, all, as: UInt8.self) { column in
            for row in rows { add(Int(column[row]), to: &statuses) }
        }
        try index.columns.with(.domain, all, as: UInt32.self) { column in
            for row in rows { add(Int(UInt32(littleEndian: column[row])), to: &domains) }
        }
        try index.tags.with(all) { starts, words in
            for row in rows {
                for place in Int(starts[row])..<Int(starts[row + 1]) { add(Int(words[place]), to: &tags) }
            }
        }
    }
}

extension ProductFacets {
    fileprivate mutating func count(_ card: ProductCard) {
        total += 1
        statuses[card.status, default: 0] += 1
        for domain in card.domains { domains[domain, default: 0] += 1 }
        for tag in card.tags { tags[tag, default: 0] += 1 }
    }
}
