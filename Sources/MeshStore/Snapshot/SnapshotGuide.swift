/// The key of every 128th record, close together: where one record stands is found in a few pages and not all over a file of gigabytes.
///
/// 0 and where each key ends, counted from the first one's begin, then the keys, each with its kind before it.
struct SnapshotGuide: Sendable {
    static let step = 128

    private let section: SnapshotHeader.Section
    private let count: Int

    /// Nil where the section is none for so many records: the guide only saves time.
    init?(_ section: SnapshotHeader.Section, records: UInt64) {
        count = Int((records + UInt64(Self.step) - 1) / UInt64(Self.step))
        guard count > 0, section.length >= 4 * UInt64(count + 1) else { return nil }
        self.section = section
    }

    /// Where a key's place lies: behind the last guide post before it, and not behind the next.
    func range(of key: StoredKey, in snapshot: Snapshot) throws(StoreError) -> Range<Int> {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if try precedes(middle, key, in: snapshot) { low = middle + 1 } else { high = middle }
        }
        return max(0, (low - 1) * Self.step)..<min(snapshot.recordCount, high * Self.step)
    }

    private func precedes(_ post: Int, _ key: StoredKey, in snapshot: Snapshot) throws(StoreError) -> Bool {
        let (start, end) = try snapshot.withBytes(section, 4 * UInt64(post), 8) { bytes in
            (bytes.integer(UInt32.self, at: 0), bytes.integer(UInt32.self, at: 4))
        }
        guard start < end else {
            throw .damaged(file: snapshot.name, offset: section.offset, finding: "a key does not stand in the guide")
        }
        let place = 4 * UInt64(count + 1) + UInt64(start)
        return try snapshot.withBytes(section, place, UInt64(end - start)) { Self.precedes($0, key) }
    }

    private static func precedes(_ post: RawSpan, _ key: StoredKey) -> Bool {
        let kind: UInt8 = post.integer(at: 0)
        if kind != key.kind { return kind < key.kind }
        let length = post.byteCount - 1
        for index in 0..<min(length, key.bytes.count) {
            let byte: UInt8 = post.integer(at: index + 1)
            if byte != key.bytes[index] { return byte < key.bytes[index] }
        }
        return length < key.bytes.count
    }

    /// A guide being written.
    struct Buffer {
        private var ends: [UInt8] = [0, 0, 0, 0]
        private var keys: [UInt8] = []

        mutating func add(_ key: StoredKey, place: UInt64) {
            guard place % UInt64(SnapshotGuide.step) == 0 else { return }
            keys.append(key.kind)
            keys += key.bytes
            ends.append(littleEndian: UInt32(truncatingIfNeeded: keys.count))
        }

        var encoded: [UInt8] { ends + keys }
    }
}
