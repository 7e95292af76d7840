extension StoreGateway {
    /// What of the points and accesses is kept.
    public func seriesBounds() throws(StoreError) -> SeriesBounds { try folder.view().bounds }

    /// How many of the points and accesses that are kept would not be within other bounds.
    public func beyond(_ bounds: SeriesBounds) throws(StoreError) -> UInt64 {
        let view = try folder.view()
        return try view.seriesCount() - view.keeping(bounds.stricter(view.bounds)).seriesCount()
    }
}

extension RecordView {
    fileprivate func seriesCount() throws(StoreError) -> UInt64 {
        let kinds = Series.kinds
        var cursor = try cursor(from: StoredKey(kinds.lowerBound, []), in: .init(kinds: kinds))
        var count: UInt64 = 0
        while try cursor.next() != nil { count += 1 }
        return count
    }
}
