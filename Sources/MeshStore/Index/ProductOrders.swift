internal import MeshModel

/// The rows in each order, ascending; those that tie by row, and the first of them marked.
struct ProductOrders: Sendable {
    /// The orders in the section's order. `relevance` is the one where nobody looks for words.
    static let keys = ProductOrder.Key.allCases
    /// Set in the first row of those that tie.
    static let mark: UInt32 = 1 << 31

    /// Ties of more rows than this are listed.
    private static let long = 1024

    private let section: Snapshot.Section
    /// Nil in a snapshot of an earlier version.
    private let ties: Snapshot.Section?
    let count: Int
    /// How many rows have a quality: the others stand last, whichever way.
    private let measured: Int

    init(_ section: Snapshot.Section, ties: Snapshot.Section?, count: Int) throws(StoreError) {
        self.section = section
        self.ties = ties
        self.count = count
        guard section.count == 8 + 4 * count * Self.keys.count, count < Int(Self.mark) else {
            throw section.damage(at: section.count, "it does not order \(count) products")
        }
        let measured = try section.withBytes(0..<8) { $0.integer(UInt64.self, at: 0) }
        guard measured <= UInt64(count) else { throw section.damage(at: 0, "more are measured than there are") }
        self.measured = Int(measured)
    }

    /// How many rows stand by their values in an order; the rest has none.
    private func valued(_ key: ProductOrder.Key) -> Int { key == .quality ? measured : count }

    /// Lends all rows of an order, with their marks.
    func with<Value>(
        _ key: ProductOrder.Key, _ body: (Span<UInt32>) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try section.withBytes(bytes(of: key)) { (bytes) throws(StoreError) in
            try body(unsafe bytes._unsafeView(as: UInt32.self))
        }
    }

    private func bytes(of key: ProductOrder.Key) -> Range<Int> {
        let start = 8 + 4 * count * (Self.keys.firstIndex(of: key) ?? 0)
        return start..<start + 4 * count
    }

    /// The long ties of an order with its marks, each its first place and the one behind its last.
    static func longTies(in rows: [UInt32]) -> [UInt32] {
        var ties: [UInt32] = []
        var start = 0
        for place in 1...max(1, rows.count) where place >= rows.count || rows[place] & mark != 0 {
            if place - start > long { ties += [UInt32(start), UInt32(place)] }
            start = place
        }
        return ties
    }

    /// The long tie in which a place stands, where the snapshot lists them.
    private func longTie(_ key: ProductOrder.Key, at place: Int) throws(StoreError) -> Range<Int>? {
        guard let ties else { return nil }
        func number(_ place: Int) throws(StoreError) -> Int {
            try ties.withBytes(4 * place..<4 * place + 4) { Int($0.integer(UInt32.self, at: 0)) }
        }
        var first = Self.keys.count
        var (low, high) = (0, 0)
        for (other, earlier) in Self.keys.enumerated() {
            let count = try number(other)
            if earlier == key { (low, high) = (first, first + 2 * count) }
            first += 2 * count
        }
        guard ties.count == 4 * first else { throw ties.damage(at: ties.count, "it does not list what it counts") }
        let begin = low
        while low < high {
            let middle = low + (high - low) / 4 * 2
            if try number(middle) <= place { low = middle + 2 } else { high = middle }
        }
        guard low > begin else { return nil }
        let (start, end) = (try number(low - 2), try number(low - 1))
        guard start <= place, end <= count else { throw ties.damage(at: 4 * low, "a tie is not among the products") }
        return place < end ? start..<end : nil
    }

    /// The rows of one order, copied in pieces as they are met: a page of a million costs checking a few blocks.
    private struct Rows {
        private let orders: ProductOrders
        private let key: ProductOrder.Key
        private let start: Int
        private var piece: [UInt32] = []
        private var first = 0
        private static let pieceCount = 1024

        init(_ orders: ProductOrders, _ key: ProductOrder.Key) {
            self.orders = orders
            self.key = key
            start = orders.bytes(of: key).lowerBound
        }

        /// A row with its mark.
        mutating func number(_ place: Int) throws(StoreError) -> UInt32 {
            if place < first || place >= first + piece.count {
                first = place / Self.pieceCount * Self.pieceCount
                let end = min(orders.count, first + Self.pieceCount)
                piece = try orders.section.withBytes(start + 4 * first..<start + 4 * end) { bytes in
                    (0..<end - first).map { bytes.integer(at: 4 * $0) }
                }
            }
            return piece[place - first]
        }

        mutating func row(_ place: Int) throws(StoreError) -> Int {
            let row = Int(try number(place) & ~ProductOrders.mark)
            guard row < orders.count else {
                throw orders.section.damage(at: 0, "an order has a row beyond \(orders.count)")
            }
            return row
        }

        /// Ties are short, or very long: behind so many the list is asked, and then a mark looked for piece by piece.
        private static let near = 64

        mutating func groupStart(_ place: Int) throws(StoreError) -> Int {
            var start = place
            while start > 0, try number(start) & ProductOrders.mark == 0 {
                guard place - start < Self.near else {
                    if let tie = try listed(place) { return tie.lowerBound }
                    return try lastMark(before: start) ?? 0
                }
                start -= 1
            }
            return start
        }

        mutating func groupEnd(_ place: Int, _ valued: Int) throws(StoreError) -> Int {
            var end = place + 1
            while end < valued, try number(end) & ProductOrders.mark == 0 {
                guard end - place < Self.near else {
                    if let tie = try listed(place) { return tie.upperBound }
                    return try firstMark(in: end..<valued) ?? valued
                }
                end += 1
            }
            return end
        }

        /// What the list says of a place, where the marks at both ends agree.
        private mutating func listed(_ place: Int) throws(StoreError) -> Range<Int>? {
            guard let tie = try orders.longTie(key, at: place) else { return nil }
            for end in [tie.lowerBound, tie.upperBound] where end < orders.count {
                guard try number(end) & ProductOrders.mark != 0 else {
                    throw orders.section.damage(at: 4 * end, "a tie that is listed has no mark")
                }
            }
            return tie
        }

        private func lastMark(before end: Int) throws(StoreError) -> Int? {
            var end = end
            while end > 0 {
                let first = (end - 1) / Self.pieceCount * Self.pieceCount
                let found = try marks(first..<end) { numbers in
                    numbers.indices.reversed().first { numbers[$0] & ProductOrders.mark != 0 }
                }
                if let found { return first + found }
                end = first
            }
            return nil
        }

        private func firstMark(in range: Range<Int>) throws(StoreError) -> Int? {
            var first = range.lowerBound
            while first < range.upperBound {
                let end = min(range.upperBound, (first / Self.pieceCount + 1) * Self.pieceCount)
                let found = try marks(first..<end) { numbers in
                    numbers.indices.first { numbers[$0] & ProductOrders.mark != 0 }
                }
                if let found { return first + found }
                first = end
            }
            return nil
        }

        /// Asks of some numbers only where there is a mark among them, which is seen without looking at each.
        private func marks(
            _ range: Range<Int>, _ place: (Span<UInt32>) -> Int?
        ) throws(StoreError) -> Int? {
            try orders.section.withBytes(start + 4 * range.lowerBound..<start + 4 * range.upperBound) { bytes in
                let numbers = unsafe bytes._unsafeView(as: UInt32.self)
                var all: UInt32 = 0
                for index in numbers.indices { all |= numbers[index] }
                return all & ProductOrders.mark == 0 ? nil : place(numbers)
            }
        }
    }

    /// Calls the body with each row in an order, from a place on, until it says that it has enough.
    func forEach(
        _ order: ProductOrder, from first: Int = 0, _ body: (Int) throws(StoreError) -> Bool
    ) throws(StoreError) {
        let valued = valued(order.key)
        var rows = Rows(self, order.key)
        var place = first
        if order.isBackward, place < valued {
            // Groups that tie are met from the last on, each of them from its first row on.
            let mirrored = valued - 1 - place
            var start = try rows.groupStart(mirrored)
            var end = try rows.groupEnd(mirrored, valued)
            var inside = start + place - (valued - end)
            while true {
                while inside < end {
                    guard try body(try rows.row(inside)) else { return }
                    inside += 1
                }
                guard start > 0 else { break }
                end = start
                start = try rows.groupStart(end - 1)
                inside = start
            }
            place = valued
        }
        while place < count {
            guard try body(try rows.row(place)) else { return }
            place += 1
        }
    }

    /// How many rows stand before something in an order. `compare` says of a row's value whether it stands before (-1), beside (0) or
    /// behind (1) that thing's in ascending order; of those beside it, rows below `row` stand before it. `isValued`: it has a value at all.
    func place(
        _ order: ProductOrder, isValued: Bool, row: Int, _ compare: (Int) throws(StoreError) -> Int
    ) throws(StoreError) -> Int {
        let valued = valued(order.key)
        var rows = Rows(self, order.key)
        func bound(_ range: Range<Int>, _ isBefore: (Int) throws(StoreError) -> Bool) throws(StoreError) -> Int {
            var low = range.lowerBound
            var high = range.upperBound
            while low < high {
                let middle = (low + high) / 2
                if try isBefore(try rows.row(middle)) { low = middle + 1 } else { high = middle }
            }
            return low
        }
        guard isValued else {
            return try bound(valued..<count) { (other) throws(StoreError) in other < row }
        }
        let start = try bound(0..<valued) { (other) throws(StoreError) in try compare(other) < 0 }
        let end = try bound(start..<valued) { (other) throws(StoreError) in try compare(other) <= 0 }
        let within = try bound(start..<end) { (other) throws(StoreError) in other < row } - start
        return (order.isBackward ? valued - end : start) + within
    }
}

extension ProductOrder {
    /// Whether rows are met from the end of their column. By relevance the best stand first already.
    var isBackward: Bool { key != .relevance && descending }
}
