internal import MeshModel

/// The products of a snapshot as columns, orders and words: what searches, counts and orders look at instead of records.
///
/// A row is a product; rows stand in id order, as the records do. Sections are described in FORMAT.md. A snapshot without them is a
/// snapshot without this index: its products are then read as records.
struct ProductIndex: Sendable {
    enum Part {
        static let columns = "product.columns"
        static let dictionary = "product.dictionary"
        static let tags = "product.tags"
        static let tagged = "product.tagged"
        static let names = "product.names"
        static let letters = "product.letters"
        static let orders = "product.orders"
        static let ties = "product.ties"
        static let feeds = "product.feeds"
        static let inputs = "product.inputs"
        static let totals = "product.totals"
        static let parents = "product.parents"
        static let linkWords = "link.words"
        static let links = "link.lists"
        static let requested = "link.requested"
        static let words = "search.words"
        static let prefixes = "search.prefixes"
        static let texts = "search.texts"
        static let postings = "search.postings"

        static let all = Set([
            columns, dictionary, tags, tagged, names, letters, orders, ties, feeds, inputs, totals, parents, linkWords,
            links, requested, words, prefixes, texts, postings,
        ]).union(FactColumns.Part.all)
    }

    /// Products.
    let count: Int
    let columns: ProductColumns
    let dictionary: IndexDictionary
    /// For each row the words that are its tags.
    let tags: IndexLists
    /// For each word the rows that it is a tag of, ascending.
    let tagged: IndexLists
    let names: ProductNames
    let orders: ProductOrders
    /// For each row the rows that name it as an input, ascending.
    let feeds: IndexLists
    /// For each row the rows that it names as inputs, ascending.
    let inputs: IndexLists
    let totals: IndexTotals
    /// For each word that is a domain, the word that is its parent.
    let parents: Snapshot.Section
    let words: IndexWords
    let links: LinkIndex
    /// Nil in a snapshot of an earlier version.
    let facts: FactColumns?
    private let snapshot: Snapshot
    /// Where the first product stands among the records.
    private let firstRecord: Int

    /// Nil where the snapshot has no index.
    init?(_ snapshot: Snapshot) throws(StoreError) {
        var sections: [String: Snapshot.Section] = [:]
        for part in Part.all.subtracting(FactColumns.Part.all) { sections[part] = snapshot.section(part) }
        guard let columns = sections[Part.columns], let dictionary = sections[Part.dictionary],
            let tags = sections[Part.tags], let tagged = sections[Part.tagged], let names = sections[Part.names],
            let letters = sections[Part.letters], let orders = sections[Part.orders],
            let feeds = sections[Part.feeds], let inputs = sections[Part.inputs], let totals = sections[Part.totals],
            let parents = sections[Part.parents], let words = sections[Part.words],
            let linkWords = sections[Part.linkWords], let links = sections[Part.links],
            let requested = sections[Part.requested], let prefixes = sections[Part.prefixes],
            let texts = sections[Part.texts],
            let postings = sections[Part.postings]
        else { return nil }
        self.snapshot = snapshot
        firstRecord = try snapshot.lowerBound(StoredKey(.under(.product)))
        count = try snapshot.lowerBound(StoredKey(RecordKind.product.rawValue + 1, [])) - firstRecord
        self.columns = try ProductColumns(columns, count: count)
        self.dictionary = try IndexDictionary(dictionary)
        self.tags = try IndexLists(tags, count: count)
        self.tagged = try IndexLists(tagged, count: self.dictionary.count)
        self.names = try ProductNames(names, letters: letters, count: count)
        self.orders = try ProductOrders(orders, ties: sections[Part.ties], count: count)
        self.feeds = try IndexLists(feeds, count: count)
        self.inputs = try IndexLists(inputs, count: count)
        self.totals = try IndexTotals(totals, words: self.dictionary.count)
        self.parents = parents
        guard parents.count == 4 * self.dictionary.count else {
            throw parents.damage(at: parents.count, "it is not of \(self.dictionary.count) words")
        }
        self.links = try LinkIndex(snapshot, words: linkWords, lists: links, requested: requested)
        facts = try FactColumns(snapshot, count: count)
        self.words = try IndexWords(words, prefixes, texts, postings, rows: count)
    }

    func id(_ row: Int) throws(StoreError) -> DataProduct.ID {
        guard row < count, let key = try snapshot.key(at: firstRecord + row),
            let id = DataProduct.ID(String(decoding: key.bytes, as: UTF8.self))
        else { throw columns.section.damage(at: 0, "row \(row) has no product") }
        return id
    }

    /// The row of a product; nil: it is not in the snapshot.
    func row(of id: DataProduct.ID) throws(StoreError) -> Int? {
        guard let place = try snapshot.place(of: StoredKey(DataProduct.key(id))) else { return nil }
        let row = place - firstRecord
        return (0..<count).contains(row) ? row : nil
    }

    /// The first row whose product is not before another.
    func lowerBound(_ id: DataProduct.ID) throws(StoreError) -> Int {
        min(max(0, try snapshot.lowerBound(StoredKey(DataProduct.key(id))) - firstRecord), count)
    }

    /// Lends for each word the word that is its parent as a domain; none where it has none. A circle, which no rule allows, is the
    /// caller's to end.
    func withParents<Value>(_ body: (Span<UInt32>) -> Value) throws(StoreError) -> Value {
        try parents.withBytes(0..<parents.count) { (bytes) throws(StoreError) in
            let numbers = unsafe bytes._unsafeView(as: UInt32.self)
            for place in numbers.indices
            where numbers[place] >= dictionary.count && numbers[place] != IndexDictionary.none {
                throw parents.damage(at: 4 * place, "a parent is no word")
            }
            return body(numbers)
        }
    }
}
