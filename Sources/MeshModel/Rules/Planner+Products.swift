extension Planner {
    mutating func create(_ draft: ProductDraft) throws {
        try Check.id(draft.id, "product")
        guard let domain = draft.facts.domain else {
            throw RuleViolation.invalid(what: "product", value: draft.id.text, reason: "needs a domain")
        }
        _ = try knownDomain(domain)
        var facts = draft.facts
        facts.owner = try Check.person(facts.owner ?? "", "owner of product '\(draft.id)'")
        try demand("create products in the domain '\(domain)'", people: try keepers(of: domain))
        guard try mesh.product(draft.id) == nil else {
            throw RuleViolation.duplicate(
                noun: "product", name: draft.id.text, hint: "datamesh product show \(draft.id) shows it")
        }
        var product = DataProduct()
        product.id = draft.id
        product.created = now
        if facts.ports?.isEmpty ?? true {
            facts.ports = [
                OutputPort(id: OutputPort.main, address: Address(location: "", format: facts.metadata?["format"] ?? ""))
            ]
        }
        _ = product.state(try checked(facts, of: product), by: .person(actor.user), at: now)
        try mesh.put(product)
        // Nothing can have named it before: the only circle is through itself.
        if product.inputs.contains(.product(product.id)) {
            throw RuleViolation.cycle([product.id.text, product.id.text])
        }
        consequences.add(
            .does, "product \(product.id)", "is created as a draft in \(domain), owned by \(product.owner)")
    }

    mutating func edit(_ edit: ProductEdit) throws {
        var product = try product(edit.id)
        try demand("edit the product '\(edit.id)'", people: try stewards(of: product))
        var facts = edit.facts
        facts.owner = try facts.owner.map { try Check.person($0, "owner of product '\(edit.id)'") }
        let old = product
        let outcomes = product.state(try checked(facts, of: product), by: .person(actor.user), at: now)
        let changed = outcomes.filter { $0.outcome == .set }.map(\.fact)
        guard !changed.isEmpty else { return }
        if old.domain != product.domain {
            try demand("move products into the domain '\(product.domain)'", people: try keepers(of: product.domain))
        }
        try mesh.put(product)
        if changed.contains(.inputs) { try refuseCycles(through: [product.id]) }
        consequences.add(
            .does, "product \(product.id)", "\(changed.map(\.rawValue).joined(separator: ", ")) changed")
        try warnSubscribers(of: product, about: "sees the change")
    }

    mutating func claim(_ claim: ProductClaim) throws {
        var product = try product(claim.id)
        let owner = try Check.person(claim.owner.isEmpty ? actor.user : claim.owner, "owner")
        try demand("claim the product '\(claim.id)'", people: try keepers(of: product.domain), roles: [.steward])
        guard product.owner.isEmpty else {
            throw RuleViolation.conflict(
                what: "product '\(claim.id)'", reason: "is owned by \(product.owner); ask them to hand it over")
        }
        var facts = ProductFacts()
        facts.owner = owner
        _ = product.state(facts, by: .person(actor.user), at: now)
        try mesh.put(product)
        consequences.add(.does, "product \(product.id)", "belongs to \(owner)")
    }

    mutating func deprecate(_ change: StatusChange) throws {
        var product = try product(change.product)
        try demand("deprecate the product '\(product.id)'", people: try stewards(of: product))
        guard product.status == .published || product.status == .deprecated else {
            throw RuleViolation.conflict(
                what: "product '\(product.id)'", reason: "is \(product.status); only a published product is deprecated")
        }
        if let until = change.until { try demandFuture(until, "until") }
        let before = product
        // Said again, what is not stated stays as it was said before.
        let isNew = product.status == .published
        product.status = .deprecated
        if isNew || !change.note.isEmpty { product.note = change.note }
        product.ends = change.until ?? (isNew ? nil : product.ends)
        guard product != before else { return }
        product.updated = now
        try mesh.put(product)
        consequences.add(
            .does, "product \(product.id)", "is deprecated" + (product.ends.map { " and ends on \($0.date)" } ?? ""))
        if let old = before.ends, let new = product.ends, new < old {
            consequences.add(.warning, "product \(product.id)", "ends earlier than was said: \(old.date)")
        }
        try warnSubscribers(of: product, about: "should move on")
        try warnDownstream(of: product)
    }

    mutating func retire(_ change: StatusChange) throws {
        var product = try product(change.product)
        try demand("retire the product '\(product.id)'", people: try stewards(of: product))
        guard product.status != .retired else {
            throw RuleViolation.conflict(what: "product '\(product.id)'", reason: "is retired already")
        }
        let active = try activeLinks(of: product)
        // Those who are left were told of the end.
        let hasEnded = product.status == .deprecated && product.ends.map { $0 <= now } ?? false
        guard active.isEmpty || hasEnded else {
            let way =
                product.ends.map { "retire it when they have left, or on \($0.date), as they were told" }
                ?? "deprecate it with an end (--until), and retire it when they have left or it has come"
            throw RuleViolation.conflict(
                what: "product '\(product.id)'",
                reason: "is still used by \(Self.list(active.map(\.consumer.text))); \(way)")
        }
        for link in active { try close(link, because: "\(product.id) is retired") }
        for link in try mesh.subscriptions(of: product.id) where link.standing(at: now).isUndecided {
            try turnAway(link, because: "\(product.id) is retired")
        }
        product.status = .retired
        // What its deprecation said still holds where nothing else is said.
        if !change.note.isEmpty { product.note = change.note }
        product.updated = now
        try mesh.put(product)
        consequences.add(.does, "product \(product.id)", "is retired")
        try warnDownstream(of: product)
    }

    /// Takes away an access that nothing is left to give.
    private mutating func close(_ open: Subscription, because reason: String) throws {
        var link = open
        link.state = .revoked
        link.history.append(.init(state: .revoked, at: now, by: actor.user, note: reason, until: link.until))
        try mesh.put(link)
        consequences.add(
            .warning, "subscription \(link.id)", "\(link.consumer) of \(link.consumerDomain) loses its access")
        try tellPlatforms(of: link)
    }

    /// Ends a request that nobody can grant any more.
    private mutating func turnAway(_ waiting: Subscription, because reason: String) throws {
        var link = waiting
        link.state = .denied
        link.history.append(.init(state: .denied, at: now, by: actor.user, note: reason, verdict: .deny))
        try mesh.put(link)
        consequences.add(.warning, "subscription \(link.id)", "is denied: nobody can grant it any more")
    }

    /// Facts that anybody states, checked and tidied.
    func checked(_ stated: ProductFacts, of product: DataProduct) throws -> ProductFacts {
        let facts = try Check.facts(stated)
        try demandKnown(facts, of: product)
        return facts
    }

    /// That what facts name is in the mesh.
    func demandKnown(_ facts: ProductFacts, of product: DataProduct) throws {
        if let domain = facts.domain { _ = try knownDomain(domain) }
        for case .product(let input) in facts.inputs ?? [] where input != product.id {
            guard try mesh.holds(DataProduct.key(input)) else {
                throw RuleViolation.unknown(
                    noun: "product", name: input.text,
                    hint: "an input outside the mesh is written external:\(input)")
            }
        }
    }

    func activeLinks(of product: DataProduct) throws -> [Subscription] {
        try mesh.subscriptions(of: product.id).filter { $0.standing(at: now).grantsAccess }
    }

    mutating func warnSubscribers(of product: DataProduct, about what: String) throws {
        let active = try activeLinks(of: product)
        guard !active.isEmpty else { return }
        consequences.add(
            .note, "product \(product.id)",
            "\(active.count) subscriber\(active.count == 1 ? "" : "s") \(what): \(Self.list(active.map(\.consumer.text)))"
        )
    }

    mutating func warnDownstream(of product: DataProduct) throws {
        let fed = try mesh.consumers(of: product.id)
        guard !fed.isEmpty else { return }
        consequences.add(
            .warning, "product \(product.id)", "feeds \(Self.list(fed.map(\.text)))")
    }

    /// A few names, then how many more.
    static func list(_ names: [String]) -> String {
        names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " +\(names.count - 5)" : "")
    }

    /// Walks upstream from products whose inputs changed; a circle is refused with its path. Each product is walked once.
    ///
    /// - Parameter made: Those that this batch made. Nothing outside of it takes data from them: a circle of none but such ones lies
    ///   within them, and all others go through one that was there before.
    func refuseCycles(through changed: [DataProduct.ID], made: Set<DataProduct.ID> = []) throws {
        var finished = Set<DataProduct.ID>()
        for start in changed where !made.contains(start) {
            try refuseCycles(from: start, &finished) { _ in true }
        }
        for start in changed where made.contains(start) {
            try refuseCycles(from: start, &finished) { made.contains($0) }
        }
    }

    private func refuseCycles(
        from start: DataProduct.ID, _ finished: inout Set<DataProduct.ID>, within isWalked: (DataProduct.ID) -> Bool
    ) throws {
        guard !finished.contains(start) else { return }
        // An explicit stack: lineage is as deep as people make it.
        var path: [(id: DataProduct.ID, rest: [DataProduct.ID])] = [(start, try productInputs(of: start))]
        var onPath: Set<DataProduct.ID> = [start]
        while let last = path.last {
            guard let next = last.rest.last else {
                finished.insert(last.id)
                onPath.remove(last.id)
                path.removeLast()
                continue
            }
            path[path.count - 1].rest.removeLast()
            if onPath.contains(next) {
                let circle = path.drop { $0.id != next }.map(\.id.text)
                throw RuleViolation.cycle(([next.text] + circle.dropFirst() + [next.text]).reversed())
            }
            guard !finished.contains(next), isWalked(next) else { continue }
            path.append((next, try productInputs(of: next)))
            onPath.insert(next)
        }
    }

    private func productInputs(of id: DataProduct.ID) throws -> [DataProduct.ID] {
        (try mesh.product(id)?.inputs ?? []).compactMap { if case .product(let input) = $0 { input } else { nil } }
    }
}
