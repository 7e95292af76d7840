/// A snapshot being written: sections one after another, then the table of checks, then the header.
///
/// Nothing is held in memory but a few blocks: a section of any size may be streamed.
package struct SnapshotWriter: ~Copyable {
    private let file: any DiskFile
    private let name: String
    /// Whole blocks until the last, written together.
    private var pending: [UInt8] = []
    /// Where `pending` goes.
    private var pendingOffset = SnapshotHeader.page
    private var checks: [UInt8] = []
    private var sections: [SnapshotHeader.Section] = []

    init(_ file: any DiskFile, _ name: String) {
        self.file = file
        self.name = name
        pending.reserveCapacity(Self.stretch)
    }

    private static let stretch = 16 * Int(SnapshotHeader.block)

    private var place: UInt64 { pendingOffset + UInt64(pending.count) }

    /// Begins a section; what is appended from now on stands in it.
    package mutating func begin(_ section: String, isRequired: Bool) throws(StoreError) {
        precondition(!sections.contains { $0.name == section })
        try endSection()
        sections.append(.init(name: section, isRequired: isRequired, offset: place, length: 0))
    }

    package mutating func append(_ bytes: [UInt8]) throws(StoreError) {
        var taken = 0
        while taken < bytes.count {
            let count = min(bytes.count - taken, Self.stretch - pending.count)
            pending += bytes[taken..<taken + count]
            taken += count
            if pending.count == Self.stretch { try writePending() }
        }
    }

    /// Numbers least byte first, as many at a time as are written together.
    mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(numbers: [Number]) throws(StoreError) {
        let step = Self.stretch / MemoryLayout<Number>.size
        for start in stride(from: 0, to: numbers.count, by: step) {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(Self.stretch)
            for number in numbers[start..<min(numbers.count, start + step)] { bytes.append(littleEndian: number) }
            try append(bytes)
        }
    }

    /// Bytes of the section so far: where the next ones will stand in it.
    package var offset: UInt64 { place - (sections.last?.offset ?? place) }

    private mutating func endSection() throws(StoreError) {
        if let last = sections.indices.last { sections[last].length = offset }
        let rest = Int(place % SnapshotHeader.page)
        if rest > 0 { try append([UInt8](repeating: 0, count: Int(SnapshotHeader.page) - rest)) }
    }

    private mutating func writePending() throws(StoreError) {
        let (bytes, offset) = (pending, pendingOffset)
        try on(name) { () throws(DiskError) in try file.writeWhole(bytes, at: offset) }
        let block = Int(SnapshotHeader.block)
        for start in stride(from: 0, to: bytes.count, by: block) {
            checks.append(littleEndian: xxh64(bytes, start..<min(start + block, bytes.count)))
        }
        pendingOffset += UInt64(bytes.count)
        pending.removeAll(keepingCapacity: true)
    }

    /// Writes what is missing and makes the file durable. The header comes last: a file without one is none.
    consuming func finish(mesh: [UInt8], number: UInt64, of view: RecordView, recordCount: UInt64) throws(StoreError) {
        try endSection()
        if !pending.isEmpty { try writePending() }
        let (table, checks) = (pendingOffset, self.checks)
        let header = SnapshotHeader(
            mesh: mesh, number: number, revision: view.revision, chain: view.chain, time: view.time,
            fileSize: table + UInt64(checks.count), table: table, tableCheck: xxh64(checks, 0..<checks.count),
            recordCount: recordCount, sections: sections)
        let file = self.file
        try on(name) { () throws(DiskError) in
            try file.writeWhole(checks, at: table)
            try file.writeWhole(header.encoded, at: 0)
            try file.synchronize()
        }
    }
}

extension SnapshotWriter {
    /// Writes records as they come. What says where they stand is held until all are written: some 60 bytes for each.
    mutating func append(_ records: consuming some RecordStream) throws(StoreError) -> UInt64 {
        var records = records
        return try append { () throws(StoreError) in
            try records.next().map { RecordImage(key: $0.key, value: $0.value, revision: $0.revision) }
        }
    }

    /// The same of what a segment holds, deletions as well.
    mutating func append(_ next: () throws(StoreError) -> RecordImage?) throws(StoreError) -> UInt64 {
        var count: UInt64 = 0
        var (index, keys): ([UInt8], [UInt8]) = ([], [])
        var guide = SnapshotGuide.Buffer()
        var slots = SnapshotSlots.Buffer()
        var last: StoredKey?
        try begin(Snapshot.Part.values, isRequired: true)
        while let record = try next() {
            let value = record.value ?? []
            if let last { precondition(last < record.key, "records of a snapshot stand in order") }
            last = record.key
            IndexEntry(
                keyOffset: UInt64(keys.count), valueOffset: offset, revision: record.revision,
                valueLength: UInt32(value.count), keyLength: UInt16(record.key.bytes.count),
                kind: record.key.kind, isDeleted: record.value == nil
            ).encode(to: &index)
            keys += record.key.bytes
            guide.add(record.key, place: count)
            slots.add(record.key)
            try append(value)
            count += 1
        }
        try begin(Snapshot.Part.index, isRequired: true)
        try append(index)
        try begin(Snapshot.Part.keys, isRequired: true)
        try append(keys)
        try begin(Snapshot.Part.guide, isRequired: false)
        try append(guide.encoded)
        try begin(Snapshot.Part.slots, isRequired: false)
        try append(numbers: slots.slots)
        return count
    }
}

/// Records in the order of their keys, one after another.
package protocol RecordStream {
    mutating func next() throws(StoreError) -> StoredRecord?
}

/// The records of a view that are kept: all but the answers to requests nobody will repeat any more.
struct KeptRecords: RecordStream {
    private var cursors: [RecordCursor]
    private let revision: UInt64

    /// Requests older than so many revisions are forgotten.
    static let requestsKept: UInt64 = 65536

    /// One walk after another, each over other kinds.
    init(_ cursors: [RecordCursor], revision: UInt64) {
        self.cursors = cursors.reversed()
        self.revision = revision
    }

    package mutating func next() throws(StoreError) -> StoredRecord? {
        while !cursors.isEmpty {
            guard let record = try cursors[cursors.count - 1].next() else {
                cursors.removeLast()
                continue
            }
            if record.key.kind == StoredKey.request,
                revision - min(revision, record.revision) > KeptRecords.requestsKept
            {
                continue
            }
            return record
        }
        return nil
    }
}

extension RecordView {
    /// Records ordered by kind and key, the store's own included.
    ///
    /// - Parameter series: Whether those of series are among them: what a segment holds need not stand in a snapshot.
    func keptRecords(series: Bool) throws(StoreError) -> KeptRecords {
        snapshot?.expectEverything()
        let kinds = Series.kinds
        var ranges = [0...kinds.lowerBound - 1, kinds.upperBound + 1...UInt8.max]
        if series { ranges.insert(kinds, at: 1) }
        var cursors: [RecordCursor] = []
        for kinds in ranges {
            cursors.append(try cursor(from: StoredKey(kinds.lowerBound, []), in: .init(kinds: kinds)))
        }
        return KeptRecords(cursors, revision: revision)
    }
}
