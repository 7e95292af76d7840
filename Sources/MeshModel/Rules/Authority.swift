/// The authority table: who may do what. Decided here for every gateway; a refusal says who may.
///
/// | change | who |
/// |---|---|
/// | register a domain | steward; its owner |
/// | edit a domain | its owner, steward |
/// | create, edit, publish, deprecate, retire a product; record its quality; provision | its owner, its domain's owner or team |
/// | claim an unclaimed product | its domain's owner or team, steward |
/// | register a consumer | its owner |
/// | ask for a subscription, cancel one's own; record an access | anyone who can read |
/// | approve, deny, renew, revoke | product owner, domain owner, named approver |
/// | global or tag policy | governance; a domain's policy: the domain's owner too |
/// | template | platform |
/// | import | steward; for the domain's products also its owner or team |
extension Planner {
    /// Refuses unless the actor is among the people or holds one of the roles.
    func demand(_ action: String, people: [String] = [], roles: [Role] = []) throws {
        let people = people.filter { !$0.isEmpty }
        if actor.ownsMesh || people.contains(where: actor.isOrBelongs) || roles.contains(where: actor.holds) { return }
        var who: [String] = []
        for person in people where !who.contains(person) { who.append(person) }
        throw RuleViolation.notAllowed(
            action: action, actor: actor.user, who: who + roles.map { "somebody with the role \($0.name)" })
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

    /// Those who decide about a request for a product: the owner, else the domain's, and whom the terms name.
    func deciders(of product: DataProduct, terms: AccessTerms) throws -> [String] {
        let owner = product.owner.isEmpty ? try mesh.domain(product.domain)?.owner ?? "" : product.owner
        var people: [String] = []
        for person in [owner] + terms.approvers where !person.isEmpty && !people.contains(person) {
            people.append(person)
        }
        return people
    }
}
