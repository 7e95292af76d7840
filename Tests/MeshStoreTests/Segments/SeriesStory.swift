import MeshStore

/// What the story adds where series are part of it: commit n measures at n, measures again what n - 1 did and, where n is even, takes back
/// what n - 3 did; and somebody reads.
enum SeriesStory {
    static func writes(_ revision: UInt64) -> [StoredWrite] {
        var writes = [
            StoredWrite(point(revision), [UInt8(truncatingIfNeeded: revision)]),
            StoredWrite(access(revision), [UInt8(truncatingIfNeeded: revision)]),
        ]
        if revision > 1 { writes.append(StoredWrite(point(revision - 1), [0])) }
        if revision > 3, revision.isMultiple(of: 2) { writes.append(StoredWrite(point(revision - 3), nil)) }
        return writes
    }

    /// What stands in the series at a revision, in the order of the keys.
    static func records(at revision: UInt64) -> [StoredRecord] {
        var records: [StoredRecord] = []
        for number in (1..<revision + 1).reversed() {
            let isTakenBack = !number.isMultiple(of: 2) && number + 3 <= revision
            guard !isTakenBack else { continue }
            let isNew = number == revision
            records.append(
                StoredRecord(
                    key: point(number), value: [isNew ? UInt8(truncatingIfNeeded: number) : 0],
                    revision: isNew ? number : number + 1))
        }
        for number in (1..<revision + 1).reversed() {
            records.append(
                StoredRecord(key: access(number), value: [UInt8(truncatingIfNeeded: number)], revision: number))
        }
        return records
    }

    static func told(by view: RecordView) throws -> [StoredRecord] { try view.scan(9) + view.scan(10) }

    private static func point(_ number: UInt64) -> StoredKey {
        StoredKey(9, Array("orders\0accuracy\0\(newestFirst(number))".utf8))
    }

    private static func access(_ number: UInt64) -> StoredKey {
        StoredKey(10, Array("orders\0\(newestFirst(number))\0\("0")".utf8))
    }

    /// Sixteen digits, the later before the earlier.
    static func newestFirst(_ number: UInt64) -> String {
        let digits = String(UInt64.max - number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
