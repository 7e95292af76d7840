/// A place in the ordered records of some layers; each step is the next record.
package struct RecordCursor: Sendable {
    /// What is met: records of some kinds whose keys begin with these bytes.
    struct Range: Sendable {
        var kinds: ClosedRange<UInt8>
        var prefix: [UInt8] = []

        func contains(_ key: StoredKey) -> Bool { kinds.contains(key.kind) && key.bytes.starts(with: prefix) }
    }

    /// From the oldest to the newest, as the runs behind them: the last that has a key is right.
    private var tables: [TableCursor] = []
    private let runs: [Run]
    private var places: [Int]
    private let range: Range
    private let bounds: SeriesBounds
    private var count = SeriesCount()

    /// - Parameter start: Within the range, or before it.
    init(
        _ tables: [Snapshot], _ runs: [Run], from start: StoredKey, in range: Range, keeping bounds: SeriesBounds
    ) throws(StoreError) {
        self.runs = runs
        self.range = range
        self.bounds = bounds
        // Whoever begins in the middle of a bounded series has to know how many stand before.
        let series = bounds[start.kind] > 0 ? Series.beginning(of: start) : nil
        let first = series ?? start
        places = runs.map { $0.lowerBound(first) }
        for table in tables { self.tables.append(try TableCursor(table, from: first)) }
        guard series != nil else { return }
        while let key = try nextKey(), key < start { _ = try take(key) }
    }

    /// The next record, nil at the end.
    package mutating func next() throws(StoreError) -> StoredRecord? {
        while let image = try nextImage() {
            if let record = image.record { return record }
        }
        return nil
    }

    /// The next key with what the newest layer says of it, a deletion as well.
    mutating func nextImage() throws(StoreError) -> RecordImage? {
        guard let key = try nextKey(), range.contains(key) else { return nil }
        switch try take(key) {
        case .run(let image): return image
        case .table(let snapshot, let place): return try snapshot.image(key, at: place)
        }
    }

    /// Goes on at the first record that does not stand before a key.
    mutating func skip(to key: StoredKey) throws(StoreError) {
        for index in tables.indices { try tables[index].skip(to: key) }
        for index in runs.indices where places[index] < runs[index].entries.count {
            if runs[index].entries[places[index]].key < key { places[index] = runs[index].lowerBound(key) }
        }
    }

    /// Where the newest image of a key stands.
    private enum Source {
        case table(Snapshot, place: Int)
        case run(RecordImage)
    }

    /// The least key that is not beyond its bound.
    private mutating func nextKey() throws(StoreError) -> StoredKey? {
        while let key = leastKey() {
            let most = bounds[key.kind]
            guard most > 0, let end = count.end(ofSeriesOf: key, beyond: most) else { return key }
            try skip(to: end)
        }
        return nil
    }

    /// Goes on behind the least key.
    private mutating func take(_ key: StoredKey) throws(StoreError) -> Source {
        var source: Source?
        for index in tables.indices where tables[index].head == key {
            source = .table(tables[index].snapshot, place: tables[index].place)
            try tables[index].step()
        }
        for index in runs.indices where places[index] < runs[index].entries.count {
            let image = runs[index].entries[places[index]]
            guard image.key == key else { continue }
            source = .run(image)
            places[index] += 1
        }
        guard let source else { preconditionFailure("a key was taken that no layer has") }
        if bounds[key.kind] > 0, try !isDeletion(source) { count.add(key) }
        return source
    }

    private func isDeletion(_ source: Source) throws(StoreError) -> Bool {
        switch source {
        case .run(let image): image.value == nil
        case .table(let snapshot, let place): try snapshot.isDeleted(at: place)
        }
    }

    private func leastKey() -> StoredKey? {
        var least: StoredKey?
        for table in tables {
            if let head = table.head, least.map({ head < $0 }) ?? true { least = head }
        }
        for index in runs.indices where places[index] < runs[index].entries.count {
            let key = runs[index].entries[places[index]].key
            if least.map({ key < $0 }) ?? true { least = key }
        }
        return least
    }
}

/// A place in the records of one file.
private struct TableCursor: Sendable {
    let snapshot: Snapshot
    private(set) var place: Int
    /// The key there.
    private(set) var head: StoredKey?

    init(_ snapshot: Snapshot, from start: StoredKey) throws(StoreError) {
        self.snapshot = snapshot
        place = try snapshot.lowerBound(start)
        head = try snapshot.key(at: place)
    }

    mutating func step() throws(StoreError) {
        let last = head
        place += 1
        head = try snapshot.key(at: place)
        // Made by somebody whose checks are right: it must not get as far as a snapshot made from it.
        if let head, let last, head <= last {
            throw .damaged(
                file: snapshot.name, offset: snapshot.index.offset, finding: "its keys do not stand in order")
        }
    }

    mutating func skip(to key: StoredKey) throws(StoreError) {
        guard let head, head < key else { return }
        place = try snapshot.lowerBound(key, from: place + 1)
        self.head = try snapshot.key(at: place)
    }
}
