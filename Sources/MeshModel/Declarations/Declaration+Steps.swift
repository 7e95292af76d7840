extension Declaration {
    typealias Steps = (outcome: DeclaredMesh.Outcome, changes: [Change])

    /// What brings the mesh to what is stated; nothing where it is so already.
    func steps(on reader: any MeshReader) throws(DeclarationError) -> Steps {
        switch noun {
        case .domain: try steps(Domain.self, on: reader, make: Change.registerDomain, edit: Self.edit)
        case .consumer: try steps(Consumer.self, on: reader, make: Change.registerConsumer) { .editConsumer($1) }
        case .template:
            try steps(InfrastructureTemplate.self, on: reader, make: Change.createTemplate) { .editTemplate($1) }
        case .policy: try steps(Policy.self, on: reader, make: Change.createPolicy, edit: Self.edit)
        case .implementation:
            try steps(PolicyImplementation.self, on: reader, make: Change.implementPolicy) { .implementPolicy($1) }
        case .waiver: try steps(Waiver.self, on: reader, make: Change.waive) { .waive($1) }
        case .product: try productSteps(on: reader)
        case .subscription: try subscriptionSteps(on: reader)
        }
    }

    /// The record that the declaration asks for, compared with the one that stands.
    private func steps<R: MeshRecord>(
        _ type: R.Type, on reader: any MeshReader, make: (R) -> Change, edit: (_ standing: R, _ wanted: R) -> Change
    ) throws(DeclarationError) -> Steps {
        // Read by itself first: it tells the key, and what is wrong is found at its place.
        let alone = try value(type, stated)
        guard let standing = try find(type, alone.key, on: reader) else { return (.created, [make(alone)]) }
        guard case .map(let before) = standing.tree, case .map(let fields) = stated else {
            preconditionFailure("a record is a map")
        }
        let named = Set(fields.filter { $0.value != .null }.map(\.key))
        let wanted = try value(type, .map(before.filter { !named.contains($0.key) } + fields))
        guard wanted != standing else { return (.unchanged, []) }
        return (.changed(wanted.tree.namesOfDifferences(from: standing.tree)), [edit(standing, wanted)])
    }

    private static func edit(_ standing: Domain, _ wanted: Domain) -> Change {
        func changed<T: Equatable>(_ path: KeyPath<Domain, T>) -> T? {
            wanted[keyPath: path] == standing[keyPath: path] ? nil : wanted[keyPath: path]
        }
        var edit = DomainEdit(id: wanted.id)
        edit.name = changed(\.name)
        edit.owner = changed(\.owner)
        edit.team = changed(\.team)
        edit.description = changed(\.description)
        edit.parent = wanted.parent == standing.parent ? nil : wanted.parent
        edit.tags = changed(\.tags)
        edit.contact = changed(\.contact)
        return .editDomain(edit)
    }

    /// A step of its life is told as one; everything else as an edit.
    private static func edit(_ standing: Policy, _ wanted: Policy) -> Change {
        var moved = standing
        moved.lifecycle = wanted.lifecycle
        moved.graceUntil = wanted.graceUntil
        guard moved == wanted else { return .editPolicy(wanted) }
        return .setPolicyLifecycle(
            PolicyLifecycleChange(policy: wanted.id, lifecycle: wanted.lifecycle, graceUntil: wanted.graceUntil))
    }

    func value<T: FieldValue>(_ type: T.Type, _ tree: Tree) throws(DeclarationError) -> T {
        do { return try T(tree) } catch { throw .misstated(error) }
    }

    func find<R: MeshRecord>(
        _ type: R.Type, _ key: RecordKey, on reader: any MeshReader
    ) throws(DeclarationError) -> R? {
        do { return try reader.find(type, key) } catch { throw .unreadable(error) }
    }
}
