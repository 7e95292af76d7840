internal import MeshModel

/// Puts together the rows of words that begin alike, where they are too many to be put together at every keystroke.
struct PrefixPostings {
    private let grouped: WordPostings.Grouped
    private let table: ByteTable
    private let rows: Int
    private(set) var entries: [UInt8] = []
    /// The best impact of each row among the words put together; zero between two of them.
    private var best: [UInt8]
    private var touched: [UInt32] = []
    /// Where the text of each word, by its place in the order, stands.
    private var texts: [UInt32] = []

    init(_ grouped: consuming WordPostings.Grouped, _ table: ByteTable, rows: Int) {
        self.grouped = grouped
        self.table = table
        self.rows = rows
        best = [UInt8](repeating: 0, count: rows)
    }

    mutating func append(_ section: inout PostingSection, to writer: inout SnapshotWriter) throws(StoreError) {
        var place: UInt32 = 0
        for word in grouped.order {
            texts.append(place)
            place += UInt32(table.length(word))
        }
        try append(0..<grouped.order.count, depth: 0, twin: nil, &section, to: &writer)
    }

    /// Where a list stands that another beginning of the same words may use as well.
    private struct Written {
        var offset: UInt64
        var form: UInt16
        var holding: UInt32
    }

    /// Words that share so many first bytes.
    private mutating func append(
        _ words: Range<Int>, depth: Int, twin: Written?, _ section: inout PostingSection,
        to writer: inout SnapshotWriter
    ) throws(StoreError) {
        var sum = 0
        for place in words { sum += grouped.range(grouped.order[place]).count }
        guard words.count > 1, sum > IndexWords.mostMerged else { return }
        let hasExact = table.length(grouped.order[words.lowerBound]) == depth
        var written: Written?
        if depth > 0 {
            let list: Written
            if let twin, !hasExact { list = twin } else { list = try write(words, depth: depth, &section, to: &writer) }
            IndexWords.Entry(
                offset: list.offset, text: texts[words.lowerBound], textLength: UInt16(depth), form: list.form,
                holding: list.holding, sum: UInt32(clamping: sum)
            ).encode(to: &entries)
            written = hasExact ? nil : list
        }
        var start = hasExact ? words.lowerBound + 1 : words.lowerBound
        while start < words.upperBound {
            let byte = self.byte(start, depth)
            var end = start + 1
            while end < words.upperBound, self.byte(end, depth) == byte { end += 1 }
            try append(
                start..<end, depth: depth + 1, twin: start..<end == words ? written : nil, &section, to: &writer)
            start = end
        }
    }

    private func byte(_ place: Int, _ depth: Int) -> UInt8 {
        let text = table[grouped.order[place]]
        return text[text.startIndex + depth]
    }

    private mutating func write(
        _ words: Range<Int>, depth: Int, _ section: inout PostingSection, to writer: inout SnapshotWriter
    ) throws(StoreError) -> Written {
        for place in words {
            let word = grouped.order[place]
            let isWhole = table.length(word) == depth
            for index in grouped.range(word) {
                let row = grouped.rows[index]
                if best[Int(row)] == 0 { touched.append(row) }
                best[Int(row)] = max(
                    best[Int(row)], RankedQuery.effective(grouped.impacts[index], isWhole: isWhole))
            }
        }
        let holding = touched.count
        let list: (offset: UInt64, form: UInt16)
        if section.isDense(holding) {
            list = try section.append(best, .dense, to: &writer)
        } else {
            touched.sort()
            var sparse = SparseList(count: holding)
            for row in touched { sparse.append(row, best[Int(row)]) }
            list = try section.append(sparse.encoded, .sparse, to: &writer)
        }
        for row in touched { best[Int(row)] = 0 }
        touched.removeAll(keepingCapacity: true)
        return Written(offset: list.offset, form: list.form, holding: UInt32(holding))
    }
}
