internal import MeshModel

/// A search over the index of a snapshot and the overlay of its journal, sliced by rows.
struct IndexSearch: ProductSearch {
    private let index: ProductIndex?
    private let overlay: ProductOverlay
    private let query: ProductQuery
    private let order: ProductOrder
    private let now: Instant
    private let filter: RowFilter
    /// Rows that the overlay stands over, ascending.
    private let hidden: [Int]
    private var nextRow = 0
    /// Matches of the snapshot in the search's order.
    private var hits: [Hit] = []
    /// Matches of the overlay, each with how many of `hits` stand before it.
    private var added: [(hit: OverlayHit, before: Int)] = []
    private var pending: [OverlayHit]

    struct Hit: Comparable {
        /// Ascending in the search's order.
        var place: UInt64
        var row: UInt32

        static func < (a: Hit, b: Hit) -> Bool { a.place == b.place ? a.row < b.row : a.place < b.place }
    }

    private struct OverlayHit {
        var card: ProductCard
        var rank: Int
    }

    init(
        index: ProductIndex?, overlay: ProductOverlay, hidden: [Int], query: ProductQuery, order: ProductOrder,
        at now: Instant, filter: RowFilter
    ) throws(StoreError) {
        self.index = index
        self.overlay = overlay
        self.query = query
        self.order = order
        self.now = now
        self.filter = filter
        self.hidden = hidden
        let matches = overlay.entries.values.compactMap { entry in
            entry.flatMap { entry in entry.rank(query, at: now).map { OverlayHit(card: entry.card, rank: $0) } }
        }
        pending = matches.sorted { order.precedes(($0.card, $0.rank), ($1.card, $1.rank)) }
    }

    var found: Int { hits.count + added.count }
    /// The overlay is small and looked at in the first slice.
    var unseen: Int { (index?.count ?? 0) - nextRow + pending.count }

    mutating func advance(_ budget: Int) throws(ReadError) {
        do throws(StoreError) {
            try look(at: budget)
            if !pending.isEmpty {
                added += pending.map { ($0, 0) }
                pending = []
            }
            for place in added.indices { added[place].before = try standing(before: added[place].hit) }
        } catch {
            throw ReadError(error)
        }
    }

    private mutating func look(at budget: Int) throws(StoreError) {
        guard let index, nextRow < index.count else { return }
        let range = nextRow..<min(index.count, nextRow + max(budget, 1))
        nextRow = range.upperBound
        let ranks = try index.ranks(order.key, range)
        var matches: [Hit] = []
        try filter.forEachMatch(in: range, of: index) { row, columns, rank in
            if !hidden.isEmpty, hidden.contains(sorted: row) { return }
            let rank = ProductQuery.rank(rank, status: columns.statusCase)
            matches.append(
                Hit(place: place(columns, rank, ranks.isEmpty ? 0 : ranks[row - range.lowerBound]), row: UInt32(row)))
        }
        matches.sort()
        hits = hits.isEmpty ? matches : (hits + matches).sorted()
    }

    /// A number that ascends in the search's order.
    private func place(_ row: ProductRow, _ rank: Int, _ column: UInt32) -> UInt64 {
        switch order.key {
        case .relevance: UInt64(UInt32(clamping: 1 << 30 - rank)) << 32 | UInt64(UInt32.max - row.consumers)
        case .quality where column == ProductIndex.unranked: .max
        case .name, .domain, .owner, .status, .updated, .consumers, .quality:
            UInt64(order.descending ? ProductIndex.unranked - 1 - column : column)
        }
    }

    /// How many of the snapshot's matches stand before one of the overlay's.
    private func standing(before hit: OverlayHit) throws(StoreError) -> Int {
        var low = 0
        var high = hits.count
        while low < high {
            let middle = (low + high) / 2
            let other = try sketch(Int(hits[middle].row))
            if order.precedes(other, (hit.card, hit.rank)) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// As much of a row's card as orders compare. Its texts are folded already, and folding again leaves them so.
    private func sketch(_ row: Int) throws(StoreError) -> (card: ProductCard, rank: Int) {
        guard let index else { preconditionFailure("a row without an index") }
        var product = DataProduct()
        product.id = try index.id(row)
        let (columns, name, rank) = try index.withRow(row) { columns, names, tags, description in
            (columns, names.secondLine, query.rank(names: names, tags: tags, description: description) ?? 0)
        }
        product.name = String(decoding: name, as: UTF8.self)
        product.owner = try index.word(columns.owner)
        product.status = columns.statusCase
        product.updated = Instant(milliseconds: columns.updated)
        let domain = Domain.ID(try index.word(columns.domain))
        let card = ProductCard(
            product, domains: domain.map { [$0] } ?? [], consumers: Int(columns.consumers),
            quality: columns.qualityShare)
        return (card, ProductQuery.rank(rank, status: columns.statusCase))
    }

    func page(_ range: Range<Int>) throws(ReadError) -> [DataProduct.ID] {
        do throws(StoreError) {
            var ids: [DataProduct.ID] = []
            // The overlay's match number k stands at before + k.
            var addedBefore = added.indices.partitionPoint { added[$0].before + $0 >= range.lowerBound }
            for place in range.clamped(to: 0..<found) {
                if addedBefore < added.count, added[addedBefore].before + addedBefore == place {
                    ids.append(added[addedBefore].hit.card.id)
                    addedBefore += 1
                } else if let index {
                    ids.append(try index.id(Int(hits[place - addedBefore].row)))
                }
            }
            return ids
        } catch {
            throw ReadError(error)
        }
    }

    func position(of id: DataProduct.ID) throws(ReadError) -> Int? {
        if let place = added.firstIndex(where: { $0.hit.card.id == id }) { return added[place].before + place }
        do throws(StoreError) {
            guard let index, let row = try index.row(of: id),
                let place = hits.firstIndex(where: { $0.row == UInt32(row) })
            else { return nil }
            return place + added.count { $0.before <= place }
        } catch {
            throw ReadError(error)
        }
    }
}

extension Range<Int> {
    /// The first number for which a condition that stays true once it is true holds; the upper bound where it never does.
    func partitionPoint(_ holds: (Int) -> Bool) -> Int {
        var low = lowerBound
        var high = upperBound
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension [Int] {
    func contains(sorted value: Int) -> Bool {
        let place = indices.partitionPoint { self[$0] >= value }
        return place < count && self[place] == value
    }
}
