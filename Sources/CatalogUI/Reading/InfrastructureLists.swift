package import MeshModel

/// Templates, and what was made from them.
package struct InfrastructureLists: Equatable, Sendable {
    package var templates: [InfrastructureTemplate]
    /// The newest first.
    package var provisions: [Provision]
}

extension Reading {
    private static let mostProvisions = 2000

    /// Those of the mesh and of the program; one without parameters has those of the built-in one of its id.
    func templates() throws(ReadError) -> [InfrastructureTemplate] {
        var templates = try reader.templates()
        for builtIn in builtIns {
            guard let index = templates.firstIndex(where: { $0.id == builtIn.id }) else {
                templates.append(builtIn)
                continue
            }
            if templates[index].parameters.isEmpty { templates[index].parameters = builtIn.parameters }
        }
        return templates.sorted { $0.id < $1.id }
    }

    func infrastructureLists() throws(ReadError) -> InfrastructureLists {
        var provisions: [Provision] = []
        var after: RecordKey?
        repeat {
            let page = try reader.scan(Provision.self, under: .under(.provision), after: after, limit: 256)
            provisions += page.items
            after = page.next
        } while after != nil && provisions.count < Self.mostProvisions
        return InfrastructureLists(
            templates: try templates(), provisions: provisions.sorted { ($1.at, $0.key) < ($0.at, $1.key) })
    }
}
