import MeshModel

extension Domain {
    /// A domain as a source names it: nobody's, until somebody takes it.
    static func imported(_ id: ID, name: String, parent: ID? = nil, source: String) -> Domain {
        var domain = Domain(id: id, name: name, owner: "", parent: parent)
        domain.source = source
        return domain
    }
}

extension [Domain] {
    /// Each after what it is a part of, otherwise in their order; a circle is left for the rules to refuse.
    var parentsFirst: [Domain] {
        let byID = Dictionary(map { ($0.id, $0) }) { first, _ in first }
        var placed = Set<Domain.ID>()
        var sorted: [Domain] = []
        for domain in self {
            var path: [Domain] = []
            var next: Domain? = domain
            while let here = next, placed.insert(here.id).inserted {
                path.append(here)
                next = here.parent.flatMap { byID[$0] }
            }
            sorted += path.reversed()
        }
        return sorted
    }
}
