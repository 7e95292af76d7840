/// The authority table: who may do what. Decided here for every gateway; a refusal says who may.
///
/// | change | who |
/// |---|---|
/// | register a domain | steward |
/// | edit a domain | its owner, steward |
/// | create, edit, publish, deprecate, retire a product; its access terms; record its quality; provision | its owner, its domain's owner or team |
/// | claim an unclaimed product | its domain's owner or team, steward |
/// | register a consumer, edit one | its owner, steward |
/// | ask for a subscription | anyone who can read; for a registered consumer its owner, steward |
/// | cancel a subscription, ask that it last longer, accept or decline an offer | who asked, the consumer's owner |
/// | approve, deny, counter, renew, revoke, confirm | product owner, named approver, domain owner; their deputies while they are away |
/// | revoke, confirm in a review | governance, too |
/// | record an access | who had it, the consumer's owner, those who may change the product, platform |
/// | create or edit a global or tag policy | governance; a domain's policy: the domain's owner too |
/// | waive a policy for a product, take it back | who may change the policy |
/// | say how a domain keeps a policy | the domain's owner, governance |
/// | create or edit a template | platform |
/// | say what a platform did about a subscription | those who may change the product, platform |
/// | import | steward; for a known domain's products also its owner or team |
/// | say that somebody is away, and who decides meanwhile | that person, steward |
///
/// Owners are users or `@groups`; roles come from the host's file; the owner of a mesh of one's own may do everything.
extension Planner {
    /// Refuses unless the actor is among the people or holds one of the roles.
    mutating func demand(_ action: String, people: [String] = [], roles: [Role] = []) throws {
        var who: [String] = []
        for person in people where !person.isEmpty && !who.contains(person) { who.append(person) }
        if let person = who.first(where: actor.isOrBelongs) {
            ground(person == actor.user ? "\(actor.user) is named" : "\(actor.user) is in \(person)")
        } else if let role = roles.first(where: actor.roles.contains) {
            ground("\(actor.user) has the role \(role.name)")
        } else if actor.ownsMesh {
            ground("\(actor.user) owns the mesh")
        } else {
            throw RuleViolation.notAllowed(
                action: action, actor: actor.user, who: who + roles.map { "somebody with the role \($0.name)" })
        }
    }

    private mutating func ground(_ sentence: String) {
        if !grounds.contains(sentence) { grounds.append(sentence) }
    }

    /// Those who may change a product.
    func stewards(of product: DataProduct) throws -> [String] {
        [product.owner] + (try keepers(of: product.domain))
    }

    /// A domain's owner and team.
    func keepers(of domain: Domain.ID) throws -> [String] {
        guard let domain = try mesh.domain(domain) else { return [] }
        return [domain.owner] + domain.team
    }
}

extension MeshReader {
    /// Those whom a request for a product waits for: its owner, else the domain's; whom the terms name; and the deputies of each who is away.
    public func deciders(
        of product: DataProduct, terms: AccessTerms, at now: Instant
    ) throws(ReadError) -> [String] {
        let owner = product.owner.isEmpty ? try domain(product.domain)?.owner ?? "" : product.owner
        return try withDeputies([owner] + terms.approvers, at: now)
    }

    /// Those who may decide about it if they take it up: whom it waits for, and the domain's owner with the same deputies.
    public func possibleDeciders(
        of product: DataProduct, terms: AccessTerms, at now: Instant
    ) throws(ReadError) -> [String] {
        let waited = try deciders(of: product, terms: terms, at: now)
        let above = try withDeputies([try domain(product.domain)?.owner ?? ""], at: now)
        return waited + above.filter { !waited.contains($0) }
    }

    /// Each person once, then the deputies of those who are away.
    private func withDeputies(_ people: [String], at now: Instant) throws(ReadError) -> [String] {
        var all: [String] = []
        for person in people where !person.isEmpty && !all.contains(person) { all.append(person) }
        for person in all {
            for deputy in try deputies(of: person, at: now) where !all.contains(deputy) { all.append(deputy) }
        }
        return all
    }
}
