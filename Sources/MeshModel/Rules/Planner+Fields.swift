// Which versions and which fields of a port a subscription is about.
extension Planner {
    /// The newest version that a pin admits; nil where nothing is pinned and nothing published.
    func contract(
        _ pin: VersionPin?, of product: DataProduct.ID, port: OutputPort.ID
    ) throws -> Contract? {
        guard let pin else { return try mesh.contract(of: product, port: port) }
        let contracts = try mesh.contracts(of: product, port: port)
        guard let contract = contracts.last(where: { pin.admits($0.version) }) else {
            let known = contracts.suffix(5).map(\.version.written).joined(separator: ", ")
            throw RuleViolation.invalid(
                what: "version", value: "\(pin)",
                reason: known.isEmpty
                    ? "nothing is published at port \(port) of '\(product)'"
                    : "is no version of port \(port) of '\(product)'; those published are \(known)")
        }
        return contract
    }

    /// The paths of fields that somebody names, each once and in the order of the contract.
    func fields(_ names: [String], of contract: Contract?, product: DataProduct.ID) throws -> [String] {
        let names = names.map(\.trimmed).filter { !$0.isEmpty }
        guard !names.isEmpty else { return [] }
        var found = Set<String>()
        for name in names {
            guard let contract, !contract.schema.isEmpty else {
                throw RuleViolation.invalid(
                    what: "field", value: name, reason: "cannot be named: '\(product)' has published no schema")
            }
            do throws(Contract.UnknownField) {
                found.insert(try contract.path(ofField: name))
            } catch {
                let version = "version \(contract.version) of '\(product)'"
                let reason =
                    switch error {
                    case .unknown(let near?): "is not in \(version); did you mean \(near)?"
                    case .unknown(nil): "is not in \(version); datamesh product show \(product) lists its fields"
                    case .several(let paths):
                        "is in several objects of \(version): name \(paths.joined(separator: " or "))"
                    }
                throw RuleViolation.invalid(what: "field", value: name, reason: reason)
            }
        }
        return contract?.fieldPaths.filter(found.contains) ?? []
    }
}
