/// For each of some things a list of numbers: a table of `count + 1` offsets counted in numbers, then the numbers.
struct IndexLists: Sendable {
    let section: Snapshot.Section
    let count: Int

    init(_ section: Snapshot.Section, count: Int) throws(StoreError) {
        self.section = section
        self.count = count
        guard section.count >= 4 * (count + 1) else {
            throw section.damage(at: section.count, "it is too short for \(count) lists")
        }
    }

    /// Lends the numbers of one list.
    func with<Value>(
        _ place: Int, _ body: (Span<UInt32>) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try with(place..<place + 1) { (_, numbers) throws(StoreError) in try body(numbers) }
    }

    /// Lends the numbers of some lists that follow one another, and where each of them begins, the end of the last included.
    func with<Value>(
        _ places: Range<Int>, _ body: (_ starts: Span<UInt32>, _ numbers: Span<UInt32>) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try section.withBytes(4 * places.lowerBound..<4 * (places.upperBound + 1)) {
            (offsets) throws(StoreError) in
            let starts = unsafe offsets._unsafeView(as: UInt32.self)
            var last = starts[0]
            for index in starts.indices {
                guard starts[index] >= last else { throw misplaced(places) }
                last = starts[index]
            }
            let base = 4 * (count + 1)
            let end = base + 4 * Int(last)
            guard end <= section.count else { throw misplaced(places) }
            return try section.withBytes(base + 4 * Int(starts[0])..<end) { (bytes) throws(StoreError) in
                try body(starts, unsafe bytes._unsafeView(as: UInt32.self))
            }
        }
    }

    private func misplaced(_ places: Range<Int>) -> StoreError {
        section.damage(at: 4 * places.lowerBound, "a list does not stand in it")
    }
}
