/// A product as a document states it: facts, a status, and what its ports promise.
private struct StatedProduct {
    /// A contract, and where in the document it stands.
    struct Promise {
        var port: OutputPort.ID?
        var contract: Tree
        var path: [TreeError.Step]
    }

    var id = DataProduct.ID()
    var facts = ProductFacts()
    var status: DataProduct.Status?
    var note = ""
    var ends: Instant?
    var promises: [Promise] = []

    init(_ tree: Tree) throws(TreeError) {
        guard case .map(let fields) = tree else { throw TreeError("expected a map, found \(tree.noun)") }
        var rest: [(key: String, value: Tree)] = []
        // A product of one port may state its contract beside its facts.
        var short: [(key: String, value: Tree)] = []
        for (key, value) in fields {
            do {
                switch key {
                case "product_id": id = try DataProduct.ID(value)
                case "status": status = try DataProduct.Status(value)
                case "note": note = try String(value)
                case "ends": ends = try Instant(value)
                case "version", "schema": short.append((key, value))
                case "ports": rest.append((key, try ports(value)))
                default: rest.append((key, value))
                }
            } catch { throw error.inside(.key(key)) }
        }
        facts = try ProductFacts(.map(rest))
        if !short.isEmpty {
            guard promises.isEmpty else {
                throw TreeError("stands beside ports that state a contract; state each at its port")
                    .inside(.key(short[0].key))
            }
            promises = [Promise(port: nil, contract: .map(short), path: [])]
        }
    }

    /// Another end, or another note, of a product that is deprecated already.
    func farewell(after standing: DataProduct) -> Change? {
        let isSame = (ends ?? standing.ends) == standing.ends && (note.isEmpty || note == standing.note)
        return isSame ? nil : .deprecate(StatusChange(product: id, note: note, until: ends))
    }

    /// The ports without their contracts, which are kept apart.
    private mutating func ports(_ tree: Tree) throws(TreeError) -> Tree {
        guard case .list(let items) = tree else { return tree }
        var bare: [Tree] = []
        for (index, item) in items.enumerated() {
            guard case .map(let fields) = item, let contract = item["contract"] else {
                bare.append(item)
                continue
            }
            do {
                let port = try item["port_id"].map { tree throws(TreeError) in try OutputPort.ID(tree) }
                promises.append(
                    Promise(port: port, contract: contract, path: [.key("ports"), .index(index), .key("contract")]))
            } catch { throw error.inside(.key("port_id")).inside(.index(index)) }
            bare.append(.map(fields.filter { $0.key != "contract" }))
        }
        return .list(bare)
    }
}

extension Declaration {
    func productSteps(on reader: any MeshReader) throws(DeclarationError) -> Steps {
        let wanted: StatedProduct
        do { wanted = try StatedProduct(stated) } catch { throw .misstated(error) }
        let standing = try find(DataProduct.self, DataProduct.key(wanted.id), on: reader)
        var changes: [Change] = []
        var names: [String] = []
        if let standing {
            let facts = wanted.facts.differing(from: standing)
            if !facts.isBlank {
                changes.append(.editProduct(ProductEdit(id: wanted.id, facts: facts)))
                if case .map(let fields) = facts.tree { names += fields.filter { $0.value != .null }.map(\.key) }
            }
        } else {
            changes.append(.createProduct(ProductDraft(id: wanted.id, facts: wanted.facts)))
        }
        for promise in wanted.promises {
            guard let publication = try publication(promise, of: wanted.id, standing, on: reader) else { continue }
            changes.append(.publish(publication))
            names.append("version \(publication.version)")
        }
        let isPublished = changes.contains { if case .publish = $0 { true } else { false } }
        if let status = wanted.status {
            let now = isPublished ? .published : standing?.status ?? .draft
            if let step = try farewell(from: now, to: status, of: wanted) {
                changes.append(step)
                names.append("status")
            } else if status == .deprecated, let standing, let step = wanted.farewell(after: standing) {
                changes.append(step)
                names.append("end")
            }
        }
        if standing == nil { return (.created, changes) }
        return changes.isEmpty ? (.unchanged, []) : (.changed(names), changes)
    }

    /// Nil where the port promises that already.
    private func publication(
        _ promise: StatedProduct.Promise, of id: DataProduct.ID, _ standing: DataProduct?, on reader: any MeshReader
    ) throws(DeclarationError) -> Publication? {
        var publication: Publication
        do { publication = try Publication(promise.contract) } catch {
            throw .misstated(promise.path.reversed().reduce(error) { $0.inside($1) })
        }
        publication.product = id
        publication.port = promise.port
        guard let standing else { return publication }
        let latest: Contract?
        do { latest = try reader.contract(of: id, port: promise.port ?? standing.defaultPort) } catch {
            throw .unreadable(error)
        }
        guard let latest, Version(text: publication.version) == latest.version, publication.schema == latest.schema,
            publication.access == nil || publication.access == latest.access,
            publication.sla == nil || publication.sla == latest.sla
        else { return publication }
        return nil
    }

    /// What takes a product out of use; nil where it stands as it should. The ways that only a version can go are refused.
    private func farewell(
        from now: DataProduct.Status, to status: DataProduct.Status, of product: StatedProduct
    ) throws(DeclarationError) -> Change? {
        guard now != status else { return nil }
        let change = StatusChange(product: product.id, note: product.note, until: product.ends)
        switch status {
        case .deprecated: return .deprecate(change)
        case .retired: return .retire(change)
        case .draft:
            throw .misstated(TreeError("is \(now); it cannot become a draft again").inside(.key("status")))
        case .published:
            throw .misstated(
                TreeError("is \(now); it is published by a new version: state one with its schema")
                    .inside(.key("status")))
        }
    }
}
