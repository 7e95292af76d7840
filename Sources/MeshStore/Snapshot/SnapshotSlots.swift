/// Where a key stands, found by its digest: a power of two of numbers, each one more than a place, 0 where none stands.
struct SnapshotSlots: Sendable {
    private let section: SnapshotHeader.Section
    private let mask: UInt64
    private let records: UInt64

    /// Nil where the section is none for so many records: the slots only save time.
    init?(_ section: SnapshotHeader.Section, records: UInt64) {
        let count = Self.count(records)
        guard section.length == 4 * count else { return nil }
        self.section = section
        self.records = records
        mask = count - 1
    }

    /// At most four of five slots are taken.
    private static func count(_ records: UInt64) -> UInt64 {
        var count: UInt64 = 16
        while count * 4 < records * 5 { count *= 2 }
        return count
    }

    private static func digest(_ key: StoredKey) -> UInt64 {
        xxh64(key.bytes, 0..<key.bytes.count, seed: UInt64(key.kind))
    }

    /// The places that a key may stand at, the likeliest first, until the body knows.
    func find(
        _ key: StoredKey, in snapshot: Snapshot, _ isThere: (Int) throws(StoreError) -> Bool
    ) throws(StoreError) -> Int? {
        var slot = Self.digest(key) & mask
        for _ in 0...mask {
            let place = try snapshot.withBytes(section, 4 * slot, 4) { $0.integer(UInt32.self, at: 0) }
            guard place > 0 else { return nil }
            guard UInt64(place) <= records else {
                throw .damaged(file: snapshot.name, offset: section.offset + 4 * slot, finding: "a slot has no record")
            }
            if try isThere(Int(place) - 1) { return Int(place) - 1 }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Slots being filled.
    struct Buffer {
        private var digests: [UInt64] = []

        mutating func add(_ key: StoredKey) { digests.append(SnapshotSlots.digest(key)) }

        var slots: [UInt32] {
            let mask = SnapshotSlots.count(UInt64(digests.count)) - 1
            var slots = [UInt32](repeating: 0, count: Int(mask) + 1)
            for (place, digest) in digests.enumerated() {
                var slot = digest & mask
                while slots[Int(slot)] != 0 { slot = (slot + 1) & mask }
                slots[Int(slot)] = UInt32(place + 1)
            }
            return slots
        }
    }
}
