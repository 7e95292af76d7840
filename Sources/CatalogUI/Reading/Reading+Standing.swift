import MeshModel

extension Reading {
    /// A product as the list shows it; nil when there is none.
    mutating func row(_ id: DataProduct.ID, at now: Instant) throws(ReadError) -> ProductRow? {
        guard let product = try reader.product(id) else { return nil }
        return ProductRow(
            title: product.title, status: product.status,
            standing: try reader.standing(
                of: product, under: try policyBook(), for: actor, with: try actorLinks(at: now),
                at: now))
    }

    /// The actor's own links, read once for a revision.
    private mutating func actorLinks(at now: Instant) throws(ReadError) -> ActorLinks {
        if let links { return links }
        let read = try reader.actorLinks(actor, at: now)
        links = read
        return read
    }

    /// The policies in force, read once for a revision.
    mutating func policyBook() throws(ReadError) -> PolicyBook {
        if let book { return book }
        let read = try reader.policyBook(domainsAlways: false)
        book = read
        return read
    }
}

extension TrustLevel {
    var tone: Tone {
        switch self {
        case .good: .good
        case .warning: .warning
        case .bad: .bad
        case .unknown: .unknown
        }
    }
}

extension AccessWord {
    var tone: Tone {
        switch self {
        case .yours: .good
        case .open, .asked: .info
        case .asks: .unknown
        case .closed: .bad
        case .unclaimed: .warning
        }
    }
}
