/// What a batch has imported so far.
struct ImportLedger {
    /// By source: the products named in this batch.
    var present: [String: Set<DataProduct.ID>] = [:]
    /// Inputs named by alias, to be resolved when every product of the batch is known.
    var inputs: [(product: DataProduct.ID, source: String, aliases: [String])] = []
    var created = Set<DataProduct.ID>()
    var updated: [DataProduct.ID: [String]] = [:]
    /// In the order of the file.
    var order: [DataProduct.ID] = []
}

extension Planner {
    mutating func importProduct(_ imported: ImportedProduct) throws {
        let facts = try Check.statements(of: imported)
        guard !imported.source.isEmpty, !imported.proposed.isBlank else {
            throw RuleViolation.invalid(
                what: "imported product", value: imported.sourceID, reason: "needs a source and an id")
        }
        let known = try existing(imported)
        var product = known ?? DataProduct()
        if known == nil {
            guard let domain = imported.facts.domain else {
                throw RuleViolation.invalid(
                    what: "imported product", value: imported.sourceID, reason: "needs a domain")
            }
            product.id = try freeID(imported.proposed)
            product.created = now
            product.status = .published
            try demandImport(into: domain)
            imports.created.insert(product.id)
            mesh.make(product.id)
        } else {
            try demandImport(into: product.domain)
        }
        if imports.present[imported.source, default: []].insert(product.id).inserted {
            imports.order.append(product.id)
        }

        try demandKnown(facts, of: product)
        let outcomes = product.state(facts, by: .source(imported.source), at: now)
        var changed = outcomes.filter { $0.outcome == .set }.map(\.fact.rawValue)
        for case (let fact, .kept(let ours, let theirs)) in outcomes {
            consequences.tally.kept += 1
            consequences.add(
                .note, "product \(product.id)",
                "keeps the edited \(fact.rawValue) '\(ours)'; \(imported.source) says '\(theirs)'")
        }
        if product.missing != nil {
            product.missing = nil
            changed.append("listed again")
        }
        product.source = imported.source
        product.sourceID = imported.sourceID
        try mesh.put(product)

        if try publishImported(imported.schema, version: imported.version, product: product, source: imported.source) {
            changed.append("schema")
        }
        if try measure(imported, product.id) { changed.append("metrics") }
        if !imported.carried.isEmpty {
            let carried = CarriedDocument(product: product.id, source: imported.source, json: imported.carried)
            if try mesh.put(carried) { changed.append("carried fields") }
        }
        let scoped = Alias.scoped(imported.sourceID, in: imported.source)
        try name(product.id, imported.aliases + [imported.sourceID, scoped])
        if let aliases = imported.inputAliases { imports.inputs.append((product.id, imported.source, aliases)) }
        if known != nil, !changed.isEmpty { imports.updated[product.id, default: []] += changed }
    }

    /// What the source listed before and did not name any more becomes missing, never deleted.
    mutating func conclude(_ conclusion: ImportConclusion) throws {
        for id in try conclusion.missing ?? unnamed(conclusion.source) {
            guard var product = try mesh.product(id), product.missing == nil, product.source == conclusion.source
            else { continue }
            try demandImport(into: product.domain)
            product.missing = now
            product.updated = now
            try mesh.put(product)
            consequences.tally.missing += 1
            consequences.add(
                .warning, "product \(id)", "is no longer listed by \(conclusion.source): missing from now on")
        }
    }

    /// Products of a source that this batch has not named. Queries compare without case and accents; sources are told apart by them.
    private func unnamed(_ source: String) throws -> [DataProduct.ID] {
        let present = imports.present[source] ?? []
        return try mesh.products(ofSource: source, at: now).filter { !present.contains($0) }
    }

    /// Inputs named by alias become products where one is known, else external data sets.
    mutating func resolveInputs() throws {
        var changed: [DataProduct.ID] = []
        for (id, source, aliases) in imports.inputs {
            guard var product = try mesh.product(id) else { continue }
            var facts = ProductFacts()
            var inputs: [Input] = []
            for alias in aliases {
                let input: Input = try mesh.productID(named: alias).map { .product($0) } ?? .external(alias)
                if !inputs.contains(input), input != .product(id) { inputs.append(input) }
            }
            facts.inputs = inputs
            for (_, outcome) in product.state(facts, by: .source(source), at: now) {
                switch outcome {
                case .same: break
                case .set:
                    changed.append(id)
                    if !imports.created.contains(id) { imports.updated[id, default: []].append("inputs") }
                case .kept(let ours, let theirs):
                    consequences.tally.kept += 1
                    consequences.add(
                        .note, "product \(id)", "keeps the edited inputs '\(ours)'; \(source) says '\(theirs)'")
                }
            }
            try mesh.put(product)
        }
        try refuseCycles(through: changed, made: imports.created)
        for id in imports.order {
            if imports.created.contains(id) {
                consequences.tally.created += 1
            } else if let changed = imports.updated[id] {
                consequences.tally.updated += 1
                consequences.add(.does, "product \(id)", "\(changed.joined(separator: ", ")) changed")
            } else {
                consequences.tally.unchanged += 1
            }
        }
    }

    private mutating func demandImport(into domain: Domain.ID) throws {
        try demand("import into the domain '\(domain)'", people: try keepers(of: domain), roles: [.steward])
    }

    /// The product that an import means.
    ///
    /// Within a source its own name decides. Across sources a name decides that can only mean one thing anywhere, such as a URN;
    /// "1" or "GSA-12" may be anybody's, and means the product only when that is also called the same.
    private func existing(_ imported: ImportedProduct) throws -> DataProduct? {
        for name in [Alias.scoped(imported.sourceID, in: imported.source), imported.sourceID] + imported.aliases {
            guard let alias = try mesh.find(Alias.self, Alias.key(name)), let product = try mesh.product(alias.product),
                product.source == imported.source || Alias.isUniversal(name) || product.name == imported.facts.name
            else { continue }
            // Two records of one file are two products, whatever names they share.
            let isTaken = imports.present[imported.source]?.contains(product.id) ?? false
            if isTaken, product.sourceID != imported.sourceID { continue }
            return product
        }
        // One that a person made under this id before any source spoke of it; or the source's own name is the id, which no alias repeats.
        guard let product = try mesh.product(imported.proposed) else { return nil }
        let isSame = product.source == imported.source && product.sourceID == imported.sourceID
        return isSame || product.source.isEmpty ? product : nil
    }

    private func freeID(_ proposed: DataProduct.ID) throws -> DataProduct.ID {
        guard try mesh.holds(DataProduct.key(proposed)) else { return proposed }
        var number = 2
        while true {
            let suffix = "-\(number)"
            let stem = proposed.text.prefix(DataProduct.ID.longest - suffix.count)
            if let id = DataProduct.ID(stem + suffix), try !mesh.holds(DataProduct.key(id)) { return id }
            number += 1
        }
    }

    /// Gives a product other names; a name that means another product already stays with it.
    private mutating func name(_ id: DataProduct.ID, _ names: [String]) throws {
        for name in names
        where !name.isEmpty && name.utf8.count <= Bounds.alias && !name.utf8.contains(0) && name != id.text {
            guard try !mesh.holds(Alias.key(name)) else { continue }
            mesh.add(Alias(name: name, product: id))
        }
    }

    private mutating func measure(_ imported: ImportedProduct, _ id: DataProduct.ID) throws -> Bool {
        var changed = false
        for metric in imported.metrics {
            let value = try metric.checked()
            let point = MetricPoint(
                product: id, name: metric.name, value: value, at: imported.measuredAt ?? now, source: imported.source)
            // Without a time of its own, the same value says nothing new.
            if imported.measuredAt == nil,
                try mesh.points(of: id, metric: metric.name, limit: 1).first?.value == value
            {
                continue
            }
            if try mesh.put(point) { changed = true }
        }
        return changed
    }
}

extension MeshReader {
    /// Products that an import of that name brought, and those of names that differ in case and accents only.
    public func products(ofSource source: String, at now: Instant) throws(ReadError) -> [DataProduct.ID] {
        var query = ProductQuery()
        query.conditions = [.init(field: .source, test: .equals(Folding.folded(source)))]
        var search = try search(query, order: ProductOrder(.name), at: now)
        while search.unseen > 0 { try search.advance(1 << 16) }
        return try search.page(0..<search.found)
    }
}
