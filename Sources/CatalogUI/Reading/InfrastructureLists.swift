package import MeshModel

/// Templates, and what was made from them.
package struct InfrastructureLists: Equatable, Sendable {
    package var templates: [InfrastructureTemplate]
    /// The newest first.
    package var provisions: [Provision]
}

extension Reading {
    private static let mostProvisions = 2000

    func infrastructureLists() throws(ReadError) -> InfrastructureLists {
        var provisions: [Provision] = []
        var after: RecordKey?
        repeat {
            let page = try reader.scan(Provision.self, under: .under(.provision), after: after, limit: 256)
            provisions += page.items
            after = page.next
        } while after != nil && provisions.count < Self.mostProvisions
        return InfrastructureLists(
            templates: try reader.templates(), provisions: provisions.sorted { ($1.at, $0.key) < ($0.at, $1.key) })
    }
}
