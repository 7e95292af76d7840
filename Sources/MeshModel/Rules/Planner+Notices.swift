extension Planner {
    /// Tells everybody who uses a product what is the matter with it.
    mutating func post(_ proposal: ProductNotice) throws {
        let product = try product(proposal.product)
        try demand("post a notice on the product '\(product.id)'", people: try stewards(of: product))
        var notice = proposal
        notice.text = notice.text.trimmed
        guard !notice.text.isEmpty else {
            throw RuleViolation.invalid(what: "notice", value: "", reason: "says nothing")
        }
        if let until = notice.until { try demandFuture(until, "until") }
        if notice.since.isBlank { notice.since = now }
        let standing = try mesh.productNotices(of: product.id)
        notice.number = (standing.map(\.number).max() ?? 0) + 1
        notice.posted = now
        notice.postedBy = actor.user
        notice.endedBy = ""
        try mesh.put(notice)
        consequences.add(.does, "product \(product.id)", "has the notice \(notice.number): \(notice.text)")
        try warnSubscribers(of: product, about: "will be told")
    }

    mutating func end(_ end: NoticeEnd) throws {
        let product = try product(end.product)
        try demand("end a notice on the product '\(product.id)'", people: try stewards(of: product))
        let standing = try mesh.productNotices(of: product.id).filter { $0.holds(at: now) }
        guard let found = end.number == 0 ? standing.first : standing.first(where: { $0.number == end.number }) else {
            throw RuleViolation.conflict(
                what: "product '\(product.id)'",
                reason: "has no \(end.number == 0 ? "notice" : "notice \(end.number)") that holds")
        }
        guard end.number != 0 || standing.count == 1 else {
            throw RuleViolation.invalid(
                what: "notice", value: "",
                reason: "which of \(standing.count)? Name its number: \(Self.list(standing.map { String($0.number) }))")
        }
        var notice = found
        notice.until = now
        notice.endedBy = actor.user
        try mesh.put(notice)
        consequences.add(.does, "product \(product.id)", "no longer has the notice \(notice.number): \(notice.text)")
    }

    /// Somebody who uses a product, or a domain, answers for it; nobody does so for their own.
    mutating func endorse(_ proposal: Endorsement) throws {
        let product = try product(proposal.product)
        var endorsement = proposal
        endorsement.person = actor.user
        endorsement.at = now
        endorsement.withdrawn = nil
        if let domain = endorsement.domain {
            try demand("endorse for the domain '\(domain)'", people: try keepers(of: knownDomain(domain).id))
            guard try !mesh.lineage(of: product.domain).contains(domain) else {
                throw RuleViolation.conflict(
                    what: "domain '\(domain)'", reason: "offers '\(product.id)' itself; others endorse it")
            }
        } else {
            guard product.owner != actor.user, try mesh.uses(product.id, actor, at: now) else {
                throw RuleViolation.conflict(
                    what: "product '\(product.id)'",
                    reason: product.owner == actor.user
                        ? "is \(actor.user)'s own; others endorse it"
                        : "is not used by \(actor.user); one endorses what one uses, or for a domain: --as DOMAIN")
            }
        }
        if let stands = try mesh.find(Endorsement.self, endorsement.key), stands.withdrawn == nil,
            stands.note == endorsement.note
        {
            return
        }
        try mesh.put(endorsement)
        consequences.add(.does, "product \(product.id)", "is endorsed by \(endorsement.name)")
    }

    mutating func withdraw(_ proposal: Endorsement) throws {
        let product = try product(proposal.product)
        var endorsement = proposal
        endorsement.person = actor.user
        if let domain = endorsement.domain {
            try demand("take back what the domain '\(domain)' said", people: try keepers(of: domain))
        }
        guard var stands = try mesh.find(Endorsement.self, endorsement.key), stands.withdrawn == nil else {
            throw RuleViolation.conflict(
                what: "product '\(product.id)'", reason: "is not endorsed by \(endorsement.name)")
        }
        stands.withdrawn = now
        try mesh.put(stands)
        consequences.add(.does, "product \(product.id)", "is no longer endorsed by \(stands.name)")
    }
}

extension MeshReader {
    /// Whether somebody asked for a link that has access, or owns its consumer.
    func uses(_ product: DataProduct.ID, _ actor: Actor, at now: Instant) throws(ReadError) -> Bool {
        for link in try subscriptions(of: product) where link.standing(at: now).grantsAccess {
            if link.requestedBy == actor.user { return true }
            if let owner = try consumer(link.consumer)?.owner, actor.isOrBelongs(to: owner) { return true }
        }
        return false
    }
}
