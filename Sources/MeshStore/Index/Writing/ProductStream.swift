internal import MeshModel
internal import Threads

/// The products of a view in id order, each with what hangs on it: one walk over each kind of record, side by side.
struct ProductStream {
    struct Item {
        var product: DataProduct
        /// Folded, by number of a `SearchField`. Fields are those of the contracts in force.
        var texts: [String]
        /// The newest contract of the default port.
        var contract: Contract?
        var links: [Link]
        /// The newest point of each metric.
        var metrics: [MetricPoint]

        var quality: Double? { Quality.score(metrics) }

        /// Links stored as active.
        var consumers: Int { links.count { $0.state == .active } }
    }

    struct Link {
        /// Its place among all links.
        var place: UInt32
        var key: [UInt8]
        var state: Subscription.State
        var requestedBy: ArraySlice<UInt8>
        /// Milliseconds since 1970; the last there are where it has no end.
        var ends: Int64
    }

    private let records: RecordReading
    private var products: RecordCursor
    private var contracts: Followers
    private var links: Followers
    private var metrics: Followers

    init(_ records: RecordReading) throws(StoreError) {
        self.records = records
        products = try records.view.cursor(RecordKind.product.rawValue)
        contracts = try Followers(records.view.cursor(RecordKind.contract.rawValue))
        links = try Followers(records.view.cursor(RecordKind.subscription.rawValue))
        metrics = try Followers(records.view.cursor(RecordKind.metric.rawValue), newest: true)
    }

    mutating func next() throws(StoreError) -> Item? {
        guard let record = try products.next() else { return nil }
        let id = record.key.bytes
        var newest: [MetricPoint] = []
        for (_, point) in try metrics.take(of: id) { newest.append(try records.decode(MetricPoint.self, point)) }
        var found: [Link] = []
        for (place, link) in try links.take(of: id) { found.append(try self.link(link, place)) }
        var promised: [Contract] = []
        let versions = try contracts.take(of: id)
        for (_, version) in versions { promised.append(try records.decode(Contract.self, version)) }
        if promised.count > 1 { promised.sort { ($0.port, $0.version) < ($1.port, $1.version) } }
        let product = try records.decode(DataProduct.self, record)
        // No text speaks of users and quality.
        let card = ProductCard(
            product, domains: [product.domain], consumers: 0, quality: nil, fields: Contract.fieldNames(promised))
        return Item(
            product: product, texts: SearchField.allCases.map { card.searchText($0) },
            contract: promised.last { $0.port == product.defaultPort }, links: found, metrics: newest)
    }

    /// All of them in the same order, some at a time, read on a thread of its own.
    static func ahead(_ records: RecordReading) -> Ahead<Result<[Item], StoreError>> {
        Ahead(by: 4) { put in
            do throws(StoreError) {
                var stream = try ProductStream(records)
                var items: [Item] = []
                while let item = try stream.next() {
                    items.append(item)
                    if items.count < 256 { continue }
                    guard put(.success(items)) else { return }
                    items.removeAll(keepingCapacity: true)
                }
                _ = put(.success(items))
            } catch { _ = put(.failure(error)) }
        }
    }

    private func link(_ record: StoredRecord, _ place: UInt32) throws(StoreError) -> Link {
        do {
            let (state, requestedBy, until) = try Subscription.peek(record.value)
            return Link(
                place: place, key: record.key.bytes, state: state, requestedBy: requestedBy,
                ends: until?.milliseconds ?? .max)
        } catch {
            throw .damaged(
                file: records.folder.path, offset: 0,
                finding: "the subscription '\(String(decoding: record.key.bytes, as: UTF8.self))': \(error)")
        }
    }
}

/// Records whose keys begin with those of others, met in the same order.
private struct Followers {
    private var cursor: RecordCursor
    private var head: StoredRecord?
    /// The place of the head among the records of its kind.
    private var place: UInt32 = 0
    /// Whether of each series only the first is met.
    private let newest: Bool

    init(_ cursor: RecordCursor, newest: Bool = false) throws(StoreError) {
        self.cursor = cursor
        self.newest = newest
        head = try self.cursor.next()
    }

    /// Those below one key. What stands before it belongs to nothing and is passed over.
    mutating func take(of key: [UInt8]) throws(StoreError) -> [(place: UInt32, record: StoredRecord)] {
        let prefix = key + [0]
        var taken: [(place: UInt32, record: StoredRecord)] = []
        while let record = head {
            if record.key.bytes.starts(with: prefix) {
                taken.append((place, record))
            } else if prefix.lexicographicallyPrecedes(record.key.bytes) {
                break
            }
            if newest, let end = Series.end(of: record.key) { try cursor.skip(to: end) }
            head = try cursor.next()
            place += 1
        }
        return taken
    }
}
