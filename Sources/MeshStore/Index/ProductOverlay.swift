internal import MeshModel
internal import Synchronization

/// The products that the journal has touched since the snapshot, as cards: what stands over the index.
///
/// A value: the next revision's is made from this one by looking at the few keys that a commit touched.
struct ProductOverlay: Sendable {
    private(set) var entries: [DataProduct.ID: OverlayEntry] = [:]

    var isEmpty: Bool { entries.isEmpty }

    /// This overlay once the records under some keys are as a reader has them.
    func touching(
        _ keys: some Sequence<RecordKey>, in reader: some MeshReader, over index: ProductIndex?
    ) throws(ReadError) -> ProductOverlay {
        var next = self
        var touched = Set<DataProduct.ID>()
        var domainsChanged = false
        for key in keys {
            if let id = key.productInOverlay { touched.insert(id) }
            if key.kind == .domain { domainsChanged = true }
        }
        // A domain that moved takes its products' paths with it.
        if domainsChanged { touched.formUnion(entries.keys) }
        for id in touched { next.entries[id] = try OverlayEntry(id, in: reader, over: index) }
        return next
    }
}

/// One product as the journal has it, and where it would stand among the rows of the snapshot.
final class OverlayEntry: Sendable {
    struct Product: Sendable {
        var card: ProductCard
        var search: SearchEntry
        var inputs: [Input]
    }

    let id: DataProduct.ID
    /// Nil: it is gone.
    let product: Product?
    /// The row that it stands over; nil: it is new.
    let row: Int?
    private let places = Mutex<[ProductOrder: Int]>([:])

    init(_ id: DataProduct.ID, in reader: some MeshReader, over index: ProductIndex?) throws(ReadError) {
        self.id = id
        if let product = try reader.product(id) {
            let card = try reader.card(of: product)
            self.product = Product(card: card, search: SearchEntry(card), inputs: product.inputs)
        } else {
            product = nil
        }
        do throws(StoreError) { row = try index?.row(of: id) } catch { throw ReadError(error) }
    }

    /// How many rows of the snapshot stand before it in an order that is not by words.
    func place(in order: ProductOrder, of index: ProductIndex) throws(StoreError) -> Int {
        if let known = places.withLock({ $0[order] }) { return known }
        guard let card = product?.card else { preconditionFailure("what is gone stands nowhere") }
        let place = try index.place(of: card, in: order)
        places.withLock { $0[order] = place }
        return place
    }
}

extension ProductIndex {
    /// How many rows stand before a product in an order that is not by words.
    fileprivate func place(of card: ProductCard, in order: ProductOrder) throws(StoreError) -> Int {
        let row = try lowerBound(card.id)
        func compare<Value: Comparable>(_ a: Value, _ b: Value) -> Int { a < b ? -1 : a > b ? 1 : 0 }
        func compare(_ a: [UInt8], _ b: [UInt8]) -> Int {
            a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1
        }
        switch order.key {
        case .relevance:
            return try orders.place(order, isValued: true, row: row) { (other) throws(StoreError) in
                let consumers = Int(try columns.value(.consumers, other, as: UInt32.self))
                let order = compare(try columns.retreat(other), card.searchRetreat)
                return order != 0 ? order : compare(card.consumers, consumers)
            }
        case .name, .owner, .domain:
            let text = card.sortText(order.key)
            return try orders.place(order, isValued: true, row: row) { (other) throws(StoreError) in
                compare(try sortText(other, order.key), text)
            }
        case .status, .updated, .consumers:
            let number = card.sortNumber(order.key)
            return try orders.place(order, isValued: true, row: row) { (other) throws(StoreError) in
                compare(try sortNumber(other, order.key), number)
            }
        case .quality:
            return try orders.place(order, isValued: card.quality != nil, row: row) { (other) throws(StoreError) in
                compare(try columns.quality(other) ?? .infinity, card.quality ?? .infinity)
            }
        }
    }

    private func sortText(_ row: Int, _ key: ProductOrder.Key) throws(StoreError) -> [UInt8] {
        switch key {
        case .owner:
            let word = try columns.value(.owner, row, as: UInt32.self)
            return Array(Folding.folded(try dictionary.word(word)).utf8)
        case .domain: return Array(try dictionary.word(try columns.value(.domain, row, as: UInt32.self)).utf8)
        default: return try names.with(row) { $0.title }
        }
    }

    private func sortNumber(_ row: Int, _ key: ProductOrder.Key) throws(StoreError) -> Int64 {
        switch key {
        case .status: Int64(try columns.value(.status, row, as: UInt8.self))
        case .updated: try columns.value(.updated, row, as: Int64.self)
        default: Int64(try columns.value(.consumers, row, as: UInt32.self))
        }
    }
}

extension RecordKey {
    /// The product whose card changes with this record.
    var productInOverlay: DataProduct.ID? {
        switch kind {
        case .product, .contract, .subscription, .metric: parts.first.flatMap { DataProduct.ID($0) }
        case .domain, .consumer, .policy, .template, .provision, .access, .alias, .carried, .note, .absence, .waiver,
            .implementation:
            nil
        }
    }
}
