internal import MeshModel
internal import Synchronization

/// The products that the journal has touched since the snapshot, as cards: what stands over the index.
///
/// A value: the next revision's is made from this one by looking at the few keys that a commit touched.
struct ProductOverlay: Sendable {
    private(set) var entries: [DataProduct.ID: OverlayEntry] = [:]

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
    private let rowPlaces = Mutex<[ProductOrder: Int]>([:])

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
        let place = try index.place(of: OrderValue(card, order.key), row: try index.lowerBound(id), in: order)
        places.withLock { $0[order] = place }
        return place
    }

    /// How many stand before the row that it stands over; nil: it is new.
    func rowPlace(in order: ProductOrder, of index: ProductIndex) throws(StoreError) -> Int? {
        guard let row else { return nil }
        if let known = rowPlaces.withLock({ $0[order] }) { return known }
        let place = try index.place(of: try index.value(row, order.key), row: row, in: order)
        rowPlaces.withLock { $0[order] = place }
        return place
    }
}

/// What an order that is not by words compares of a product.
enum OrderValue {
    case text([UInt8])
    case number(Int64)
    /// Nil: not measured.
    case quality(Double?)
    /// How far it is on its way out, then its users.
    case relevance(retreat: Int, consumers: Int)

    init(_ card: ProductCard, _ key: ProductOrder.Key) {
        switch key {
        case .relevance: self = .relevance(retreat: card.searchRetreat, consumers: card.consumers)
        case .name, .owner, .domain: self = .text(card.sortText(key))
        case .status, .updated, .consumers: self = .number(card.sortNumber(key))
        case .quality: self = .quality(card.quality)
        }
    }

    var isValued: Bool { if case .quality(nil) = self { false } else { true } }

    /// Below, beside or above another of the same order, ascending.
    func compare(_ other: OrderValue) -> Int {
        func order<Value: Comparable>(_ a: Value, _ b: Value) -> Int { a < b ? -1 : a > b ? 1 : 0 }
        switch (self, other) {
        case (.text(let a), .text(let b)): return a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1
        case (.number(let a), .number(let b)): return order(a, b)
        case (.quality(let a), .quality(let b)): return order(a ?? .infinity, b ?? .infinity)
        case (.relevance(let a, let users), .relevance(let b, let others)):
            return a != b ? order(a, b) : order(others, users)
        case (.text, _), (.number, _), (.quality, _), (.relevance, _): return 0
        }
    }
}

extension ProductIndex {
    /// How many rows stand before a value in an order; of those that tie with it, the ones below `row`.
    fileprivate func place(of value: OrderValue, row: Int, in order: ProductOrder) throws(StoreError) -> Int {
        try orders.place(order, isValued: value.isValued, row: row) { (other) throws(StoreError) in
            try self.value(other, order.key).compare(value)
        }
    }

    fileprivate func value(_ row: Int, _ key: ProductOrder.Key) throws(StoreError) -> OrderValue {
        switch key {
        case .relevance:
            return .relevance(
                retreat: try columns.retreat(row), consumers: Int(try columns.value(.consumers, row, as: UInt32.self)))
        case .name: return .text(try names.with(row) { $0.title })
        case .owner:
            let word = try columns.value(.owner, row, as: UInt32.self)
            return .text(Array(Folding.folded(try dictionary.word(word)).utf8))
        case .domain:
            return .text(Array(try dictionary.word(try columns.value(.domain, row, as: UInt32.self)).utf8))
        case .status: return .number(Int64(try columns.value(.status, row, as: UInt8.self)))
        case .updated: return .number(try columns.value(.updated, row, as: Int64.self))
        case .consumers: return .number(Int64(try columns.value(.consumers, row, as: UInt32.self)))
        case .quality: return .quality(try columns.quality(row))
        }
    }
}

extension RecordKey {
    /// The product whose card changes with this record.
    var productInOverlay: DataProduct.ID? {
        switch kind {
        case .product, .contract, .subscription, .metric: parts.first.flatMap { DataProduct.ID($0) }
        case .domain, .consumer, .policy, .template, .provision, .access, .alias, .carried, .note, .absence, .waiver,
            .implementation, .platformGrant, .renewal, .campaign, .notice, .endorsement,
            .formerGovernance:
            nil
        }
    }
}
