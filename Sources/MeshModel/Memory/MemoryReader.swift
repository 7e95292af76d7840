/// One revision held in memory. Every answer is the plain one: walk, filter, sort.
struct MemoryReader: MeshReader {
    private(set) var revision = Revision(number: 0, at: Instant())
    private var records: [RecordKey: [UInt8]] = [:]
    /// The keys of `records` in order.
    private var keys: [RecordKey] = []
    private var journal: [JournalEntry] = []
    /// What ranking knows of the mesh; see `restate`.
    private var statistics = SearchStatistics()

    mutating func apply(_ plan: Plan, by actor: Actor, requestID: RequestID, at now: Instant) {
        revision = Revision(number: revision.number + 1, at: now)
        for write in plan.writes {
            let place = lowerBound(write.key)
            let stands = place < keys.count && keys[place] == write.key
            records[write.key] = write.value
            if write.value != nil, !stands { keys.insert(write.key, at: place) }
            if write.value == nil, stands { keys.remove(at: place) }
        }
        journal.append(
            JournalEntry(
                revision: revision, actor: actor.user, requestID: requestID, changes: plan.changes,
                touched: plan.writes.map(\.key), origin: actor.origin, grounds: plan.grounds))
    }

    /// The first place whose key is not before `key`.
    private func lowerBound(_ key: RecordKey) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func find<R: MeshRecord>(_ type: R.Type, _ key: RecordKey) throws(ReadError) -> R? {
        guard let bytes = records[key] else { return nil }
        do { return try R(record: bytes) } catch {
            throw .damaged(file: "memory", offset: 0, reason: "\(key): \(error)")
        }
    }

    func holds(_ key: RecordKey) -> Bool { records[key] != nil }

    func scan<R: MeshRecord>(
        _ type: R.Type, under prefix: RecordKey, after: RecordKey?, limit: Int
    ) throws(ReadError) -> Page<R> {
        var place = lowerBound(max(prefix, after ?? prefix))
        var items: [R] = []
        while place < keys.count, keys[place].hasPrefix(prefix) {
            let key = keys[place]
            place += 1
            if let after, key <= after { continue }
            if items.count == limit { return Page(items: items, next: items.last?.key) }
            if let record = try find(type, key) { items.append(record) }
        }
        return Page(items: items, next: nil)
    }

    /// Counts the words of all products anew, as a store does when it writes a generation.
    mutating func restate() throws(ReadError) {
        var entries: [SearchEntry] = []
        for product in try all(DataProduct.self, under: .under(.product)) {
            entries.append(SearchEntry(try card(of: product)))
        }
        statistics = SearchStatistics(entries)
    }

    private var products: ArraySlice<RecordKey> {
        keys[lowerBound(.under(.product))...].prefix { $0.kind == .product }
    }

    func search(_ query: ProductQuery, order: ProductOrder, at now: Instant) throws(ReadError) -> any ProductSearch {
        MemorySearch(
            reader: self, query: RankedQuery(query, statistics: statistics), order: order, now: now, products: products)
    }

    func consumers(of id: DataProduct.ID) throws(ReadError) -> [DataProduct.ID] {
        try all(DataProduct.self, under: .under(.product)).filter { $0.inputs.contains(.product(id)) }.map(\.id)
    }

    func subscriptions(
        _ query: SubscriptionQuery, after: RecordKey?, limit: Int, at now: Instant
    ) throws(ReadError) -> Page<Subscription> {
        try scanSubscriptions(query, after: after, limit: limit, at: now)
    }

    func reach(
        of id: DataProduct.ID, _ direction: LineageReach.Direction, limit: Int
    ) throws(ReadError) -> LineageReach { try walk(from: id, direction, limit: limit) }

    func userCount(of id: DataProduct.ID, at now: Instant) throws(ReadError) -> Int { try countUsers(of: id, at: now) }

    func consumers(ownedBy owner: String) throws(ReadError) -> [Consumer] { try scanConsumers(ownedBy: owner) }

    func history(of product: DataProduct.ID?, before: UInt64?, limit: Int) throws(ReadError) -> [JournalEntry] {
        let earlier = journal.reversed().lazy.filter { entry in
            (before.map { entry.revision.number < $0 } ?? true)
                && (product.map { id in entry.touched.contains { $0.belongs(to: id) } } ?? true)
        }
        return Array(earlier.prefix(limit))
    }

    func refusals(limit: Int) throws(ReadError) -> [RefusedRequest] { [] }
}

/// A search that makes each product's card when it comes to it.
struct MemorySearch: ProductSearch {
    private let reader: MemoryReader
    private var query: RankedQuery
    private let order: ProductOrder
    private let now: Instant
    private let products: ArraySlice<RecordKey>
    private var rest: ArraySlice<RecordKey>
    private var hits: [(card: ProductCard, rank: Int)] = []

    init(
        reader: MemoryReader, query: RankedQuery, order: ProductOrder, now: Instant, products: ArraySlice<RecordKey>
    ) {
        self.reader = reader
        self.query = query
        self.order = order
        self.now = now
        self.products = products
        rest = products
    }

    var found: Int { hits.count }
    var unseen: Int { rest.count }
    var ranking: RankedQuery { query }

    mutating func advance(_ budget: Int) throws(ReadError) {
        for key in rest.prefix(budget) {
            guard let product = try reader.find(DataProduct.self, key) else { continue }
            let card = try reader.card(of: product)
            if let rank = query.rank(SearchEntry(card), card, at: now) { hits.append((card, rank)) }
        }
        rest = rest.dropFirst(budget)
        hits.sort(by: order.precedes)
        if rest.isEmpty, hits.isEmpty, let further = query.further {
            query = further
            rest = products
        }
    }

    func page(_ range: Range<Int>) throws(ReadError) -> [DataProduct.ID] {
        hits[range.clamped(to: 0..<hits.count)].map(\.card.id)
    }

    func position(of id: DataProduct.ID) throws(ReadError) -> Int? {
        hits.firstIndex { $0.card.id == id }
    }

    func facets() throws(ReadError) -> ProductFacets {
        var facets = ProductFacets()
        for hit in hits { facets.count(hit.card) }
        return facets
    }
}
