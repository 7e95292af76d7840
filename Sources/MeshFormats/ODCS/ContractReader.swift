package import Documents
package import MeshModel

/// Data contracts by themselves, without a mesh to bring them into.
package enum ContractReader {
    /// Whether a document calls itself a data contract.
    package static func isContract(_ document: Document) -> Bool {
        document.root["kind"]?.string == "DataContract" || ContractFile.resembles(document.root)
    }

    /// What every document of a file says, and what is odd about it; all that is wrong is thrown.
    package static func read(
        _ documents: [Document]
    ) throws(FormatError) -> (contracts: [Contract], warnings: [Problem]) {
        let found = try ContractFile(documents: documents, options: ImportOptions()).read { _, _ in }
        let contracts = found.changes.compactMap { change -> Contract? in
            guard case .importProduct(let product) = change else { return nil }
            return contract(product)
        }
        // Where a product goes is a question of imports alone.
        return (contracts, found.doubts.warnings.filter { $0.path != "domain" })
    }

    private static func contract(_ product: ImportedProduct) -> Contract {
        var contract = Contract()
        contract.product = product.proposed
        contract.version = Version(text: product.version) ?? contract.version
        contract.schema = product.schema
        contract.access = product.facts.access
        contract.sla = product.facts.sla
        return contract
    }
}
