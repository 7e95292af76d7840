internal import MeshModel

/// Makes the index of a mesh: gathers every product's card, then writes the sections.
struct ProductIndexWriter {
    private var cards: [ProductCard] = []
    private var inputs: [[DataProduct.ID]] = []
    private var words: [String: UInt32] = [:]
    private var dictionary: [String] = []

    /// Walks the products of a reader.
    init(_ reader: some MeshReader) throws(ReadError) {
        var after: RecordKey?
        repeat {
            let page = try reader.scan(DataProduct.self, under: .under(.product), after: after, limit: 512)
            for product in page.items {
                cards.append(try reader.card(of: product))
                inputs.append(product.inputs.compactMap { if case .product(let id) = $0 { id } else { nil } })
            }
            after = page.next
        } while after != nil
        for card in cards {
            for text in [card.domains.first?.text ?? "", card.owner, card.contact, card.source, card.collection]
                + card.tags
            {
                number(text)
            }
        }
    }

    @discardableResult
    private mutating func number(_ word: String) -> UInt32 {
        if let known = words[word] { return known }
        let number = UInt32(dictionary.count)
        words[word] = number
        dictionary.append(word)
        return number
    }

    private func word(_ text: String) -> UInt32 { words[text] ?? 0 }

    /// Sections are not required: a reader that does not know them reads the records.
    func append(to writer: inout SnapshotWriter) throws(StoreError) {
        try appendRowsAndTexts(to: &writer)
        try appendDictionary(to: &writer)
        try appendLists(ProductIndex.Part.tags, cards.map { $0.tags.map(word) }, to: &writer)
        try appendRanks(to: &writer)
        try appendLists(ProductIndex.Part.feeds, feeds(), to: &writer)
    }

    private func appendRowsAndTexts(to writer: inout SnapshotWriter) throws(StoreError) {
        try writer.begin(ProductIndex.Part.rows, isRequired: false)
        var place: UInt64 = 0
        for card in cards {
            let texts = card.searchTexts
            let row = ProductRow(
                textStart: place, namesLength: UInt32(texts.names.utf8.count),
                tagsLength: UInt32(texts.tags.utf8.count),
                descriptionLength: UInt32(texts.description.utf8.count), consumers: UInt32(clamping: card.consumers),
                updated: card.updated.milliseconds, quality: card.quality?.bitPattern ?? ProductRow.unmeasured,
                domain: word(card.domains.first?.text ?? ""), owner: word(card.owner), contact: word(card.contact),
                source: word(card.source), collection: word(card.collection),
                status: UInt8(ProductRow.statuses.firstIndex(of: card.status) ?? 0),
                classification: UInt8(ProductRow.classifications.firstIndex(of: card.classification) ?? 0),
                isMissing: card.isMissing)
            var bytes: [UInt8] = []
            row.encode(to: &bytes)
            try writer.append(bytes)
            place = row.textEnd
        }
        try writer.begin(ProductIndex.Part.texts, isRequired: false)
        for card in cards {
            let texts = card.searchTexts
            try writer.append(Array(texts.names.utf8) + Array(texts.tags.utf8) + Array(texts.description.utf8))
        }
    }

    private func appendDictionary(to writer: inout SnapshotWriter) throws(StoreError) {
        try writer.begin(ProductIndex.Part.dictionary, isRequired: false)
        var offsets: [UInt8] = []
        offsets.append(littleEndian: UInt32(dictionary.count))
        var place: UInt32 = 0
        offsets.append(littleEndian: place)
        for word in dictionary {
            place += UInt32(word.utf8.count)
            offsets.append(littleEndian: place)
        }
        try writer.append(offsets)
        for word in dictionary { try writer.append(Array(word.utf8)) }
    }

    /// A table of `count + 1` offsets, then the numbers they part.
    private func appendLists(_ section: String, _ lists: [[UInt32]], to writer: inout SnapshotWriter) throws(StoreError)
    {
        try writer.begin(section, isRequired: false)
        var offsets: [UInt8] = []
        var values: [UInt8] = []
        offsets.append(littleEndian: UInt32(0))
        for list in lists {
            for value in list { values.append(littleEndian: value) }
            offsets.append(littleEndian: UInt32(values.count / 4))
        }
        try writer.append(offsets)
        try writer.append(values)
    }

    private func appendRanks(to writer: inout SnapshotWriter) throws(StoreError) {
        try writer.begin(ProductIndex.Part.ranks, isRequired: false)
        for key in ProductIndex.ranked {
            var column: [UInt8] = []
            for rank in ranks(key) { column.append(littleEndian: rank) }
            try writer.append(column)
        }
    }

    /// Each product's dense rank, ascending: products that tie share one, and the order falls back on ids.
    private func ranks(_ key: ProductOrder.Key) -> [UInt32] {
        var ranks = [UInt32](repeating: ProductIndex.unranked, count: cards.count)
        func number<Value: Comparable>(_ value: (ProductCard) -> Value?) {
            let valued = cards.indices.compactMap { index in value(cards[index]).map { (index, $0) } }.sorted {
                $0.1 < $1.1
            }
            var rank: UInt32 = 0
            for (place, item) in valued.enumerated() {
                if place > 0, valued[place - 1].1 < item.1 { rank += 1 }
                ranks[item.0] = rank
            }
        }
        switch key {
        case .name, .domain, .owner: number { Bytes($0.sortText(key)) }
        case .quality: number(\.quality)
        case .status, .updated, .consumers, .relevance: number { $0.sortNumber(key) }
        }
        return ranks
    }

    private struct Bytes: Comparable {
        var bytes: [UInt8]
        init(_ bytes: [UInt8]) { self.bytes = bytes }
        static func < (a: Bytes, b: Bytes) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
    }

    /// For each product the rows that name it among their inputs.
    private func feeds() -> [[UInt32]] {
        var rows: [DataProduct.ID: Int] = [:]
        for (row, card) in cards.enumerated() { rows[card.id] = row }
        var feeds = [[UInt32]](repeating: [], count: cards.count)
        for (row, list) in inputs.enumerated() {
            for input in Set(list) {
                if let fed = rows[input] { feeds[fed].append(UInt32(row)) }
            }
        }
        return feeds
    }
}

extension ProductIndex {
    /// The rank of what has no value in an order: last, whichever way.
    static let unranked = UInt32.max
}
