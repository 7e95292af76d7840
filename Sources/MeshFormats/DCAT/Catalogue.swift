import Documents
import MeshModel

/// A DCAT-US 1.1 catalogue: publishers become domains, data sets products, distributions their output ports.
///
/// Refused is what leaves a product without a name, a place in the mesh or a true address; a keyword or a description that agencies leave blank is odd.
struct Catalogue {
    let file: String
    let root: Node
    let options: ImportOptions

    static func resembles(_ map: Map) -> Bool {
        let standard = map["conformsTo"]?.string?.contains("project-open-data.cio.gov") == true
        return standard || map["@type"]?.string == "dcat:Catalog" || map["dataset"]?.list?.first?.map != nil
    }

    func read(_ progress: (_ done: Int, _ total: Int) -> Void) throws(FormatError) -> Import {
        guard let items = root["dataset"]?.list else {
            let found = root["dataset"].map { "is \($0.kind), where a list is expected" } ?? "is missing"
            throw .refused(
                Problem(file: file, at: (root["dataset"] ?? root).position, path: "dataset", reason: found))
        }
        var harvest = Harvest(format: .dcatUS, file: file, skipInvalid: options.skipInvalid)
        let source = options.source ?? "\(Format.dcatUS.rawValue):\(name(&harvest))"
        var publishers = Publishers()
        var naming = Naming<DataProduct>()
        var products: [ImportedProduct] = []
        var identifiers: [String: Position] = [:]
        let titles = titles(items)
        checkVersion(&harvest)

        for (index, item) in items.enumerated() {
            if index.isMultiple(of: 256) { progress(index, items.count) }
            var entry = Entry(item, path: "dataset[\(index)]", file: file)
            var dataset = Dataset(&entry, titles: titles)
            if !dataset.product.sourceID.isEmpty, let node = item["identifier"], let position = node.position {
                if let first = identifiers[dataset.product.sourceID] {
                    entry.refuse(
                        node, "identifier", "\(quoted(dataset.product.sourceID)) stands here again; first at \(first)")
                } else {
                    identifiers[dataset.product.sourceID] = position
                }
            }
            dataset.product.source = source
            entry.check(dataset.product)
            guard entry.errors.isEmpty else {
                _ = harvest.accept(entry)
                continue
            }
            dataset.product.proposed = naming.take(
                dataset.product.facts.name ?? "", or: "dataset", seed: dataset.product.sourceID)
            if let domain = options.domain {
                dataset.product.facts.domain = domain
            } else if let (domain, doubts) = publishers.note(dataset.publisher) {
                dataset.product.facts.domain = domain
                for doubt in doubts { entry.warn(item["publisher"], "publisher", doubt) }
            }
            _ = harvest.accept(entry)
            products.append(dataset.product)
        }
        progress(items.count, items.count)
        try harvest.finish()

        var domains = publishers.domains(source: source)
        if let domain = options.domain { domains = [.imported(domain, name: domain.text, source: source)] }
        var result = Import(format: .dcatUS, source: source)
        result.changes =
            domains.map(Change.importDomain) + products.map(Change.importProduct)
            + [.concludeImport(ImportConclusion(source: source))]
        result.doubts = harvest.doubts
        result.counts = [
            .init(products.count, "products"),
            .init(publishers.publishing.count, "publishers"),
            .init(products.reduce(0) { $0 + ($1.facts.ports?.count ?? 0) }, "distributions"),
        ]
        return result
    }

    /// The file's name; every agency calls its catalogue `data.json`, so there the host that the catalogue states for itself.
    private func name(_ harvest: inout Harvest) -> String {
        let stem = stem(of: file)
        guard ["data", "standard input", "stdin"].contains(stem) else { return stem }
        if let id = root["@id"]?.string, let scheme = id.firstRange(of: "://") {
            let host = id[scheme.upperBound...].prefix { $0 != "/" }
            if !host.isEmpty, host.utf8.count <= Bounds.name / 2 { return String(host) }
        }
        let reason = "does not say whose catalogue it is; name its source, so that another's does not stand in for it"
        harvest.warn(Problem(file: file, at: root.position, path: "", reason: reason))
        return stem
    }

    /// What collections are called: a data set names the one it is part of by identifier.
    private func titles(_ items: [Node]) -> [String: String] {
        var titles: [String: String] = [:]
        for item in items {
            guard let id = item["identifier"]?.text, let title = item["title"]?.text else { continue }
            titles[id] = titles[id] ?? title
        }
        return titles
    }

    private func checkVersion(_ harvest: inout Harvest) {
        let version = root["conformsTo"]
        guard version?.string?.hasSuffix("/v1.1/schema") != true else { return }
        let reason =
            version?.text.map { "is \(quoted($0)); it is read as version 1.1" }
            ?? "is missing; it is read as version 1.1"
        harvest.warn(Problem(file: file, at: (version ?? root).position, path: "conformsTo", reason: reason))
    }
}

/// The name of a file without its folder and what follows the first dot.
func stem(of file: String) -> String {
    let name = file.split(separator: "/").last ?? ""
    let stem = name.drop { $0 == "." }.prefix { $0 != "." }
    return stem.isEmpty ? "stdin" : String(stem)
}
