extension ProductOrder {
    /// Whether one match stands before another. Every reader orders by this, or by what it stored of it.
    public func precedes(_ a: (card: ProductCard, rank: Int), _ b: (card: ProductCard, rank: Int)) -> Bool {
        switch key {
        case .relevance:
            if a.rank != b.rank { return a.rank > b.rank }
            if a.card.consumers != b.card.consumers { return a.card.consumers > b.card.consumers }
        case .name, .domain, .owner:
            let left = a.card.sortText(key)
            let right = b.card.sortText(key)
            if left != right { return left.lexicographicallyPrecedes(right) != descending }
        case .status, .updated, .consumers:
            let left = a.card.sortNumber(key)
            let right = b.card.sortNumber(key)
            if left != right { return (left < right) != descending }
        case .quality:
            // What was not measured stands last, whichever way.
            switch (a.card.quality, b.card.quality) {
            case (nil, nil): break
            case (nil, .some): return false
            case (.some, nil): return true
            case (let left?, let right?): if left != right { return (left < right) != descending }
            }
        }
        return a.card.id < b.card.id
    }
}

extension ProductCard {
    /// The folded bytes that a text order compares.
    public func sortText(_ key: ProductOrder.Key) -> [UInt8] {
        switch key {
        case .domain: Array((domains.first?.text ?? "").utf8)
        case .owner: Array(Folding.folded(owner).utf8)
        default: Array(Folding.folded(title).utf8)
        }
    }

    public func sortNumber(_ key: ProductOrder.Key) -> Int64 {
        switch key {
        case .status: Int64(DataProduct.Status.allCases.firstIndex(of: status) ?? 0)
        case .updated: updated.milliseconds
        default: Int64(consumers)
        }
    }
}
