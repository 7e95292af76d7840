/// Records of some commits, ordered by key, the latest of each: one layer over a snapshot.
final class Run: Sendable {
    let entries: [RecordImage]

    init(ordered entries: [RecordImage]) {
        self.entries = entries
    }

    /// What one commit wrote. Of several writes to one key the last counts.
    convenience init(_ frame: Frame) {
        var images = frame.writes.map { RecordImage(key: $0.key, value: $0.value, revision: frame.revision) }
        if !frame.request.isEmpty {
            let key = StoredKey(StoredKey.request, frame.request)
            var value: [UInt8] = []
            value.append(littleEndian: frame.revision)
            images.append(RecordImage(key: key, value: value, revision: frame.revision))
        }
        // As plans write them; a journal may hold anything.
        let isOrdered = images.indices.dropFirst().allSatisfy { images[$0 - 1].key < images[$0].key }
        if !isOrdered {
            let latest = Dictionary(images.map { ($0.key, $0) }) { $1 }
            images = latest.values.sorted { $0.key < $1.key }
        }
        self.init(ordered: images)
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
