internal import MeshModel

extension StoreReader {
    func subscriptions(
        _ query: SubscriptionQuery, after: RecordKey?, limit: Int, at now: Instant
    ) throws(ReadError) -> Page<Subscription> {
        guard query.product == nil, let indexed = try indexedKeys(query) else {
            return try scanSubscriptions(query, after: after, limit: limit, at: now)
        }
        var items: [Subscription] = []
        for key in try merged(indexed, .subscription) where after.map({ $0 < key }) ?? true {
            guard let link = try find(Subscription.self, key), query.admits(link, at: now) else { continue }
            if items.count == limit { return Page(items: items, next: items.last?.key) }
            items.append(link)
        }
        return Page(items: items, next: nil)
    }

    func userCount(of id: DataProduct.ID, at now: Instant) throws(ReadError) -> Int {
        if let index, overlay.entries[id] == nil {
            do throws(StoreError) {
                // As many as are stored as active, until the first of them ends.
                if let row = try index.row(of: id),
                    try index.columns.value(.ends, row, as: Int64.self) > now.milliseconds
                {
                    return Int(try index.columns.value(.consumers, row, as: UInt32.self))
                }
            } catch { throw ReadError(error) }
        }
        return try countUsers(of: id, at: now)
    }

    func consumers(ownedBy owner: String) throws(ReadError) -> [Consumer] {
        guard let index else { return try scanConsumers(ownedBy: owner) }
        let indexed: [RecordKey]
        do throws(StoreError) { indexed = try index.links.keys(.owner, owner) } catch { throw ReadError(error) }
        var owned: [Consumer] = []
        for key in try merged(indexed, .consumer) {
            if let consumer = try find(Consumer.self, key), consumer.owner == owner { owned.append(consumer) }
        }
        return owned
    }

    /// Where the snapshot has links that a query may mean; nil: the index does not know such questions.
    private func indexedKeys(_ query: SubscriptionQuery) throws(ReadError) -> [RecordKey]? {
        guard let links = index?.links else { return nil }
        do throws(StoreError) {
            if let consumer = query.consumer { return try links.keys(.consumer, consumer.text) }
            if let requester = query.requestedBy { return try links.keys(.requester, requester) }
            if query.state == .requested { return try links.requested() }
            return nil
        } catch { throw ReadError(error) }
    }

    /// Keys of the snapshot and whatever of the kind the journal has touched, in order.
    private func merged(_ keys: [RecordKey], _ kind: RecordKind) throws(ReadError) -> [RecordKey] {
        let touched = view.keys(writtenAfter: view.snapshot?.header.revision ?? 0).filter { $0.kind == kind }
        return touched.isEmpty ? keys : touched.union(keys).sorted()
    }
}
