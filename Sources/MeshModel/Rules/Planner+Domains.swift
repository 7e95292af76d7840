extension Planner {
    mutating func register(_ proposal: Domain) throws {
        var domain = try checked(proposal)
        domain.owner = try Check.person(domain.owner, "owner of domain '\(domain.id)'")
        try demand("register the domain '\(domain.id)'", roles: [.steward])
        guard try mesh.domain(domain.id) == nil else {
            throw RuleViolation.duplicate(
                noun: "domain", name: domain.id.text, hint: "datamesh domain show \(domain.id) shows it")
        }
        domain.created = now
        domain.source = ""
        try mesh.put(domain)
        consequences.add(.does, "domain \(domain.id)", "is registered, owned by \(domain.owner)")
    }

    mutating func edit(_ edit: DomainEdit) throws {
        let before = try knownDomain(edit.id)
        try demand("edit the domain '\(edit.id)'", people: [before.owner], roles: [.steward])
        var domain = before
        domain.name = edit.name ?? domain.name
        domain.owner = try edit.owner.map { try Check.person($0, "owner") } ?? domain.owner
        domain.team = edit.team ?? domain.team
        domain.description = edit.description ?? domain.description
        domain.parent = edit.parent ?? domain.parent
        domain.tags = edit.tags ?? domain.tags
        domain.contact = edit.contact ?? domain.contact
        domain = try checked(domain)
        guard domain != before else { return }
        // From now on it is a person's: an import leaves it as it is.
        domain.source = ""
        try mesh.put(domain)
        let changed = domain.tree.namesOfDifferences(from: before.tree).filter { $0 != "source" }
        consequences.add(.does, "domain \(domain.id)", "\(changed.joined(separator: ", ")) changed")
        tellPowers(before, domain)
    }

    /// Who may act for the domain from now on, and who no longer may.
    private mutating func tellPowers(_ before: Domain, _ after: Domain) {
        let (old, new) = ([before.owner] + before.team, [after.owner] + after.team)
        let gone = old.filter { !new.contains($0) }
        let come = new.filter { !old.contains($0) }
        if !gone.isEmpty {
            consequences.add(.warning, "domain \(after.id)", "\(Self.list(gone)) may no longer act for it")
        }
        if !come.isEmpty {
            consequences.add(.note, "domain \(after.id)", "\(Self.list(come)) may act for it from now on")
        }
        if before.owner != after.owner {
            consequences.add(.note, "domain \(after.id)", "\(after.owner) decides where nobody nearer does")
        }
    }

    mutating func importDomain(_ proposal: Domain) throws {
        let existing = try mesh.domain(proposal.id)
        // Somebody else's is left as it is, and what the source says of it need not fit the mesh.
        if let existing, existing.source != proposal.source || proposal.source.isEmpty { return }
        var domain = try checked(proposal)
        // The owner that a file states is not yet an owner: for a new domain it must not count.
        try demand("import domains", people: existing.map { [$0.owner] } ?? [], roles: [.steward])
        if let existing {
            domain.created = existing.created
            domain.owner = existing.owner
            domain.team = existing.team
            if try mesh.put(domain) { consequences.add(.does, "domain \(domain.id)", "is changed") }
        } else {
            domain.created = now
            try mesh.put(domain)
            consequences.add(.does, "domain \(domain.id)", "is registered from \(domain.source)")
        }
    }

    /// What holds for every domain, whoever states it.
    private func checked(_ proposal: Domain) throws -> Domain {
        var domain = proposal
        try Check.id(domain.id, "domain")
        domain.name = domain.name.trimmed.isEmpty ? domain.id.text : domain.name
        domain.team = try Check.people(domain.team, "team of domain '\(domain.id)'")
        domain.tags = Check.tags(domain.tags)
        if let parent = domain.parent {
            _ = try knownDomain(parent)
            let path = try mesh.lineage(of: parent)
            if path.contains(domain.id) {
                throw RuleViolation.cycle([domain.id.text] + path.map(\.text))
            }
        }
        return domain
    }
}
