internal import MeshModel

extension IndexSearch {
    func page(_ range: Range<Int>) throws(ReadError) -> [DataProduct.ID] {
        let range = range.clamped(to: 0..<found)
        guard !range.isEmpty else { return [] }
        do throws(StoreError) {
            if let index, isEverything, !isByWords { return try page(range, of: index) }
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

    /// Whether all rows match but those that the journal stands over: then any page is found without the ones before it.
    var isEverything: Bool { index.map { matching + hidden.count == $0.count } ?? false }

    private func page(_ range: Range<Int>, of index: ProductIndex) throws(StoreError) -> [DataProduct.ID] {
        var hiddenPlaces: [Int] = []
        for entry in overlay.entries.values {
            if let place = try entry.rowPlace(in: order, of: index) { hiddenPlaces.append(place) }
        }
        hiddenPlaces.sort()
        var places: [Int] = []
        for hit in added { places.append(try hit.entry.place(in: order, of: index)) }
        // Rows and additions that stand before a place of the order.
        func before(_ place: Int) -> Int {
            place - hiddenPlaces.partitionPoint { hiddenPlaces[$0] >= place }
                + places.partitionPoint { places[$0] >= place }
        }
        // The last place that no more than the wanted ones stand before: additions there may stand before its row.
        let start = max(0, (0..<index.count + 1).partitionPoint { before($0) > range.lowerBound } - 1)
        var met = before(start)
        var next = places.partitionPoint { places[$0] >= start }
        var ids: [DataProduct.ID] = []
        func add() {
            if range.contains(met) { ids.append(added[next].card.id) }
            met += 1
            next += 1
        }
        var place = start
        try index.orders.forEach(order, from: start) { (row) throws(StoreError) in
            while next < added.count, places[next] <= place, met < range.upperBound { add() }
            guard met < range.upperBound else { return false }
            if !hidden.contains(sorted: row) {
                if met >= range.lowerBound { ids.append(try index.id(row)) }
                met += 1
            }
            place += 1
            return true
        }
        while next < added.count, met < range.upperBound { add() }
        return ids
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
        guard count > best.limit, matching > best.limit, let scan else { return best.sorted }
        return try gather(0..<nextRow, scan, limit: count).best.sorted
    }
}
