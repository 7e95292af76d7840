internal import MeshModel

/// One revision of a mesh in a folder: records where they are asked for, columns where products are searched.
struct StoreReader: MeshReader {
    let folder: Folder
    let view: RecordView
    let index: ProductIndex?
    let overlay: ProductOverlay
    private let hidden: HiddenRows

    /// The reader of a view. What an earlier reader of the same snapshot knows is kept; only what was written since is looked at.
    init(_ folder: Folder, _ view: RecordView, after earlier: StoreReader? = nil) throws(ReadError) {
        self.folder = folder
        self.view = view
        let base = view.snapshot?.header.revision ?? 0
        do throws(StoreError) {
            if let earlier, earlier.view.snapshot === view.snapshot {
                index = earlier.index
            } else {
                index = try view.snapshot.flatMap { snapshot throws(StoreError) in try ProductIndex(snapshot) }
            }
        } catch { throw ReadError(error) }
        let records = RecordReading(folder: folder, view: view)
        if let earlier, earlier.view.snapshot === view.snapshot {
            overlay = try earlier.overlay.touching(view.keys(writtenAfter: earlier.view.revision), in: records)
        } else if index != nil || view.snapshot == nil {
            overlay = try ProductOverlay().touching(view.keys(writtenAfter: base), in: records)
        } else {
            // A snapshot without an index: every product is read as a record.
            overlay = try ProductOverlay().touching(try records.productKeys(), in: records)
        }
        hidden = HiddenRows(of: overlay, in: index)
    }

    private var records: RecordReading { RecordReading(folder: folder, view: view) }

    var revision: Revision { records.revision }

    func find<R: MeshRecord>(_ type: R.Type, _ key: RecordKey) throws(ReadError) -> R? {
        try records.find(type, key)
    }

    func scan<R: MeshRecord>(
        _ type: R.Type, under prefix: RecordKey, after: RecordKey?, limit: Int
    ) throws(ReadError) -> Page<R> {
        try records.scan(type, under: prefix, after: after, limit: limit)
    }

    func history(of key: RecordKey?, before: UInt64?, limit: Int) throws(ReadError) -> [JournalEntry] {
        try records.history(of: key, before: before, limit: limit)
    }

    func refusals(limit: Int) throws(ReadError) -> [RefusedRequest] { try records.refusals(limit: limit) }

    func subscriptions(
        _ query: SubscriptionQuery, after: RecordKey?, limit: Int, at now: Instant
    ) throws(ReadError) -> Page<Subscription> {
        try scanSubscriptions(query, after: after, limit: limit, at: now)
    }

    func search(_ query: ProductQuery, order: ProductOrder, at now: Instant) throws(ReadError) -> any ProductSearch {
        let filter = try filter(query, at: now)
        do {
            return try IndexSearch(
                index: index, overlay: overlay, hidden: try hidden.rows(), query: query, order: order, at: now,
                filter: filter)
        } catch { throw ReadError(error) }
    }

    func facets(_ query: ProductQuery, at now: Instant) throws(ReadError) -> ProductFacets {
        var counter = FacetCounter()
        if let index {
            let filter = try filter(query, at: now)
            do throws(StoreError) {
                try counter.count(index, filter: filter, hidden: try hidden.rows())
            } catch { throw ReadError(error) }
        }
        for case let entry? in overlay.entries.values where entry.rank(query, at: now) != nil {
            counter.count(entry.card)
        }
        return try counter.named(index, paths: path)
    }

    private func filter(_ query: ProductQuery, at now: Instant) throws(ReadError) -> RowFilter {
        try RowFilter(query, index: index, at: now, paths: path)
    }

    /// A domain and its parents, as they are in this revision.
    private func path(_ domain: Domain.ID) throws(ReadError) -> [Domain.ID] { try lineage(of: domain) }

    func consumers(of id: DataProduct.ID) throws(ReadError) -> [DataProduct.ID] {
        var found: [DataProduct.ID] = []
        do throws(StoreError) {
            if let index, let row = try index.row(of: id) {
                for fed in try index.list(row, in: index.feeds) {
                    guard fed < index.count else { throw index.feeds.damage(at: 4 * row, "it names no product") }
                    let consumer = try index.id(Int(fed))
                    if overlay.entries[consumer] == nil { found.append(consumer) }
                }
            }
        } catch { throw ReadError(error) }
        for case let entry? in overlay.entries.values where entry.inputs.contains(.product(id)) {
            found.append(entry.card.id)
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
