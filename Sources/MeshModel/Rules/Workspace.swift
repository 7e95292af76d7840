/// A reader with a batch's own writes over it, so that each change sees the earlier ones.
struct Workspace<Base: MeshReader>: MeshReader {
    let base: Base
    /// As they were put, for most are looked at again before the batch ends; nil: taken away.
    private var writes: [RecordKey: (any MeshRecord)?] = [:]
    /// Keys of `writes` by kind and first part, and by kind: a scan below a product looks at that product's writes only.
    private var groups: [RecordKey: [RecordKey]] = [:]
    private var kinds: [RecordKind: [RecordKey]] = [:]
    /// Products that this batch makes, by their keys.
    private var made: Set<RecordKey> = []

    init(base: Base) { self.base = base }

    var revision: Revision { base.revision }

    var sortedWrites: [RecordWrite] {
        writes.map { RecordWrite(key: $0.key, value: $0.value?.record) }.sorted { $0.key < $1.key }
    }

    /// Writes a record unless it stands there already; says whether it did.
    @discardableResult
    mutating func put<R: MeshRecord>(_ record: R) throws(ReadError) -> Bool {
        let key = record.key
        guard try find(R.self, key) != record else { return false }
        set(record, at: key)
        return true
    }

    /// Writes a record under a key that nothing stands under.
    mutating func add(_ record: some MeshRecord) { set(record, at: record.key) }

    /// From now on a product is taken for one that this batch makes; its id must be free.
    mutating func make(_ id: DataProduct.ID) { made.insert(DataProduct.key(id)) }

    private mutating func set(_ record: (any MeshRecord)?, at key: RecordKey) {
        if writes.updateValue(record, forKey: key) == nil {
            groups[Self.group(of: key), default: []].append(key)
            kinds[key.kind, default: []].append(key)
        }
    }

    /// Takes a record away; says whether it stood there.
    @discardableResult
    mutating func remove<R: MeshRecord>(_ type: R.Type, _ key: RecordKey) throws(ReadError) -> Bool {
        guard try find(type, key) != nil else { return false }
        set(nil, at: key)
        return true
    }

    private static func group(of key: RecordKey) -> RecordKey {
        RecordKey(kind: key.kind, bytes: Array(key.bytes.prefix { $0 != 0 }))
    }

    /// Whether the base has nothing under a key, nor below it, because the product is of this batch. Its contracts are looked for all the
    /// same: those of a product whose own record was lost keep their versions.
    private func isOfMade(_ key: RecordKey) -> Bool {
        guard !made.isEmpty, key.kind == .product || key.kind == .metric || key.kind == .carried else { return false }
        return made.contains(RecordKey(kind: .product, bytes: Self.group(of: key).bytes))
    }

    func holds(_ key: RecordKey) throws(ReadError) -> Bool {
        if let written = writes[key] { return written != nil }
        return isOfMade(key) ? false : try base.holds(key)
    }

    func find<R: MeshRecord>(_ type: R.Type, _ key: RecordKey) throws(ReadError) -> R? {
        guard let written = writes[key] else { return isOfMade(key) ? nil : try base.find(type, key) }
        guard let written else { return nil }
        guard let record = written as? R else { preconditionFailure("\(key) was put as another kind of record") }
        return record
    }

    func scan<R: MeshRecord>(
        _ type: R.Type, under prefix: RecordKey, after: RecordKey?, limit: Int
    ) throws(ReadError) -> Page<R> {
        let mine = keys(under: prefix, after: after)
        let isOfMade = isOfMade(prefix)
        guard !mine.isEmpty || isOfMade else {
            return try base.scan(type, under: prefix, after: after, limit: limit)
        }
        let page =
            isOfMade ? Page(items: [], next: nil) : try base.scan(type, under: prefix, after: after, limit: limit)
        // Behind the base's last record, its next page decides; until there, both are known.
        let horizon = page.next
        var merged: [RecordKey: R] = [:]
        for record in page.items { merged[record.key] = record }
        for key in mine where horizon.map({ key <= $0 }) ?? true {
            merged[key] = try find(type, key)
        }
        let records = merged.sorted { $0.key < $1.key }
        guard records.count > limit else { return Page(items: records.map(\.value), next: horizon) }
        let cut = records.prefix(limit)
        return Page(items: cut.map(\.value), next: cut.last?.key)
    }

    private func keys(under prefix: RecordKey, after: RecordKey?) -> [RecordKey] {
        let candidates = (prefix.bytes.isEmpty ? kinds[prefix.kind] : groups[Self.group(of: prefix)]) ?? []
        return candidates.filter { key in key.hasPrefix(prefix) && (after.map { $0 < key } ?? true) }.sorted()
    }

    /// Searches, counts and history are of the base: what a batch does not need of itself.
    func search(_ query: ProductQuery, order: ProductOrder, at now: Instant) throws(ReadError) -> any ProductSearch {
        try base.search(query, order: order, at: now)
    }

    func reach(
        of id: DataProduct.ID, _ direction: LineageReach.Direction, limit: Int
    ) throws(ReadError) -> LineageReach { try walk(from: id, direction, limit: limit) }

    func userCount(of id: DataProduct.ID, at now: Instant) throws(ReadError) -> Int { try countUsers(of: id, at: now) }

    func consumers(ownedBy owner: String) throws(ReadError) -> [Consumer] { try scanConsumers(ownedBy: owner) }

    func history(
        of product: DataProduct.ID?, before: UInt64?, limit: Int
    ) throws(ReadError) -> [JournalEntry] {
        try base.history(of: product, before: before, limit: limit)
    }

    func refusals(limit: Int) throws(ReadError) -> [RefusedRequest] { try base.refusals(limit: limit) }

    func consumers(of id: DataProduct.ID) throws(ReadError) -> [DataProduct.ID] {
        var found = Set(try base.consumers(of: id))
        for key in kinds[.product] ?? [] {
            guard let product = try find(DataProduct.self, key) else { continue }
            if product.inputs.contains(.product(id)) { found.insert(product.id) } else { found.remove(product.id) }
        }
        return found.sorted()
    }

    func subscriptions(
        _ query: SubscriptionQuery, after: RecordKey?, limit: Int, at now: Instant
    ) throws(ReadError) -> Page<Subscription> {
        try scanSubscriptions(query, after: after, limit: limit, at: now)
    }
}

extension MeshReader {
    /// Links by walking them all: for readers without an index of links.
    public func scanSubscriptions(
        _ query: SubscriptionQuery, after: RecordKey?, limit: Int, at now: Instant
    ) throws(ReadError) -> Page<Subscription> {
        let prefix: RecordKey = query.product.map { .under(.subscription, $0.text) } ?? .under(.subscription)
        var items: [Subscription] = []
        var cursor = after
        repeat {
            let page = try scan(Subscription.self, under: prefix, after: cursor, limit: 512)
            for link in page.items where query.admits(link, at: now) {
                // There is a next page where there is something for it.
                if items.count == limit { return Page(items: items, next: items.last?.key) }
                items.append(link)
            }
            cursor = page.next
        } while cursor != nil
        return Page(items: items, next: nil)
    }
}
