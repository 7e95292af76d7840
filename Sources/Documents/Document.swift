/// One JSON or YAML text as a tree that knows where everything stands. It gives no meaning.
package struct Document: Sendable, Equatable {
    /// What the text is called in sentences: usually the name of its file.
    package let name: String
    package let root: Node

    package init(name: String, root: Node) {
        self.name = name
        self.root = root
    }

    package enum Format: Sendable, Hashable {
        case json, yaml
        /// JSON where the text begins like it, else YAML. A name that ends in `.yaml` or `.yml` gets a second chance as YAML.
        case detect
    }

    /// Reads the one document of a text.
    package static func read(
        _ bytes: [UInt8], as format: Format = .detect, name: String, budget: Budget = .standard
    ) throws(DocumentError) -> Document {
        var reader = try JSONReader(bytes, name: name, budget: budget)
        return Document(name: name, root: try reader.document())
    }
}
