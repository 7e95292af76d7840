/// Every record at one revision in one immutable file, mapped read-only.
///
/// Header and tables are checked when it is opened, a block of 4 KiB when it is first touched: opening costs the same
/// for ten records as for ten million.
package final class Snapshot: Sendable {
    let header: SnapshotHeader
    /// At the end of the header, which holds that of the table of checks: what it is of every byte.
    let check: UInt64
    /// With its path, for sentences.
    let name: String
    private let mapping: Mapping
    private let checked: CheckedBlocks
    let index: SnapshotHeader.Section
    let keys: SnapshotHeader.Section
    let values: SnapshotHeader.Section
    let guide: SnapshotGuide?
    let slots: SnapshotSlots?

    static func name(_ number: UInt64) -> String { "snapshot-\(number)" }

    /// Names of the sections the records stand in.
    enum Part {
        static let index = "record.index"
        static let keys = "record.keys"
        static let values = "record.values"
        /// Not required: where to begin to look for a key.
        static let guide = "record.guide"
        /// Not required: where a key stands, by its digest.
        static let slots = "record.slots"
        /// Where the series stand; without it, among the records.
        static let segments = "record.segments"
        /// Not required: SHA-256 of the frame of the snapshot's revision.
        static let seal = "chain.seal"
    }

    /// Opens the file of that name; `known` are the names of further sections the caller can read.
    init(_ disk: any Disk, _ shortName: String, known: Set<String>) throws(StoreError) {
        let name = disk.file(shortName)
        let file = try on(name) { () throws(DiskError) in try disk.open(shortName, writing: false) }
        let size = try on(name) { () throws(DiskError) in try file.status() }.length
        let page = try on(name) { () throws(DiskError) in try file.readWhole(Int(SnapshotHeader.page), at: 0) }
        let header = try SnapshotHeader(page, file: name)
        guard size == header.fileSize else {
            throw .damaged(file: name, offset: size, finding: "it should be \(header.fileSize) bytes long")
        }
        let mapping = try on(name) { () throws(DiskError) in try file.map(Int(header.fileSize)) }
        mapping.expect(.anywhere)
        mapping.fetch(Int(header.table)..<Int(header.fileSize))
        let table = mapping.withBytes(Int(header.table)..<Int(header.fileSize)) { xxh64($0) }
        guard table == header.tableCheck else {
            throw .damaged(file: name, offset: header.table, finding: "the table of checks does not agree with its own")
        }
        let parts = [Part.index, Part.keys, Part.values, Part.segments]
        for section in header.sections
        where section.isRequired && !parts.contains(section.name) && !known.contains(section.name) {
            throw .newer(file: name, finding: "unknown section \(section.name)")
        }
        func part(_ part: String) throws(StoreError) -> SnapshotHeader.Section {
            guard let section = header.sections.first(where: { $0.name == part }) else {
                throw .damaged(file: name, offset: 104, finding: "section \(part) is missing")
            }
            return section
        }
        index = try part(Part.index)
        keys = try part(Part.keys)
        values = try part(Part.values)
        guard index.length % IndexEntry.size == 0, index.length / IndexEntry.size == header.recordCount else {
            throw .damaged(file: name, offset: 88, finding: "its index is not of \(header.recordCount) records")
        }
        guide = header.sections.first { $0.name == Part.guide }.flatMap {
            SnapshotGuide($0, records: header.recordCount)
        }
        slots = header.sections.first { $0.name == Part.slots }.flatMap {
            SnapshotSlots($0, records: header.recordCount)
        }
        self.header = header
        check = page.integer(at: Int(SnapshotHeader.page) - 8)
        self.name = name
        checked = CheckedBlocks(blocks: Int(header.blockCount))
        self.mapping = mapping
    }

    /// The section of that name, nil where this snapshot has none.
    package func section(_ name: String) -> Section? {
        header.sections.first { $0.name == name }.map { Section(self, $0) }
    }

    /// Lends bytes of a section, checking the blocks they stand in if nobody has yet.
    func withBytes<Value>(
        _ section: SnapshotHeader.Section, _ offset: UInt64, _ count: UInt64,
        _ body: (RawSpan) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        guard offset <= section.length, count <= section.length - offset else {
            throw .damaged(
                file: name, offset: section.offset, finding: "\(section.name) is too short for what points into it")
        }
        let start = Int(section.offset + offset)
        let range = start..<start + Int(count)
        try checkBlocks(range)
        return try mapping.withBytes(range, body)
    }

    /// All of it will be read, from the begin.
    func expectEverything() { mapping.expect(.inOrder) }

    /// Checks every block: what the writer does before the file gets its name.
    func checkEverything() throws(StoreError) {
        expectEverything()
        try checkBlocks(Int(SnapshotHeader.page)..<Int(header.table))
    }

    /// What is longer is asked of the disk at once.
    private static let stretch = 1 << 16

    private func checkBlocks(_ range: Range<Int>) throws(StoreError) {
        guard !range.isEmpty else { return }
        let page = Int(SnapshotHeader.page)
        let size = Int(header.block)
        var isFetched = false
        for block in (range.lowerBound - page) / size...(range.upperBound - 1 - page) / size {
            if checked.contains(block) { continue }
            let start = page + block * size
            if range.count > Self.stretch, !isFetched {
                mapping.fetch(start..<range.upperBound)
                isFetched = true
            }
            let end = min(start + size, Int(header.table))
            let entry = Int(header.table) + 8 * block
            let expected = mapping.withBytes(entry..<entry + 8) { $0.integer(UInt64.self, at: 0) }
            guard mapping.withBytes(start..<end, { xxh64($0) }) == expected else {
                throw .damaged(file: name, offset: UInt64(start), finding: "a block does not agree with its check")
            }
            checked.insert(block)
        }
    }

    /// A stretch of a snapshot with a name and a meaning of its own.
    package struct Section: Sendable {
        private let snapshot: Snapshot
        private let place: SnapshotHeader.Section

        fileprivate init(_ snapshot: Snapshot, _ place: SnapshotHeader.Section) {
            self.snapshot = snapshot
            self.place = place
        }

        package var count: Int { Int(place.length) }

        /// Lends bytes of this section; throws where it is shorter or damaged.
        package func withBytes<Value>(
            _ range: Range<Int>, _ body: (RawSpan) throws(StoreError) -> Value
        ) throws(StoreError) -> Value {
            try snapshot.withBytes(place, UInt64(range.lowerBound), UInt64(range.count), body)
        }

        func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
            try withBytes(range) { span in unsafe span.withUnsafeBytes { unsafe [UInt8]($0) } }
        }

        /// Where this section is found damaged by its reader.
        package func damage(at offset: Int, _ finding: String) -> StoreError {
            .damaged(file: snapshot.name, offset: place.offset + UInt64(max(0, offset)), finding: finding)
        }
    }
}
