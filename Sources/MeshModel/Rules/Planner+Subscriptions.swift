extension Planner {
    mutating func register(_ proposal: Consumer) throws {
        var consumer = proposal
        try Check.id(consumer.id, "consumer")
        consumer.owner = try Check.person(consumer.owner, "owner of consumer '\(consumer.id)'")
        try demand("register a consumer for \(consumer.owner)", people: [consumer.owner], roles: [.steward])
        consumer.domain = try Self.checkedDomainName(consumer.domain)
        guard try mesh.consumer(consumer.id) == nil else {
            throw RuleViolation.duplicate(noun: "consumer", name: consumer.id.text, hint: "")
        }
        consumer.created = now
        try mesh.put(consumer)
        consequences.add(.does, "consumer \(consumer.id)", "is registered, owned by \(consumer.owner)")
    }

    /// All of a consumer is stated again.
    mutating func edit(_ proposal: Consumer) throws {
        guard let before = try mesh.consumer(proposal.id) else {
            throw RuleViolation.unknown(
                noun: "consumer", name: proposal.id.text, hint: "datamesh consumer list shows those there are")
        }
        try demand("edit the consumer '\(before.id)'", people: [before.owner], roles: [.steward])
        var consumer = proposal
        consumer.owner = try Check.person(consumer.owner, "owner of consumer '\(consumer.id)'")
        consumer.domain = try Self.checkedDomainName(consumer.domain)
        consumer.created = before.created
        guard try mesh.put(consumer) else { return }
        let changed = consumer.tree.namesOfDifferences(from: before.tree)
        consequences.add(.does, "consumer \(consumer.id)", "\(changed.joined(separator: ", ")) changed")
    }

    mutating func subscribe(_ request: SubscriptionRequest) throws {
        let product = try product(request.product)
        let port = try self.port(request.port, of: product)
        try Check.id(request.consumer, "consumer")
        switch product.status {
        case .draft:
            throw RuleViolation.conflict(
                what: "product '\(product.id)'", reason: "is a draft; it can be used once it is published")
        case .retired:
            throw RuleViolation.conflict(what: "product '\(product.id)'", reason: "is retired")
        case .deprecated:
            consequences.add(
                .warning, "product \(product.id)", "is deprecated\(product.note.isEmpty ? "" : ": \(product.note)")")
        case .published: break
        }
        if let registered = try mesh.consumer(request.consumer) {
            try demand("ask for '\(registered.id)'", people: [registered.owner], roles: [.steward])
        }
        let terms = try self.terms(of: product, port: port)
        let until = try checked(request.until, terms: terms)
        let contract = try contract(request.pin, of: product.id, port: port)
        let uses = try fields(request.uses, of: contract, product: product.id)
        if terms.purposeRequired, request.purpose.trimmed.isEmpty {
            throw RuleViolation.invalid(
                what: "purpose", value: "", reason: "must be stated: the terms of '\(product.id)' ask for it")
        }

        let id = Subscription.ID(product: product.id, port: port, consumer: request.consumer)
        var link = try mesh.subscription(id) ?? Subscription()
        if !link.product.isBlank, link.isOpen(at: now) {
            throw RuleViolation.duplicate(
                noun: "subscription", name: "\(id)",
                hint: link.standing(at: now) == .requested
                    ? "it waits for \(Self.list(try mesh.deciders(of: product, terms: terms, at: now)))"
                    : "it is \(link.standing(at: now).rawValue) since \(link.history.last?.at.date ?? "")")
        }
        link.product = product.id
        link.port = port
        link.consumer = request.consumer
        link.consumerDomain = try consumerDomain(request)
        // A link of before purposes were kept apart may still hold one.
        link.purpose = ""
        link.requestedBy = actor.user
        link.requestedAt = now
        link.until = until
        link.pin = request.pin
        link.uses = uses
        link.fields = []
        try add(.init(state: .requested, at: now, by: actor.user, until: until), saying: request.purpose, to: &link)
        if let reason = try grantedAtOnce(product, terms) {
            link.state = .active
            link.history.append(.init(state: .active, at: now, by: actor.user, note: reason, until: until))
            consequences.add(.does, "subscription \(id)", "is granted at once: \(reason)")
        } else {
            link.state = .requested
            let deciders = try mesh.deciders(of: product, terms: terms, at: now)
            consequences.add(
                .does, "subscription \(id)",
                deciders.isEmpty
                    ? "is asked for; the product is unclaimed, so nobody can decide before somebody claims it"
                    : "is asked for; \(Self.list(deciders)) decides")
        }
        if try mesh.domain(named: link.consumerDomain) == nil {
            consequences.add(.note, "subscription \(id)", "the domain '\(link.consumerDomain)' is outside this mesh")
        }
        try mesh.put(link)
        try tellPlatforms(of: link)
    }

    /// One more event of a link; what somebody wrote about it becomes a record of its own, for fewer eyes.
    mutating func add(_ event: Subscription.Event, saying note: String, to link: inout Subscription) throws {
        var event = event
        if !note.trimmed.isEmpty {
            event.isNoteKeptApart = true
            try mesh.put(SubscriptionNote(link: link.id, event: link.history.count, text: note))
        }
        link.history.append(event)
    }

    /// Whoever decides hears what for, also where they may not open the file it lies in, and what else the consumer holds.
    mutating func tellPurpose(of link: Subscription) throws {
        let full = try mesh.spelledOut(link)
        if !full.purpose.isEmpty {
            consequences.add(.note, "subscription \(link.id)", "asked for by \(link.requestedBy): \(full.purpose)")
        }
        // By the index of whoever is below the batch: walking all links would hold everybody up.
        let held = try mesh.base.subscriptions(
            SubscriptionQuery(consumer: link.consumer, state: .active, standing: [.active, .expiring, .renewing]),
            after: nil, limit: Self.mostHeld + 1, at: now
        ).items.filter { $0.id != link.id }.map(\.product.text)
        guard !held.isEmpty else { return }
        let more = held.count > Self.mostHeld ? " and more" : ""
        consequences.add(
            .note, "subscription \(link.id)",
            "\(link.consumer) also uses \(held.prefix(Self.mostHeld).joined(separator: ", "))\(more)")
    }

    private static var mostHeld: Int { 5 }

    /// The terms that hold for a port: its newest contract's, else the product's, else approval.
    func terms(of product: DataProduct, port: OutputPort.ID) throws -> AccessTerms {
        try mesh.terms(of: product, port: port)
    }

    func grantedAtOnce(_ product: DataProduct, _ terms: AccessTerms) throws -> String? {
        if terms.kind == .open { return "the product is open" }
        if try stewards(of: product).contains(where: actor.isOrBelongs) {
            return "\(actor.user) belongs to \(product.domain)"
        }
        if terms.kind == .roleBased {
            if let role = terms.roles.first(where: { actor.roles.contains(Role($0)) }) {
                return "\(actor.user) holds the role \(role)"
            }
        }
        return actor.ownsMesh ? "\(actor.user) owns this mesh and holds every role" : nil
    }

    func checked(_ until: Instant?, terms: AccessTerms) throws -> Instant? {
        let latest = terms.longestDays == 0 ? nil : now.adding(seconds: terms.longestDays * Instant.secondsPerDay)
        guard let until else { return latest }
        guard until > now else {
            throw RuleViolation.invalid(what: "until", value: until.date, reason: "has passed")
        }
        if let latest, until > latest {
            throw RuleViolation.invalid(
                what: "until", value: until.date, reason: "is beyond the \(terms.longestDays) days that the terms allow"
            )
        }
        return until
    }

    private func consumerDomain(_ request: SubscriptionRequest) throws -> String {
        if let registered = try mesh.consumer(request.consumer) {
            guard request.consumerDomain.isEmpty || request.consumerDomain == registered.domain else {
                throw RuleViolation.conflict(
                    what: "consumer '\(request.consumer)'", reason: "is registered in the domain '\(registered.domain)'"
                )
            }
            return registered.domain
        }
        return try Self.checkedDomainName(request.consumerDomain)
    }

    private static func checkedDomainName(_ name: String) throws -> String {
        let name = name.trimmed
        guard !name.isEmpty else {
            throw RuleViolation.invalid(
                what: "consumer domain", value: "",
                reason: "must be stated; a domain outside the mesh is written by its name")
        }
        guard !name.unicodeScalars.contains(where: \.isControl) else {
            throw RuleViolation.invalid(
                what: "consumer domain", value: "", reason: "holds control characters")
        }
        return name
    }
}

extension MeshReader {
    /// The domain that a free name means, if the mesh has it.
    public func domain(named name: String) throws(ReadError) -> Domain? {
        guard let id = Domain.ID(name) else { return nil }
        return try domain(id)
    }

    /// The terms that hold for a port: its newest contract's, else the product's, else approval.
    public func terms(of product: DataProduct, port: OutputPort.ID) throws(ReadError) -> AccessTerms {
        try contract(of: product.id, port: port)?.access ?? product.access ?? AccessTerms(kind: .approval)
    }
}
