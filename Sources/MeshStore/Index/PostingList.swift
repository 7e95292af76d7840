/// The rows that have a word, and what it counts in each: written row after row, or where it is in every fourth, as a byte for each row.
struct PostingList: Sendable {
    struct Posting: Sendable {
        var row: UInt32
        /// Never 0.
        var impact: UInt8
    }

    enum Form: UInt16 {
        /// Blocks of 256: `first row u32, offset u32` for each where there are several, then for each posting the distance from the row
        /// before (in a block's first from that block's first row, in a lone block from 0) as a varint, and a byte of impact.
        case sparse
        /// A byte of impact for each row; 0: the word is not there.
        case dense
    }

    static let block = 256

    let section: Snapshot.Section
    let offset: Int
    let form: Form
    /// Postings.
    let holding: Int
    /// Rows of the index.
    let rows: Int

    /// Calls the body with the postings that lie in a range of rows.
    @inline(__always)
    func forEach(in range: Range<Int>, _ body: (_ row: Int, _ impact: UInt8) -> Void) throws(StoreError) {
        switch form {
        case .dense:
            try section.withBytes(offset + range.lowerBound..<offset + range.upperBound) { bytes in
                let impacts = unsafe bytes._unsafeView(as: UInt8.self)
                for index in impacts.indices where impacts[index] != 0 {
                    body(range.lowerBound + index, impacts[index])
                }
            }
        case .sparse: try forEachSparse(in: range, body)
        }
    }

    @inline(__always)
    private func forEachSparse(
        in range: Range<Int>, _ body: (_ row: Int, _ impact: UInt8) -> Void
    ) throws(StoreError) {
        let blocks = (holding + Self.block - 1) / Self.block
        let table = blocks > 1 ? 8 * blocks : 0
        guard blocks > 0, offset + table <= section.count else {
            if blocks > 0 { throw misplaced }
            return
        }
        try section.withBytes(offset..<offset + table) { (heads) throws(StoreError) in
            // The last block that begins at or before the range.
            var block = 0
            if blocks > 1 {
                var high = blocks
                while high - block > 1 {
                    let middle = (block + high) / 2
                    if heads.integer(UInt32.self, at: 8 * middle) <= UInt32(range.lowerBound) {
                        block = middle
                    } else {
                        high = middle
                    }
                }
            }
            while block < blocks {
                let first = blocks > 1 ? Int(heads.integer(UInt32.self, at: 8 * block)) : 0
                guard first < range.upperBound else { return }
                let start = blocks > 1 ? Int(heads.integer(UInt32.self, at: 8 * block + 4)) : 0
                let postings = min(Self.block, holding - block * Self.block)
                // A block has no stated end: at most six bytes a posting.
                let from = offset + table + start
                let to = min(section.count, from + 6 * postings)
                guard from <= to else { throw misplaced }
                let isWhole = try section.withBytes(from..<to) { bytes in
                    read(bytes, postings: postings, first: first, range, body)
                }
                guard isWhole else { throw misplaced }
                block += 1
            }
        }
    }

    /// - Returns: Whether what was read is sound.
    @inline(__always)
    private func read(
        _ bytes: RawSpan, postings: Int, first: Int, _ range: Range<Int>, _ body: (_ row: Int, _ impact: UInt8) -> Void
    ) -> Bool {
        let bytes = unsafe bytes._unsafeView(as: UInt8.self)
        var at = 0
        var row = first
        for _ in 0..<postings {
            var distance = 0
            var shift = 0
            while true {
                guard at < bytes.count, shift <= 28 else { return false }
                let byte = bytes[at]
                at += 1
                distance |= Int(byte & 0x7f) << shift
                if byte < 0x80 { break }
                shift += 7
            }
            guard at < bytes.count else { return false }
            row += distance
            guard row < rows else { return false }
            if row >= range.upperBound { return true }
            if row >= range.lowerBound { body(row, max(1, bytes[at])) }
            at += 1
        }
        return true
    }

    private var misplaced: StoreError { section.damage(at: offset, "the rows of a word do not stand in it") }
}
