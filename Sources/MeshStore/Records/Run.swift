/// Records of some commits, ordered by key, the latest of each: one layer over a snapshot.
final class Run: Sendable {
    let entries: [RecordImage]

    init(ordered entries: [RecordImage]) {
        self.entries = entries
    }

    /// What one commit wrote. Of several writes to one key the last counts.
    convenience init(_ frame: Frame) {
        var latest: [StoredKey: RecordImage] = [:]
        for write in frame.writes {
            latest[write.key] = RecordImage(key: write.key, value: write.value, revision: frame.revision)
        }
        if !frame.request.isEmpty {
            let key = StoredKey(StoredKey.request, frame.request)
            var value: [UInt8] = []
            value.append(littleEndian: frame.revision)
            latest[key] = RecordImage(key: key, value: value, revision: frame.revision)
        }
        self.init(ordered: latest.values.sorted { $0.key < $1.key })
    }

    /// Both layers as one, `newer` winning.
    convenience init(_ older: Run, _ newer: Run) {
        var merged: [RecordImage] = []
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

    func places(of kinds: ClosedRange<UInt8>) -> Range<Int> {
        lowerBound(StoredKey(kinds.lowerBound, []))..<lowerBound(StoredKey(kinds.upperBound + 1, []))
    }

    func entry(_ key: StoredKey) -> RecordImage? {
        let place = lowerBound(key)
        guard place < entries.count, entries[place].key == key else { return nil }
        return entries[place]
    }
}
