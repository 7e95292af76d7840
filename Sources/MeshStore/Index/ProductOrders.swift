internal import MeshModel

/// The rows in each order, ascending; those that tie by row, and the first of them marked.
struct ProductOrders: Sendable {
    /// The orders in the section's order. `relevance` is the one where nobody looks for words.
    static let keys = ProductOrder.Key.allCases
    /// Set in the first row of those that tie.
    static let mark: UInt32 = 1 << 31

    private let section: Snapshot.Section
    let count: Int
    /// How many rows have a quality: the others stand last, whichever way.
    private let measured: Int

    init(_ section: Snapshot.Section, count: Int) throws(StoreError) {
        self.section = section
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

    func with<Value>(
        _ key: ProductOrder.Key, _ body: (Span<UInt32>) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        let start = 8 + 4 * count * (Self.keys.firstIndex(of: key) ?? 0)
        return try section.withBytes(start..<start + 4 * count) { (bytes) throws(StoreError) in
            try body(unsafe bytes._unsafeView(as: UInt32.self))
        }
    }

    /// Calls the body with each row in an order, from a place on, until it says that it has enough.
    func forEach(
        _ order: ProductOrder, from first: Int = 0, _ body: (Int) throws(StoreError) -> Bool
    ) throws(StoreError) {
        let valued = valued(order.key)
        try with(order.key) { (rows) throws(StoreError) in
            var place = first
            if order.isBackward, place < valued {
                // Groups that tie are met from the last on, each of them from its first row on.
                let mirrored = valued - 1 - place
                var start = Self.groupStart(mirrored, rows)
                var end = Self.groupEnd(mirrored, rows, valued)
                var inside = start + place - (valued - end)
                while true {
                    while inside < end {
                        guard try body(try row(rows[inside])) else { return }
                        inside += 1
                    }
                    guard start > 0 else { break }
                    end = start
                    start = Self.groupStart(end - 1, rows)
                    inside = start
                }
                place = valued
            }
            while place < count {
                guard try body(try row(rows[place])) else { return }
                place += 1
            }
        }
    }

    private static func groupStart(_ place: Int, _ rows: Span<UInt32>) -> Int {
        var start = place
        while start > 0, rows[start] & mark == 0 { start -= 1 }
        return start
    }

    private static func groupEnd(_ place: Int, _ rows: Span<UInt32>, _ valued: Int) -> Int {
        var end = place + 1
        while end < valued, rows[end] & mark == 0 { end += 1 }
        return end
    }

    private func row(_ number: UInt32) throws(StoreError) -> Int {
        let row = Int(number & ~Self.mark)
        guard row < count else { throw section.damage(at: 0, "an order has a row beyond \(count)") }
        return row
    }

    /// How many rows stand before something in an order. `compare` says of a row's value whether it stands before (-1), beside (0) or
    /// behind (1) that thing's in ascending order; of those beside it, rows below `row` stand before it. `isValued`: it has a value at all.
    func place(
        _ order: ProductOrder, isValued: Bool, row: Int, _ compare: (Int) throws(StoreError) -> Int
    ) throws(StoreError) -> Int {
        let valued = valued(order.key)
        return try with(order.key) { (rows) throws(StoreError) in
            func bound(_ range: Range<Int>, _ isBefore: (Int) throws(StoreError) -> Bool) throws(StoreError) -> Int {
                var low = range.lowerBound
                var high = range.upperBound
                while low < high {
                    let middle = (low + high) / 2
                    if try isBefore(try self.row(rows[middle])) { low = middle + 1 } else { high = middle }
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
}

extension ProductOrder {
    /// Whether rows are met from the end of their column. By relevance the best stand first already.
    var isBackward: Bool { key != .relevance && descending }
}
