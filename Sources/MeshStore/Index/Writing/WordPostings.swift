internal import Glibc
internal import MeshModel

/// Gathers the words of products, row after row, and writes where each stands.
struct WordPostings {
    private var table = ByteTable()
    /// `word << 32 | row`, ascending by row; beside it the impact.
    private var places: [UInt64] = []
    private var impacts: [UInt8] = []
    /// What the words of the present product count so far, by word, and which words those are.
    private var sums: [Int] = []
    private var touched: [Int] = []

    /// Adds the words of one product; `texts` are folded, by number of their field.
    mutating func add(row: Int, _ texts: [String]) {
        for (field, text) in zip(SearchField.allCases, texts) {
            var found: [Int] = []
            let bytes = text.utf8.span
            SearchWords.each(in: bytes) { range in found.append(table.number(bytes.extracting(range))) }
            let each = field.occurrence(in: found.count)
            while sums.count < table.count { sums.append(0) }
            for word in found {
                if sums[word] == 0 { touched.append(word) }
                sums[word] += each
            }
        }
        for word in touched {
            places.append(UInt64(word) << 32 | UInt64(row))
            impacts.append(SearchField.impact(of: sums[word]))
            sums[word] = 0
        }
        touched.removeAll(keepingCapacity: true)
    }

    consuming func append(to writer: inout SnapshotWriter, rows: Int) throws(StoreError) {
        let table = table
        let grouped = Grouped(table, places, impacts)
        // They are hundreds of megabytes in a large mesh, and grouped now.
        (places, impacts) = ([], [])
        var section = PostingSection(rows: rows)
        try writer.begin(ProductIndex.Part.postings, isRequired: false)
        var words: [UInt8] = []
        var texts: [UInt8] = []
        for word in grouped.order {
            let range = grouped.range(word)
            let (offset, form) = try section.append(grouped, range, to: &writer)
            IndexWords.Entry(
                offset: offset, text: UInt32(texts.count), textLength: UInt16(table.length(word)), form: form,
                holding: UInt32(range.count), sum: UInt32(range.count)
            ).encode(to: &words)
            texts += table[word]
            guard texts.count <= Int(UInt32.max) else {
                throw .failed(file: ProductIndex.Part.texts, code: EFBIG)
            }
        }
        var prefixes = PrefixPostings(grouped, table, rows: rows)
        try prefixes.append(&section, to: &writer)
        try writer.begin(ProductIndex.Part.words, isRequired: false)
        try writer.append(words)
        try writer.begin(ProductIndex.Part.prefixes, isRequired: false)
        try writer.append(prefixes.entries)
        try writer.begin(ProductIndex.Part.texts, isRequired: false)
        try writer.append(texts)
    }

    /// Postings by word, each word's by row.
    struct Grouped {
        fileprivate(set) var rows: [UInt32]
        fileprivate(set) var impacts: [UInt8]
        private var starts: [Int]
        /// Words in byte order.
        let order: [Int]

        fileprivate init(_ table: ByteTable, _ places: [UInt64], _ impacts: [UInt8]) {
            starts = [Int](repeating: 0, count: table.count + 1)
            for place in places { starts[Int(place >> 32) + 1] += 1 }
            for word in 0..<table.count { starts[word + 1] += starts[word] }
            rows = [UInt32](repeating: 0, count: places.count)
            self.impacts = [UInt8](repeating: 0, count: places.count)
            var next = starts
            for index in places.indices {
                let word = Int(places[index] >> 32)
                rows[next[word]] = UInt32(truncatingIfNeeded: places[index])
                self.impacts[next[word]] = impacts[index]
                next[word] += 1
            }
            order = table.sorted()
        }

        func range(_ word: Int) -> Range<Int> { starts[word]..<starts[word + 1] }
    }
}

/// The section of postings as it grows.
struct PostingSection {
    let rows: Int
    private(set) var offset: UInt64 = 0

    init(rows: Int) { self.rows = rows }

    mutating func append(
        _ grouped: borrowing WordPostings.Grouped, _ range: Range<Int>, to writer: inout SnapshotWriter
    ) throws(StoreError) -> (offset: UInt64, form: UInt16) {
        if isDense(range.count) {
            var bytes = [UInt8](repeating: 0, count: rows)
            for index in range { bytes[Int(grouped.rows[index])] = grouped.impacts[index] }
            return try append(bytes, .dense, to: &writer)
        }
        var list = SparseList(count: range.count)
        for index in range { list.append(grouped.rows[index], grouped.impacts[index]) }
        return try append(list.encoded, .sparse, to: &writer)
    }

    /// Whether a list is written as a byte for each row.
    func isDense(_ holding: Int) -> Bool { 4 * holding > rows }

    mutating func append(
        _ bytes: [UInt8], _ form: PostingList.Form, to writer: inout SnapshotWriter
    ) throws(StoreError) -> (offset: UInt64, form: UInt16) {
        try writer.append(bytes)
        defer { offset += UInt64(bytes.count) }
        return (offset, form.rawValue)
    }
}

/// One list of postings being written row after row.
struct SparseList {
    private var heads: [UInt8] = []
    private var bytes: [UInt8] = []
    private let hasHeads: Bool
    private var written = 0
    private var last: UInt32 = 0

    init(count: Int) { hasHeads = count > PostingList.block }

    mutating func append(_ row: UInt32, _ impact: UInt8) {
        if hasHeads, written % PostingList.block == 0 {
            heads.append(littleEndian: row)
            heads.append(littleEndian: UInt32(bytes.count))
            last = row
        }
        var distance = row - last
        while distance >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: distance) | 0x80)
            distance >>= 7
        }
        bytes.append(UInt8(distance))
        bytes.append(impact)
        last = row
        written += 1
    }

    var encoded: [UInt8] { heads + bytes }
}

extension IndexWords.Entry {
    func encode(to bytes: inout [UInt8]) {
        bytes.append(littleEndian: offset)
        bytes.append(littleEndian: text)
        bytes.append(littleEndian: textLength)
        bytes.append(littleEndian: form)
        bytes.append(littleEndian: holding)
        bytes.append(littleEndian: sum)
    }
}
