import Documents
import MeshModel

/// A product as our own documents and JSON lines write it: its facts beside its id, with schema, version, inputs and metrics.
struct ProductRecord {
    var product = ImportedProduct()

    private static let beside = [
        "product_id", "id", "aliases", "inputs", "schema", "version", "metrics", "measured_at",
    ]

    init(_ entry: inout Entry, domain: Domain.ID?) {
        let map = entry.node.map ?? Map()
        let key = map.contains("product_id") ? "product_id" : "id"
        if let text = entry.identifier(key) {
            if let id = DataProduct.ID(text) {
                product.proposed = id
                product.sourceID = text
            } else {
                entry.refuse(entry[key], key, "is \(quoted(text)), where \(DataProduct.ID.expectation) is expected")
            }
        }
        product.aliases = entry.texts("aliases") ?? []
        product.inputAliases = entry.texts("inputs")?.map { input in
            input.hasPrefix("external:") ? String(input.dropFirst("external:".count)) : input
        }
        product.version = entry.text("version", longest: Bounds.name) ?? ""
        if let schema = entry["schema"] {
            let shaped = schema.schemaShape(named: product.sourceID)
            product.schema = entry.value([SchemaObject].self, shaped, "schema") ?? []
        }
        product.metrics = Self.metrics(&entry)
        product.measuredAt = entry["measured_at"].flatMap { entry.value(Instant.self, $0, "measured_at") }

        var stated = Map()
        for field in map where !Self.beside.contains(field.key) {
            switch field.key {
            case "domain_id": stated.insert(.init(key: "domain", at: field.keyPosition, value: field.value))
            case "sla": stated.insert(.init(key: "sla", at: field.keyPosition, value: field.value.slaShape))
            default: stated.insert(field)
            }
        }
        let node = Node(.map(stated), at: entry.node.position)
        product.facts = entry.value(ProductFacts.self, node, "") ?? ProductFacts()
        product.facts.domain = domain ?? product.facts.domain
        if product.facts.domain == nil, entry.errors.isEmpty {
            entry.refuse(nil, "domain", "is missing; state it, or name one for all")
        }
    }

    /// `metrics: {completeness: 98.5}`
    private static func metrics(_ entry: inout Entry) -> [QualityReport.Metric] {
        guard let node = entry["metrics"] else { return [] }
        guard let map = node.map else {
            entry.refuse(node, "metrics", "is \(node.kind), where a map is expected")
            return []
        }
        var metrics: [QualityReport.Metric] = []
        for field in map {
            let metric = QualityReport.Metric(name: field.key, value: field.value.text ?? field.value.kind)
            do {
                _ = try metric.checked()
                metrics.append(metric)
            } catch {
                entry.refuse(field.value, "metrics[\(quoted(field.key))]", "is not valid: \(error)")
            }
        }
        return metrics
    }
}

extension Entry {
    /// A list of texts, each short enough for a name; nil where the key is not there.
    mutating func texts(_ key: String) -> [String]? {
        guard let node = self[key] else { return nil }
        guard let items = node.list else {
            refuse(node, key, "is \(node.kind), where a list is expected")
            return nil
        }
        return items.enumerated().compactMap { index, item in
            text(item, "\(key)[\(index)]", longest: Bounds.alias)
        }
    }
}
