import Documents
import MeshModel

/// Data contracts of the Open Data Contract Standard, several in a file: each becomes a product with one version of its contract.
///
/// A contract is carried whole beside the product, so that it is written back as it was read, but for what changed in the mesh.
struct ContractFile {
    let documents: [Document]
    let options: ImportOptions

    private var file: String { documents.first?.name ?? "" }

    /// Where the kind is missing, the version of the standard tells: no other that we know counts from 2.
    static func resembles(_ root: Node) -> Bool {
        if let kind = root["kind"] { return kind.string == "DataContract" && root["apiVersion"] != nil }
        let version = root["apiVersion"]?.string ?? ""
        return version.hasPrefix("v2.") || version.hasPrefix("v3.")
    }

    /// What is wrong with a contract, and what is odd about it.
    static func check(_ root: Node, _ entry: inout Entry) {
        let version = root["apiVersion"]?.string
        var check = ShapeCheck(keepsUnknownKeys: version.map(ContractShapes.isNewer) ?? false)
        check.check(root, ContractShapes.contract(apiVersion: version))
        for (node, path, reason) in check.mistakes { entry.refuse(node, path, reason) }
        for (node, path) in check.unknown {
            entry.warn(node, path, "is not known of \(version ?? "") here; it is kept")
        }
    }

    func read(_ progress: (_ done: Int, _ total: Int) -> Void) throws(FormatError) -> Import {
        var harvest = Harvest(format: .odcs, file: file, skipInvalid: options.skipInvalid)
        let source = options.source ?? "\(Format.odcs.rawValue):\(stem(of: file))"
        var naming = Naming<DataProduct>()
        var products: [ImportedProduct] = []
        var domains: [Domain] = []
        var places: [String: Position] = [:]
        for (index, document) in documents.enumerated() {
            progress(index, documents.count)
            let path = documents.count == 1 ? "" : "[\(index)]"
            var entry = Entry(document.root, path: path, file: file)
            Self.check(document.root, &entry)
            var contract = DataContract(&entry)
            contract.product.source = source
            if !contract.product.sourceID.isEmpty, let node = entry["id"], let position = node.position {
                if let first = places[contract.product.sourceID] {
                    entry.refuse(
                        node, "id", "\(quoted(contract.product.sourceID)) stands here again; first at \(first)")
                } else {
                    places[contract.product.sourceID] = position
                }
            }
            entry.check(contract.product)
            guard entry.errors.isEmpty else {
                _ = harvest.accept(entry)
                continue
            }
            contract.product.proposed = naming.take(
                contract.product.facts.name ?? "", or: "contract", seed: contract.product.sourceID)
            let domain =
                options.domain.map { Domain.imported($0, name: $0.text, source: source) }
                ?? Self.domain(&entry, source: source)
            contract.product.facts.domain = domain.id
            if !domains.contains(where: { $0.id == domain.id }) { domains.append(domain) }
            _ = harvest.accept(entry)
            products.append(contract.product)
        }
        progress(documents.count, documents.count)
        try harvest.finish()
        var result = Import(format: .odcs, source: source)
        result.changes =
            domains.map(Change.importDomain) + products.map(Change.importProduct)
            + [.concludeImport(ImportConclusion(source: source))]
        result.doubts = harvest.doubts
        result.counts = [
            .init(products.count, "contracts"), .init(products.reduce(0) { $0 + $1.schema.count }, "objects"),
            .init(products.reduce(0) { $0 + $1.schema.reduce(0) { $0 + $1.fields.count } }, "fields"),
        ]
        return result
    }

    /// Where the contract says it belongs: its domain, else its tenant.
    private static func domain(_ entry: inout Entry, source: String) -> Domain {
        for key in ["domain", "tenant"] {
            guard let name = entry[key]?.string, let text = slug(name, longest: 60), let id = Domain.ID(text)
            else { continue }
            return .imported(id, name: name.cut(to: Bounds.name), source: source)
        }
        entry.warn(nil, "domain", "is missing; the product goes into 'contracts', or where --domain says")
        guard let id = Domain.ID("contracts") else { preconditionFailure("a slug by its looks is none") }
        return .imported(id, name: "Contracts", source: source)
    }
}
