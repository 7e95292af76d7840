internal import Glibc
internal import MeshModel
internal import Threads

/// Makes the index of a mesh: walks every product once, then writes the sections.
///
/// It holds numbers and bytes, no product: a million of them take some hundreds of megabytes.
struct ProductIndexWriter: Sendable {
    private var columns = ColumnBuffers()
    private var dictionary = ByteTable()
    private var tagStarts: [UInt32] = [0]
    private var tagWords: [UInt32] = []
    private var nameStarts: [UInt32] = [0]
    private var names: [UInt8] = []
    /// Where the title begins in each row's names.
    private var titles: [UInt32] = []
    private var letters: [UInt64] = []
    /// Ids of products and of their inputs.
    private var ids = ByteTable()
    /// By number of an id its row; none for what is only named.
    private var rows: [UInt32] = []
    private var inputs: [(row: UInt32, id: UInt32)] = []
    private var words = WordPostings()
    private var links = LinkBuffer()
    private var facts = FactBuffer()
    private let domains: [Domain]

    /// Values of the columns.
    struct ColumnBuffers {
        var updated: [Int64] = []
        var quality: [UInt64] = []
        /// When the first of the active links ends.
        var ends: [Int64] = []
        var consumers: [UInt32] = []
        var domain: [UInt32] = []
        var owner: [UInt32] = []
        var contact: [UInt32] = []
        var source: [UInt32] = []
        var collection: [UInt32] = []
        var standing: [Int32] = []
        var status: [UInt8] = []
        var classification: [UInt8] = []
        var missing: [UInt8] = []
    }

    var count: Int { columns.status.count }

    init(_ records: RecordReading) throws(StoreError) {
        do throws(ReadError) { domains = try records.domains() } catch {
            throw StoreError(error, records.folder.path)
        }
        for domain in domains {
            _ = number(domain.id.text)
            if let parent = domain.parent { _ = number(parent.text) }
        }
        try links.add(consumersOf: records)
        // Reading takes about as long as what is made of it, and only what was read passes between them.
        let stream = ProductStream.ahead(records)
        while let items = try stream.next()?.get() {
            for item in items { add(item) }
            guard names.count <= Int(UInt32.max), count < Int(ProductOrders.mark) else {
                throw .failed(file: records.folder.path, code: EFBIG)
            }
        }
    }

    /// Made on a thread of its own, while the records are written: each takes half of the time that a snapshot takes.
    static func alongside(_ records: RecordReading) -> Alongside<Result<ProductIndexWriter, StoreError>> {
        Alongside {
            do throws(StoreError) { return .success(try ProductIndexWriter(records)) } catch { return .failure(error) }
        }
    }

    private mutating func number(_ word: String) -> UInt32 { UInt32(dictionary.number(word.utf8.span)) }

    private mutating func add(_ item: ProductStream.Item) {
        let product = item.product
        let row = count
        let quality = item.quality
        facts.add(
            RuleSubject(
                product: product, domain: nil, contract: item.contract, metrics: item.metrics,
                now: Instant(milliseconds: 0)))
        columns.updated.append(product.updated.milliseconds)
        // Both zeros are one number.
        columns.quality.append(quality.map { ($0 == 0 ? 0 : $0).bitPattern } ?? ProductColumns.unmeasured)
        columns.ends.append(item.links.filter { $0.state == .active }.map(\.ends).min() ?? .max)
        columns.consumers.append(UInt32(clamping: item.consumers))
        columns.domain.append(number(product.domain.text))
        columns.owner.append(number(product.owner))
        columns.contact.append(number(product.contact))
        columns.source.append(number(product.source))
        columns.collection.append(number(product.collection))
        columns.standing.append(
            Int32(
                clamping: ProductCard.searchStanding(
                    status: product.status, consumers: item.consumers, quality: quality,
                    isMissing: product.missing != nil)))
        columns.status.append(UInt8(ProductColumns.statuses.firstIndex(of: product.status) ?? 0))
        columns.classification.append(
            UInt8(ProductColumns.classifications.firstIndex(of: product.classification) ?? 0))
        columns.missing.append(product.missing == nil ? 0 : 1)
        for link in item.links { links.add(link) }
        for tag in product.tags { tagWords.append(number(tag)) }
        tagStarts.append(UInt32(tagWords.count))
        words.add(row: row, item.texts)
        let lines = item.texts[SearchField.names.rawValue]
        titles.append(UInt32(product.name.isEmpty ? 0 : product.id.text.utf8.count + 1))
        names += lines.utf8
        names.append(10)
        nameStarts.append(UInt32(truncatingIfNeeded: names.count))
        letters.append(
            ProductNames.letters(of: lines.utf8) | (ProductNames.areTwins(Array(lines.utf8)) ? ProductNames.twins : 0))
        note(ids.number(product.id.text.utf8.span), row: UInt32(row))
        var fed = Set<UInt32>()
        for case .product(let input) in product.inputs {
            let number = ids.number(input.text.utf8.span)
            note(number, row: nil)
            if fed.insert(UInt32(number)).inserted { inputs.append((UInt32(row), UInt32(number))) }
        }
    }

    private mutating func note(_ id: Int, row: UInt32?) {
        if id == rows.count { rows.append(IndexDictionary.none) }
        if let row { rows[id] = row }
    }

    /// Sections are not required: a reader that does not know them reads the records.
    consuming func append(to writer: inout SnapshotWriter) throws(StoreError) {
        let words = self.words
        self.words = WordPostings()
        let facts = self.facts
        self.facts = FactBuffer()
        try appendColumns(to: &writer)
        try appendDictionary(to: &writer)
        try appendTags(to: &writer)
        try appendNames(to: &writer)
        try appendOrders(to: &writer)
        try appendLineage(to: &writer)
        try appendTotals(to: &writer)
        try links.append(to: &writer)
        try facts.append(to: &writer, order: order(.domain), domains: columns.domain)
        let count = count
        try words.append(to: &writer, rows: count)
    }

    private func appendColumns(to writer: inout SnapshotWriter) throws(StoreError) {
        try writer.begin(ProductIndex.Part.columns, isRequired: false)
        for column in ProductColumns.Column.allCases {
            switch column {
            case .updated: try writer.append(numbers: columns.updated)
            case .quality: try writer.append(numbers: columns.quality)
            case .ends: try writer.append(numbers: columns.ends)
            case .consumers: try writer.append(numbers: columns.consumers)
            case .domain: try writer.append(numbers: columns.domain)
            case .owner: try writer.append(numbers: columns.owner)
            case .contact: try writer.append(numbers: columns.contact)
            case .source: try writer.append(numbers: columns.source)
            case .collection: try writer.append(numbers: columns.collection)
            case .standing: try writer.append(numbers: columns.standing)
            case .status: try writer.append(numbers: columns.status)
            case .classification: try writer.append(numbers: columns.classification)
            case .missing: try writer.append(numbers: columns.missing)
            }
            let rest = column.width * count % 8
            if rest > 0 { try writer.append([UInt8](repeating: 0, count: 8 - rest)) }
        }
    }

    private func appendDictionary(to writer: inout SnapshotWriter) throws(StoreError) {
        try writer.begin(ProductIndex.Part.dictionary, isRequired: false)
        try writer.append(dictionary: dictionary, Array(0..<dictionary.count))
    }

    private mutating func appendTags(to writer: inout SnapshotWriter) throws(StoreError) {
        try writer.begin(ProductIndex.Part.tags, isRequired: false)
        try writer.append(numbers: tagStarts)
        try writer.append(numbers: tagWords)
        var tagged = ListBuffer(count: dictionary.count)
        for row in 0..<count {
            var seen = Set<UInt32>()
            for place in Int(tagStarts[row])..<Int(tagStarts[row + 1]) where seen.insert(tagWords[place]).inserted {
                tagged.add(UInt32(row), to: Int(tagWords[place]))
            }
        }
        try writer.begin(ProductIndex.Part.tagged, isRequired: false)
        try tagged.append(to: &writer)
    }

    private func appendNames(to writer: inout SnapshotWriter) throws(StoreError) {
        try writer.begin(ProductIndex.Part.names, isRequired: false)
        try writer.append(numbers: nameStarts)
        try writer.append(names)
        try writer.begin(ProductIndex.Part.letters, isRequired: false)
        try writer.append(numbers: letters)
    }

    /// For each product the rows that name it as an input, and those that it names.
    private func appendLineage(to writer: inout SnapshotWriter) throws(StoreError) {
        var feeds = ListBuffer(count: count)
        var fedBy = ListBuffer(count: count)
        for (row, id) in inputs where rows[Int(id)] != IndexDictionary.none {
            feeds.add(row, to: Int(rows[Int(id)]))
            fedBy.add(rows[Int(id)], to: Int(row))
        }
        try writer.begin(ProductIndex.Part.feeds, isRequired: false)
        try feeds.append(to: &writer)
        try writer.begin(ProductIndex.Part.inputs, isRequired: false)
        try fedBy.append(to: &writer)
    }

    private mutating func appendTotals(to writer: inout SnapshotWriter) throws(StoreError) {
        var statuses = [UInt32](repeating: 0, count: ProductColumns.statuses.count)
        for status in columns.status { statuses[Int(status)] += 1 }
        var byDomain = [UInt32](repeating: 0, count: dictionary.count)
        for domain in columns.domain { byDomain[Int(domain)] += 1 }
        var byTag = [UInt32](repeating: 0, count: dictionary.count)
        for tag in tagWords { byTag[Int(tag)] += 1 }
        try writer.begin(ProductIndex.Part.totals, isRequired: false)
        try writer.append(numbers: statuses + byDomain + byTag)
        var parents = [UInt32](repeating: IndexDictionary.none, count: dictionary.count)
        for domain in domains {
            if let parent = domain.parent { parents[Int(number(domain.id.text))] = number(parent.text) }
        }
        try writer.begin(ProductIndex.Part.parents, isRequired: false)
        try writer.append(numbers: parents)
    }

    // MARK: Orders

    private func appendOrders(to writer: inout SnapshotWriter) throws(StoreError) {
        try writer.begin(ProductIndex.Part.orders, isRequired: false)
        var measured: [UInt8] = []
        measured.append(littleEndian: UInt64(columns.quality.count { $0 != ProductColumns.unmeasured }))
        try writer.append(measured)
        var counts: [UInt32] = []
        var ties: [UInt32] = []
        for key in ProductOrders.keys {
            let rows = order(key)
            try writer.append(numbers: rows)
            let long = ProductOrders.longTies(in: rows)
            counts.append(UInt32(long.count / 2))
            ties += long
        }
        try writer.begin(ProductIndex.Part.ties, isRequired: false)
        try writer.append(numbers: counts + ties)
    }

    /// The rows ascending; the first of those that tie is marked.
    private func order(_ key: ProductOrder.Key) -> [UInt32] {
        switch key {
        case .relevance:
            // The most used first, what is on its way out last.
            return sorted { row -> UInt64 in
                let retreat = ProductCard.searchRetreat(
                    status: ProductColumns.statuses[Int(columns.status[row])], isMissing: columns.missing[row] != 0)
                return UInt64(retreat) << 32 | UInt64(UInt32.max - columns.consumers[row])
            }
        case .name:
            return unsafe names.withUnsafeBytes { bytes in
                sorted { a, b in unsafe compare(bytes, title(a), title(b)) }
            }
        case .domain:
            let places = places(of: columns.domain) { Array(dictionary[Int($0)]) }
            return sorted { UInt64(places[Int(columns.domain[$0])]) }
        case .owner:
            let places = places(of: columns.owner) {
                Array(Folding.folded(String(decoding: dictionary[Int($0)], as: UTF8.self)).utf8)
            }
            return sorted { UInt64(places[Int(columns.owner[$0])]) }
        case .status: return sorted { UInt64(columns.status[$0]) }
        case .updated: return sorted { UInt64(bitPattern: columns.updated[$0] ^ .min) }
        case .consumers: return sorted { UInt64(columns.consumers[$0]) }
        case .quality:
            return sorted { row -> UInt64 in
                let bits = columns.quality[row]
                if bits == ProductColumns.unmeasured { return UInt64.max }
                // As numbers compare: the negative ones turned round, below the others.
                return bits >> 63 == 0 ? bits | (1 << 63) : ~bits
            }
        }
    }

    private func title(_ row: Int) -> Range<Int> {
        Int(nameStarts[row]) + Int(titles[row])..<Int(nameStarts[row + 1]) - 1
    }

    /// For each word of a column its place among them all; those that compare alike share one.
    private func places(of column: [UInt32], _ text: (UInt32) -> [UInt8]) -> [UInt32] {
        let used = Set(column).map { ($0, text($0)) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }
        var places = [UInt32](repeating: 0, count: dictionary.count)
        var place: UInt32 = 0
        for (index, word) in used.enumerated() {
            if index > 0, used[index - 1].1 != word.1 { place += 1 }
            places[Int(word.0)] = place
        }
        return places
    }

    private func sorted(by value: (Int) -> UInt64) -> [UInt32] {
        var values: [(value: UInt64, row: UInt32)] = []
        values.reserveCapacity(count)
        for row in 0..<count { values.append((value(row), UInt32(row))) }
        values.sort { $0.value == $1.value ? $0.row < $1.row : $0.value < $1.value }
        var rows: [UInt32] = []
        rows.reserveCapacity(count)
        for (place, item) in values.enumerated() {
            let isFirst = place == 0 || values[place - 1].value != item.value
            rows.append(isFirst ? item.row | ProductOrders.mark : item.row)
        }
        return rows
    }

    private func sorted(comparing: (Int, Int) -> Int) -> [UInt32] {
        let rows = (0..<UInt32(count)).sorted { a, b in
            let order = comparing(Int(a), Int(b))
            return order == 0 ? a < b : order < 0
        }
        return rows.indices.map { place in
            place == 0 || comparing(Int(rows[place - 1]), Int(rows[place])) != 0
                ? rows[place] | ProductOrders.mark : rows[place]
        }
    }
}
