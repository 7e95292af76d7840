/// The domains of a mesh with their parents.
public struct DomainTree: Equatable, Sendable {
    private let byID: [Domain.ID: Domain]

    public init(_ domains: [Domain]) {
        byID = Dictionary(domains.map { ($0.id, $0) }) { first, _ in first }
    }

    public subscript(id: Domain.ID) -> Domain? { byID[id] }

    /// In id order.
    public var all: [Domain] { byID.values.sorted { $0.id < $1.id } }

    /// A domain, then its parents up to the root; a circle is walked once.
    public func path(of id: Domain.ID) -> [Domain.ID] {
        var path = [id]
        while let parent = byID[path[path.count - 1]]?.parent, !path.contains(parent) { path.append(parent) }
        return path
    }
}
