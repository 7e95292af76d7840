import MeshModel

extension Reading {
    /// A product as the list shows it; nil when there is none.
    mutating func row(_ id: DataProduct.ID, at now: Instant) throws(ReadError) -> ProductRow? {
        guard let product = try reader.product(id) else { return nil }
        return ProductRow(
            title: product.title, status: product.status,
            standing: try reader.standing(of: product, under: try policyBook(), for: actor, at: now))
    }

    /// The policies in force, read once for a revision.
    mutating func policyBook() throws(ReadError) -> PolicyBook {
        if let book { return book }
        let read = try reader.policyBook()
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
