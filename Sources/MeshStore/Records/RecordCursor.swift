/// A place in the ordered records of one view; each step is the next record.
package struct RecordCursor: Sendable {
    private let snapshot: Snapshot?
    /// Next place in the snapshot, and the key there.
    private var place: Int
    private var head: StoredKey?
    private let runs: [Run]
    private var places: [Int]
    private let bounds: (kind: UInt8, prefix: [UInt8])?

    init(
        _ snapshot: Snapshot?, _ runs: [Run], from start: StoredKey, within bounds: (UInt8, [UInt8])?
    ) throws(StoreError) {
        self.snapshot = snapshot
        self.runs = runs
        self.bounds = bounds
        places = runs.map { $0.lowerBound(start) }
        place = try snapshot?.lowerBound(start) ?? 0
        head = try snapshot?.key(at: place)
    }

    /// The next record, nil at the end.
    package mutating func next() throws(StoreError) -> StoredRecord? {
        while let key = leastKey(), isWithin(key) {
            var latest: Run.Entry?
            for index in runs.indices where places[index] < runs[index].entries.count {
                let entry = runs[index].entries[places[index]]
                guard entry.key == key else { continue }
                // Runs stand from the oldest to the newest: the last one that has it is right.
                latest = entry
                places[index] += 1
            }
            var record: StoredRecord?
            if let snapshot, head == key {
                if latest == nil { record = try snapshot.record(at: place) }
                place += 1
                head = try snapshot.key(at: place)
                // Made by somebody whose checks are right: it must not get as far as a snapshot made from it.
                if let head, head <= key {
                    throw .damaged(
                        file: snapshot.name, offset: snapshot.index.offset, finding: "its keys do not stand in order")
                }
            }
            if let latest {
                record = latest.value.map { StoredRecord(key: key, value: $0, revision: latest.revision) }
            }
            if let record { return record }
        }
        return nil
    }

    private func leastKey() -> StoredKey? {
        var least = head
        for index in runs.indices where places[index] < runs[index].entries.count {
            let key = runs[index].entries[places[index]].key
            if least.map({ key < $0 }) ?? true { least = key }
        }
        return least
    }

    private func isWithin(_ key: StoredKey) -> Bool {
        guard let bounds else { return true }
        return key.kind == bounds.kind && key.bytes.starts(with: bounds.prefix)
    }
}
