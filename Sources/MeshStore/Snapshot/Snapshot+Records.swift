/// Where the index of a snapshot says that a record stands.
struct IndexEntry: Equatable, Sendable {
    var keyOffset: UInt64
    var valueOffset: UInt64
    var revision: UInt64
    var valueLength: UInt32
    var keyLength: UInt16
    var kind: UInt8
    /// Only in a segment: the record was deleted.
    var isDeleted = false

    static let size: UInt64 = 32

    func encode(to bytes: inout [UInt8]) {
        bytes.append(littleEndian: keyOffset)
        bytes.append(littleEndian: valueOffset)
        bytes.append(littleEndian: revision)
        bytes.append(littleEndian: valueLength)
        bytes.append(littleEndian: keyLength)
        bytes.append(kind)
        bytes.append(isDeleted ? 1 : 0)
    }
}

extension IndexEntry {
    init(_ bytes: RawSpan) {
        self.init(
            keyOffset: bytes.integer(at: 0), valueOffset: bytes.integer(at: 8), revision: bytes.integer(at: 16),
            valueLength: bytes.integer(at: 24), keyLength: bytes.integer(at: 28), kind: bytes.integer(at: 30),
            isDeleted: bytes.integer(UInt8.self, at: 31) & 1 == 1)
    }
}

extension Snapshot {
    var recordCount: Int { Int(header.recordCount) }

    /// The first place whose key is not before `key`.
    func lowerBound(_ key: StoredKey) throws(StoreError) -> Int {
        let range = try guide?.range(of: key, in: self) ?? 0..<recordCount
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if try precedes(middle, key) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The same from a place on, sought in growing steps: what stands near costs little.
    func lowerBound(_ key: StoredKey, from start: Int) throws(StoreError) -> Int {
        var (low, step) = (start, 1)
        while low + step <= recordCount, try precedes(low + step - 1, key) {
            low += step
            step *= 2
        }
        var high = min(low + step - 1, recordCount)
        while low < high {
            let middle = (low + high) / 2
            if try precedes(middle, key) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The place of a key, nil where it has none.
    func place(of key: StoredKey) throws(StoreError) -> Int? {
        if let slots {
            return try slots.find(key, in: self) { (place) throws(StoreError) in try holds(key, at: place) }
        }
        let place = try lowerBound(key)
        guard place < recordCount, try holds(key, at: place) else { return nil }
        return place
    }

    func image(_ key: StoredKey) throws(StoreError) -> RecordImage? {
        guard let place = try place(of: key) else { return nil }
        return try image(key, at: place)
    }

    /// What stands at a place, whose key is known.
    func image(_ key: StoredKey, at place: Int) throws(StoreError) -> RecordImage {
        let entry = try entry(place)
        return RecordImage(key: key, value: entry.isDeleted ? nil : try value(entry), revision: entry.revision)
    }

    func isDeleted(at place: Int) throws(StoreError) -> Bool { try entry(place).isDeleted }

    /// The key at a place of the order, nil behind the last.
    func key(at place: Int) throws(StoreError) -> StoredKey? {
        guard place < recordCount else { return nil }
        return try key(entry(place))
    }

    private func value(_ entry: IndexEntry) throws(StoreError) -> [UInt8] {
        try withBytes(values, entry.valueOffset, UInt64(entry.valueLength)) { $0.copy(0..<$0.byteCount) }
    }

    private func holds(_ key: StoredKey, at place: Int) throws(StoreError) -> Bool {
        let entry = try entry(place)
        guard entry.kind == key.kind, Int(entry.keyLength) == key.bytes.count else { return false }
        return try withBytes(keys, entry.keyOffset, UInt64(entry.keyLength)) { bytes in
            for index in key.bytes.indices where bytes.integer(UInt8.self, at: index) != key.bytes[index] {
                return false
            }
            return true
        }
    }

    private func entry(_ place: Int) throws(StoreError) -> IndexEntry {
        try withBytes(index, UInt64(place) * IndexEntry.size, IndexEntry.size) { IndexEntry($0) }
    }

    private func key(_ entry: IndexEntry) throws(StoreError) -> StoredKey {
        try withBytes(keys, entry.keyOffset, UInt64(entry.keyLength)) { bytes in
            StoredKey(entry.kind, bytes.copy(0..<bytes.byteCount))
        }
    }

    /// Whether the key at `place` stands before `key`; compares in place, for a search copies nothing.
    private func precedes(_ place: Int, _ key: StoredKey) throws(StoreError) -> Bool {
        let entry = try entry(place)
        if entry.kind != key.kind { return entry.kind < key.kind }
        return try withBytes(keys, entry.keyOffset, UInt64(entry.keyLength)) { bytes in
            for index in 0..<min(bytes.byteCount, key.bytes.count) {
                let byte: UInt8 = bytes.integer(at: index)
                if byte != key.bytes[index] { return byte < key.bytes[index] }
            }
            return bytes.byteCount < key.bytes.count
        }
    }
}
