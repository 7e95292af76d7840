import MeshModel

extension Session {
    /// All that a query finds, looked for in slices, or the first of it.
    func find(_ query: ProductQuery, order: ProductOrder, limit: Int? = nil) throws -> [DataProduct.ID] {
        var search = try reader.search(query, order: order, at: now)
        while search.unseen > 0 { try search.advance(1 << 14) }
        return try search.page(0..<min(limit ?? search.found, search.found))
    }

    func productTable(_ ids: [DataProduct.ID]) throws -> Table {
        var table = Table([
            "PRODUCT": .left, "VERSION": .left, "STATUS": .left, "DOMAIN": .left, "OWNER": .left, "QUALITY": .right,
            "USERS": .right, "DESCRIPTION": .elastic,
        ])
        for id in ids {
            guard let product = try reader.product(id) else { continue }
            let card = try reader.card(of: product)
            table.rows.append([
                id.text, try reader.contract(of: id, port: product.defaultPort)?.version.written ?? "–",
                product.status.rawValue + (product.missing == nil ? "" : ", missing"), product.domain.text,
                product.owner.isEmpty ? "unclaimed" : product.owner,
                card.quality.map(rounded) ?? "–", String(card.consumers), product.description,
            ])
        }
        return table
    }

    /// Answers with products: a table, or each with what is known of it.
    func list(_ ids: [DataProduct.ID]) throws {
        guard output.isForPrograms else { return output.table(try productTable(ids)) }
        // One by one where a record is a line: a long list is never in memory as a whole.
        if output.form == .jsonLines {
            for id in ids { if let product = try reader.product(id) { try output.document(tree(product)) } }
        } else {
            var trees: [Tree] = []
            for id in ids { if let product = try reader.product(id) { trees.append(try tree(product)) } }
            output.documents(trees)
        }
    }

    /// A product under the original's names.
    func tree(_ product: DataProduct) throws -> Tree {
        let contracts = try reader.contracts(of: product.id)
        let links = try reader.subscriptions(of: product.id).filter { $0.standing(at: now).grantsAccess }
        let metrics = try reader.metrics(of: product.id)
        return product.tree.adding([
            "version": .optional(contracts.last { $0.port == product.defaultPort }?.version),
            "versions": .list(contracts.map(\.tree)),
            "access_policy": try reader.terms(of: product, port: product.defaultPort).tree,
            "consumers": .texts(links.map(\.consumer.text)),
            "quality_metrics": .map(metrics.map { ($0.name, $0.value.tree) }),
        ])
    }
}

/// One digit behind the point is what people compare.
func rounded(_ value: Double) -> String { plainNumber((value * 10).rounded() / 10) }
