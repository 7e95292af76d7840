internal import MeshModel

/// One revision of a mesh in a folder: records where they are asked for, columns where products are searched.
struct StoreReader: MeshReader {
    let folder: Folder
    let view: RecordView
    let index: ProductIndex?
    let overlay: ProductOverlay
    private let hidden: HiddenRows
    private let domains: DomainPaths?

    /// The reader of a view. What an earlier reader of the same snapshot knows is kept; only what was written since is looked at.
    init(_ folder: Folder, _ view: RecordView, after earlier: StoreReader? = nil) throws(ReadError) {
        self.folder = folder
        self.view = view
        let before = earlier.flatMap { $0.view.snapshot === view.snapshot ? $0 : nil }
        do throws(StoreError) {
            if let before {
                index = before.index
            } else {
                index = try view.snapshot.flatMap { snapshot throws(StoreError) in try ProductIndex(snapshot) }
            }
        } catch { throw ReadError(error) }
        let records = RecordReading(folder: folder, view: view)
        let keys = view.keys(writtenAfter: before?.view.revision ?? view.snapshot?.header.revision ?? 0)
        if let before {
            overlay = try before.overlay.touching(keys, in: records, over: index)
        } else if index != nil || view.snapshot == nil {
            overlay = try ProductOverlay().touching(keys, in: records, over: index)
        } else {
            // A snapshot without an index: every product is read as a record.
            overlay = try ProductOverlay().touching(try records.productKeys(), in: records, over: nil)
        }
        hidden = HiddenRows(of: overlay)
        domains = index.map { DomainPaths($0, records, touching: keys, after: before?.domains) }
    }

    /// Rows of the snapshot that the journal stands over, ascending.
    var hiddenRows: [Int] { hidden.rows }

    private var records: RecordReading { RecordReading(folder: folder, view: view) }

    var revision: Revision { records.revision }

    func find<R: MeshRecord>(_ type: R.Type, _ key: RecordKey) throws(ReadError) -> R? {
        try records.find(type, key)
    }

    func holds(_ key: RecordKey) throws(ReadError) -> Bool { try records.holds(key) }

    func scan<R: MeshRecord>(
        _ type: R.Type, under prefix: RecordKey, after: RecordKey?, limit: Int
    ) throws(ReadError) -> Page<R> {
        try records.scan(type, under: prefix, after: after, limit: limit)
    }

    func firsts<R: MeshRecord>(_ type: R.Type, under prefix: RecordKey) throws(ReadError) -> [R] {
        try records.firsts(type, under: prefix)
    }

    func history(
        of product: DataProduct.ID?, before: UInt64?, limit: Int
    ) throws(ReadError) -> [JournalEntry] {
        try records.history(of: product, before: before, limit: limit)
    }

    func refusals(limit: Int) throws(ReadError) -> [RefusedRequest] { try records.refusals(limit: limit) }

    func search(_ query: ProductQuery, order: ProductOrder, at now: Instant) throws(ReadError) -> any ProductSearch {
        try IndexSearch(
            index: index, overlay: overlay, hidden: hidden.rows, query: query, order: order, at: now, domains: domains)
    }

    func consumers(of id: DataProduct.ID) throws(ReadError) -> [DataProduct.ID] {
        var found: [DataProduct.ID] = []
        do throws(StoreError) {
            if let index, let row = try index.row(of: id) {
                found = try index.feeds.with(row) { (fed) throws(StoreError) in
                    var ids: [DataProduct.ID] = []
                    for place in fed.indices { ids.append(try index.id(Int(fed[place]))) }
                    return ids
                }
                found.removeAll { overlay.entries[$0] != nil }
            }
        } catch { throw ReadError(error) }
        for entry in overlay.entries.values where entry.product?.inputs.contains(.product(id)) ?? false {
            found.append(entry.id)
        }
        return found.sorted()
    }
}

extension ReadError {
    init(_ error: StoreError) {
        switch error {
        case .damaged(let file, let offset, let finding): self = .damaged(file: file, offset: offset, reason: finding)
        default: self = .unavailable(reason: error.description)
        }
    }
}
