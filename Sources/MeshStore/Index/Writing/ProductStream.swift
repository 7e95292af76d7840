internal import MeshModel

/// The products of a view in id order, each with what hangs on it: one walk over each kind of record, side by side.
struct ProductStream {
    struct Item {
        var product: DataProduct
        /// Names of the objects and fields of the contracts in force.
        var fields: [String]
        /// Links stored as active.
        var consumers: Int
        var quality: Double?
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
        metrics = try Followers(records.view.cursor(RecordKind.metric.rawValue))
    }

    mutating func next() throws(StoreError) -> Item? {
        guard let record = try products.next() else { return nil }
        let id = record.key.bytes
        var newest: [MetricPoint] = []
        var last: [UInt8] = []
        for point in try metrics.take(of: id) {
            // The newest of a metric stands first; its name ends where its time begins.
            let name = Array(point.key.bytes.dropLast(16))
            guard name != last else { continue }
            last = name
            newest.append(try records.decode(MetricPoint.self, point))
        }
        var active = 0
        for link in try links.take(of: id) where try isActive(link) { active += 1 }
        var promised: [Contract] = []
        let versions = try contracts.take(of: id)
        for version in versions { promised.append(try records.decode(Contract.self, version)) }
        if promised.count > 1 { promised.sort { ($0.port, $0.version) < ($1.port, $1.version) } }
        return Item(
            product: try records.decode(DataProduct.self, record), fields: Contract.fieldNames(promised),
            consumers: active, quality: Quality.score(newest))
    }

    private func isActive(_ link: StoredRecord) throws(StoreError) -> Bool {
        do { return try Subscription.state(inRecord: link.value) == .active } catch {
            throw .damaged(
                file: records.folder.path, offset: 0,
                finding: "the subscription '\(String(decoding: link.key.bytes, as: UTF8.self))': \(error)")
        }
    }
}

/// Records whose keys begin with those of others, met in the same order.
private struct Followers {
    private var cursor: RecordCursor
    private var head: StoredRecord?

    init(_ cursor: RecordCursor) throws(StoreError) {
        self.cursor = cursor
        head = try self.cursor.next()
    }

    /// Those below one key. What stands before it belongs to nothing and is passed over.
    mutating func take(of key: [UInt8]) throws(StoreError) -> [StoredRecord] {
        let prefix = key + [0]
        var taken: [StoredRecord] = []
        while let record = head {
            if record.key.bytes.starts(with: prefix) {
                taken.append(record)
            } else if prefix.lexicographicallyPrecedes(record.key.bytes) {
                break
            }
            head = try cursor.next()
        }
        return taken
    }
}
