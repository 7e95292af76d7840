internal import MeshModel

/// The products that the journal has touched since the snapshot, as cards: what stands over the index.
///
/// A value: the next revision's is made from this one by looking at the few keys that a commit touched.
struct ProductOverlay: Sendable {
    struct Entry: Sendable {
        var card: ProductCard
        /// Folded, so that a keystroke does not fold them again.
        var names: String
        var tags: String
        var description: String
        var inputs: [Input]

        /// How well a query fits; nil: it does not.
        func rank(_ query: ProductQuery, at now: Instant) -> Int? {
            guard query.conditions.allSatisfy({ $0.admits(card, at: now) }) else { return nil }
            return query.rank(names: names.utf8.span, tags: tags.utf8.span, description: description.utf8.span)
                .map { ProductQuery.rank($0, status: card.status) }
        }
    }

    /// Nil: the product is gone.
    private(set) var entries: [DataProduct.ID: Entry?] = [:]

    var isEmpty: Bool { entries.isEmpty }

    /// This overlay once the records under some keys are as a reader has them.
    func touching(_ keys: some Sequence<RecordKey>, in reader: some MeshReader) throws(ReadError)
        -> ProductOverlay
    {
        var next = self
        var touched = Set<DataProduct.ID>()
        var domainsChanged = false
        for key in keys {
            if let id = key.productInOverlay { touched.insert(id) }
            if key.kind == .domain { domainsChanged = true }
        }
        // A domain that moved takes its products' paths with it.
        if domainsChanged { touched.formUnion(entries.keys) }
        for id in touched { next.entries[id] = .some(try Self.entry(id, in: reader)) }
        return next
    }

    private static func entry(_ id: DataProduct.ID, in reader: some MeshReader) throws(ReadError) -> Entry? {
        guard let product = try reader.product(id) else { return nil }
        let card = try reader.card(of: product)
        let texts = card.searchTexts
        return Entry(
            card: card, names: texts.names, tags: texts.tags, description: texts.description, inputs: product.inputs)
    }
}

extension RecordKey {
    /// The product whose card changes with this record.
    var productInOverlay: DataProduct.ID? {
        switch kind {
        case .product, .subscription, .metric: parts.first.flatMap { DataProduct.ID($0) }
        case .domain, .contract, .consumer, .policy, .template, .provision, .access, .alias, .carried, .note, .absence:
            nil
        }
    }
}
