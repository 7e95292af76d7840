package import MeshModel

/// The domains of a mesh as a tree, and how many products lie in each, sub-domains counted in.
///
/// Made where questions are answered: to link some thousand domains would hold up the screen.
package struct DomainList: Equatable, Sendable {
    let domains: [Domain]
    let counts: [Domain.ID: Int]
    let total: Int
    private let places: [Domain.ID: Int]
    /// By parent; nil: those that lie in none that is known.
    private let children: [Domain.ID?: [Domain.ID]]

    package init(domains: [Domain] = [], counts: [Domain.ID: Int] = [:], total: Int = 0) {
        self.domains = domains
        self.counts = counts
        self.total = total
        var places: [Domain.ID: Int] = [:]
        places.reserveCapacity(domains.count)
        for (place, domain) in domains.enumerated() { places[domain.id] = place }
        var children: [Domain.ID?: [Domain.ID]] = [:]
        for domain in domains {
            children[domain.parent.flatMap { places[$0] == nil ? nil : $0 }, default: []].append(domain.id)
        }
        self.places = places
        self.children = children
    }

    subscript(id: Domain.ID) -> Domain? { places[id].map { domains[$0] } }

    /// Those that lie in a domain, or in none, in the order of their titles.
    func children(of parent: Domain.ID?) -> [Domain.ID] {
        let labelled = (children[parent] ?? []).map { (label: (self[$0]?.title ?? "").lowercased(), id: $0) }
        return labelled.sorted { ($0.label, $0.id) < ($1.label, $1.id) }.map(\.id)
    }

    func hasChildren(_ id: Domain.ID) -> Bool { children[id] != nil }
}
