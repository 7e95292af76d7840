internal import MeshModel

/// The products of a snapshot as columns, in id order: what searches, orders and counts look at instead of records.
///
/// Sections are described in FORMAT.md. A snapshot without them is a snapshot without this index: its products are then read as records.
struct ProductIndex: Sendable {
    enum Part {
        static let rows = "product.rows"
        static let texts = "product.texts"
        static let dictionary = "product.dictionary"
        static let tags = "product.tags"
        static let ranks = "product.ranks"
        static let feeds = "product.feeds"

        static let all: Set<String> = [rows, texts, dictionary, tags, ranks, feeds]
    }

    /// The orders that have a column of ranks, in the order of the section.
    static let ranked: [ProductOrder.Key] = ProductOrder.Key.allCases.filter { $0 != .relevance }

    /// Products.
    let count: Int
    /// Words of the dictionary.
    let wordCount: Int
    let rows: Snapshot.Section
    let texts: Snapshot.Section
    let dictionary: Snapshot.Section
    let tags: Snapshot.Section
    let ranks: Snapshot.Section
    let feeds: Snapshot.Section

    /// Nil where the snapshot has no index.
    init?(_ snapshot: Snapshot) throws(StoreError) {
        guard let rows = snapshot.section(Part.rows), let texts = snapshot.section(Part.texts),
            let dictionary = snapshot.section(Part.dictionary), let tags = snapshot.section(Part.tags),
            let ranks = snapshot.section(Part.ranks), let feeds = snapshot.section(Part.feeds)
        else { return nil }
        count = rows.count / ProductRow.size
        guard rows.count % ProductRow.size == 0, count < Int(UInt32.max) else {
            throw rows.damage(at: rows.count, "it is not made of whole rows")
        }
        guard ranks.count == count * 4 * Self.ranked.count else {
            throw ranks.damage(at: ranks.count, "it does not rank \(count) products")
        }
        guard tags.count >= 4 * (count + 1), feeds.count >= 4 * (count + 1), dictionary.count >= 4 else {
            throw tags.damage(at: tags.count, "a table of the index is too short")
        }
        wordCount = try dictionary.withBytes(0..<4) { Int($0.load(0, as: UInt32.self)) }
        guard 4 + 4 * (wordCount + 1) <= dictionary.count else {
            throw dictionary.damage(at: 0, "it is too short for \(wordCount) words")
        }
        self.rows = rows
        self.texts = texts
        self.dictionary = dictionary
        self.tags = tags
        self.ranks = ranks
        self.feeds = feeds
    }

    /// Lends the rows of a range and the texts they point into, which begin at `base` of their section.
    func withRows<Value>(
        _ range: Range<Int>, _ body: (_ rows: RawSpan, _ texts: RawSpan, _ base: UInt64) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try rows.withBytes(range.lowerBound * ProductRow.size..<range.upperBound * ProductRow.size) {
            (rowBytes) throws(StoreError) in
            let start = range.isEmpty ? 0 : ProductRow(rowBytes, 0).textStart
            let end = range.isEmpty ? 0 : ProductRow(rowBytes, (range.count - 1) * ProductRow.size).textEnd
            guard start <= end, end <= UInt64(texts.count) else { throw beyondTexts }
            return try texts.withBytes(Int(start)..<Int(end)) { (textBytes) throws(StoreError) in
                try body(rowBytes, textBytes, start)
            }
        }
    }

    /// A row whose texts do not stand where they should.
    var beyondTexts: StoreError { texts.damage(at: 0, "a row points beyond it") }

    /// One row, and what is made of its texts.
    func withRow<Value>(
        _ row: Int, _ body: (ProductRow, _ names: Span<UInt8>, _ tags: Span<UInt8>, _ description: Span<UInt8>) -> Value
    ) throws(StoreError) -> Value {
        try withRows(row..<row + 1) { (rows, texts, base) throws(StoreError) in
            let columns = ProductRow(rows, 0)
            guard let value = columns.withTexts(texts, base: base, { body(columns, $0, $1, $2) }) else {
                throw beyondTexts
            }
            return value
        }
    }

    /// A word of the dictionary: a domain, an owner, a tag.
    func word(_ number: UInt32) throws(StoreError) -> String {
        guard number < wordCount else { throw dictionary.damage(at: 0, "it has no word \(number)") }
        let place = 4 + 4 * Int(number)
        let (start, end) = try dictionary.withBytes(place..<place + 8) {
            ($0.load(0, as: UInt32.self), $0.load(4, as: UInt32.self))
        }
        let words = 4 + 4 * (wordCount + 1)
        guard start <= end, words + Int(end) <= dictionary.count else {
            throw dictionary.damage(at: place, "a word does not stand in it")
        }
        return try dictionary.withBytes(words + Int(start)..<words + Int(end)) { bytes in
            String(decoding: bytes.copy(0..<bytes.byteCount), as: UTF8.self)
        }
    }

    /// The numbers that stand for one row in a table of `count + 1` offsets and then values: its tags, or what it feeds.
    func list(_ row: Int, in table: Snapshot.Section) throws(StoreError) -> [UInt32] {
        let (start, end) = try table.withBytes(4 * row..<4 * row + 8) {
            ($0.load(0, as: UInt32.self), $0.load(4, as: UInt32.self))
        }
        let values = 4 * (count + 1)
        guard start <= end, values + 4 * Int(end) <= table.count else {
            throw table.damage(at: 4 * row, "a list does not stand in it")
        }
        guard start < end else { return [] }
        return try table.withBytes(values + 4 * Int(start)..<values + 4 * Int(end)) { bytes in
            (0..<bytes.byteCount / 4).map { bytes.load(4 * $0, as: UInt32.self) }
        }
    }

    /// The dense rank of each row of a range in an order, counted from 0 in ascending order.
    func ranks(_ key: ProductOrder.Key, _ range: Range<Int>) throws(StoreError) -> [UInt32] {
        guard let column = Self.ranked.firstIndex(of: key), !range.isEmpty else { return [] }
        let start = 4 * (column * count + range.lowerBound)
        let found = try ranks.withBytes(start..<start + 4 * range.count) { bytes in
            (0..<range.count).map { bytes.load(4 * $0, as: UInt32.self) }
        }
        // What is not measured has no rank; nothing else goes without.
        guard found.allSatisfy({ $0 < count || $0 == Self.unranked && key == .quality }) else {
            throw ranks.damage(at: start, "a rank is beyond \(count) products")
        }
        return found
    }

    func id(_ row: Int) throws(StoreError) -> DataProduct.ID {
        let text = try withRow(row) { _, names, _, _ in names.firstLine }
        guard let id = DataProduct.ID(text) else {
            throw texts.damage(at: 0, "the id of row \(row) is none")
        }
        return id
    }

    /// The row of a product, by halving.
    func row(of id: DataProduct.ID) throws(StoreError) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let found = try self.id(middle)
            if found == id { return middle }
            if found < id { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}
