/// Records of some commits, ordered by key, the latest of each: one layer over a snapshot.
final class Run: Sendable {
    struct Entry: Sendable {
        let key: StoredKey
        /// None where the record was deleted.
        let value: [UInt8]?
        let revision: UInt64
    }

    let entries: [Entry]

    init(ordered entries: [Entry]) {
        self.entries = entries
    }

    /// What one commit wrote. Of several writes to one key the last counts.
    convenience init(_ frame: Frame) {
        var latest: [StoredKey: Entry] = [:]
        for write in frame.writes {
            latest[write.key] = Entry(key: write.key, value: write.value, revision: frame.revision)
        }
        if !frame.request.isEmpty {
            let key = StoredKey(StoredKey.request, frame.request)
            var value: [UInt8] = []
            value.append(littleEndian: frame.revision)
            latest[key] = Entry(key: key, value: value, revision: frame.revision)
        }
        self.init(ordered: latest.values.sorted { $0.key < $1.key })
    }

    /// Both layers as one, `newer` winning.
    convenience init(_ older: Run, _ newer: Run) {
        var merged: [Entry] = []
        merged.reserveCapacity(older.entries.count + newer.entries.count)
        var (i, j) = (0, 0)
        while i < older.entries.count, j < newer.entries.count {
            if older.entries[i].key < newer.entries[j].key {
                merged.append(older.entries[i])
                i += 1
            } else {
                if older.entries[i].key == newer.entries[j].key { i += 1 }
                merged.append(newer.entries[j])
                j += 1
            }
        }
        merged += older.entries[i...]
        merged += newer.entries[j...]
        self.init(ordered: merged)
    }

    /// The first place whose key is not before `key`.
    func lowerBound(_ key: StoredKey) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func entry(_ key: StoredKey) -> Entry? {
        let place = lowerBound(key)
        guard place < entries.count, entries[place].key == key else { return nil }
        return entries[place]
    }
}
