import Documents
import MeshModel

/// Products and domains of our own documents on their way into an import.
struct OwnImport {
    let options: ImportOptions
    let source: String
    private let format: Format
    private let file: String
    private var harvest: Harvest
    private var products: [ImportedProduct] = []
    private var domains: [Domain] = []
    /// Where each product and domain was first named, by digest: the names of a long file would take more room than all else.
    private var places: [Int: Position] = [:]

    init(_ format: Format, file: String, options: ImportOptions) {
        self.format = format
        self.file = file
        self.options = options
        source = options.source ?? "\(format.rawValue):\(stem(of: file))"
        harvest = Harvest(format: format, file: file, skipInvalid: options.skipInvalid)
    }

    mutating func add(product node: Node, path: String) {
        let stated = StatedProduct(node, path: path, file: file, options: options, source: source)
        if let product = accepted(stated) { products.append(product) }
    }

    /// A product that may be imported, which the caller keeps; nil: it is left out.
    mutating func accepted(_ stated: StatedProduct) -> ImportedProduct? {
        var entry = stated.entry
        once("product", stated.product.sourceID, &entry)
        return harvest.accept(entry) ? stated.product : nil
    }

    mutating func add(domain node: Node, path: String) {
        var entry = Entry(node, path: path, file: file)
        if let stated = entry.value(Domain.self, node, "") {
            var domain = stated
            domain.source = source
            once("domain", domain.id.text, &entry)
            if domain.id.isBlank { entry.refuse(nil, "domain_id", "is missing") }
            if harvest.accept(entry) { domains.append(domain) }
        } else {
            _ = harvest.accept(entry)
        }
    }

    mutating func leaveOut(_ problem: Problem) { harvest.leaveOut([problem]) }

    private mutating func once(_ noun: String, _ id: String, _ entry: inout Entry) {
        guard !id.isEmpty, let position = entry.node.position else { return }
        if let first = places.updateValue(position, forKey: digest(noun, id)) {
            entry.refuse(nil, "", "is the \(noun) \(quoted(id)) again; first at \(first)")
        }
    }

    var doubts: Doubts { harvest.doubts }

    /// All of a file or nothing: throws where something may not be left out.
    func finishHarvest() throws(FormatError) { try harvest.finish() }

    /// Domains that products name and the file does not describe are registered by name.
    func finish() throws(FormatError) -> Import {
        try finishHarvest()
        var known = Set(domains.map(\.id))
        var all = domains
        for product in products {
            guard let id = product.facts.domain, known.insert(id).inserted else { continue }
            all.append(.imported(id, name: id.text, source: source))
        }
        var result = Import(format: format, source: source)
        result.changes =
            all.parentsFirst.map(Change.importDomain) + products.map(Change.importProduct)
            + [.concludeImport(ImportConclusion(source: source))]
        result.doubts = harvest.doubts
        result.counts = [.init(products.count, "products"), .init(all.count, "domains")]
        return result
    }
}

/// What a record of our own says, and what is wrong with it.
struct StatedProduct: Sendable {
    let product: ImportedProduct
    let entry: Entry

    init(_ node: Node, path: String, file: String, options: ImportOptions, source: String) {
        var entry = Entry(node, path: path, file: file)
        var product = ProductRecord(&entry, domain: options.domain).product
        product.source = source
        entry.check(product)
        self.product = product
        self.entry = entry
    }
}
