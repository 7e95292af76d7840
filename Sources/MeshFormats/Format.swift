package import Documents

/// A kind of document that can be imported. The list holds only what works.
package enum Format: String, CaseIterable, Sendable {
    /// A `data.json` catalogue of a US agency. Source: resources.data.gov/resources/dcat-us, version 1.1.
    case dcatUS = "dcat-us"
    /// The `manifest.json` of a dbt project, with the artifacts beside it.
    case dbt
    /// Data contracts as YAML or JSON. Source: Open Data Contract Standard 3.0 to 3.2.
    case odcs
    /// JSON lines, one product a line.
    case jsonl
    /// Our own documents: products and domains as YAML or JSON.
    case mesh

    /// What it is called in a sentence.
    package var title: String {
        switch self {
        case .dcatUS: "a DCAT-US 1.1 catalogue"
        case .dbt: "a dbt manifest"
        case .odcs: "data contracts of ODCS"
        case .jsonl: "JSON lines of products"
        case .mesh: "a document of products and domains"
        }
    }

    package static var list: String { allCases.map { "\($0.title) (\($0.rawValue))" }.joined(separator: ", ") }
}

extension Format {
    /// What a document is, by what stands in it and never by the name of its file; nil when nothing fits.
    package static func recognise(_ document: Document) -> Format? {
        if Artifact(document) != nil { return .dbt }
        if let map = document.root.map, Catalogue.resembles(map) { return .dcatUS }
        if ContractFile.resembles(document.root) { return .odcs }
        return MeshDocument.resembles(document.root) ? .mesh : nil
    }

    /// What a document that nothing fits looks like, in a few words.
    static func seen(_ root: Node) -> String {
        switch root.content {
        case .map(let map):
            map.isEmpty
                ? "an empty map"
                : "a map with the keys \(map.keys.prefix(6).map(quoted).joined(separator: ", "))\(map.count > 6 ? " …" : "")"
        case .list(let items): items.first.map { "a list that begins with \($0.kind)" } ?? "an empty list"
        case .null, .bool, .number, .string: root.kind
        }
    }
}
