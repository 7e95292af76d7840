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
        /// JSON where the name ends in `.json` or the text begins with `{` or `[`, else YAML. A name that ends in `.yaml` or `.yml` gets a second chance as YAML.
        case detect
    }

    /// Reads the one document of a text. A YAML stream of several is refused.
    package static func read(
        _ bytes: [UInt8], as format: Format = .detect, name: String, budget: Budget = .standard
    ) throws(DocumentError) -> Document {
        let documents = try readAll(bytes, as: format, name: name, budget: budget)
        guard let first = documents.first else {
            throw DocumentError(document: name, position: .start, reason: .empty)
        }
        if documents.count > 1 {
            throw DocumentError(
                document: name, position: documents[1].root.position ?? .start,
                reason: .syntax("a second document begins here; one was expected"))
        }
        return first
    }

    /// Reads every document of a text: one of JSON, or those between `---` in YAML, of which there may be none.
    package static func readAll(
        _ bytes: [UInt8], as format: Format = .detect, name: String, budget: Budget = .standard
    ) throws(DocumentError) -> [Document] {
        let roots: [Node]
        switch format {
        case .json: roots = [try json(bytes, name: name, budget: budget)]
        case .yaml: roots = try YAMLReader.read(bytes, name: name, budget: budget)
        case .detect:
            let lowercased = name.lowercased()
            let yaml = [".yaml", ".yml"].contains(where: lowercased.hasSuffix)
            guard lowercased.hasSuffix(".json") || beginsLikeJSON(bytes) else {
                roots = try YAMLReader.read(bytes, name: name, budget: budget)
                break
            }
            do throws(DocumentError) {
                roots = [try json(bytes, name: name, budget: budget)]
            } catch {
                guard yaml else { throw error }
                roots = try YAMLReader.read(bytes, name: name, budget: budget)
            }
        }
        return roots.map { Document(name: name, root: $0) }
    }

    /// Reads JSON lines, a document a line; nil for a text that does not begin so: its first line is no whole map, or what follows is
    /// something else, as in YAML.
    package static func readLines(
        _ bytes: [UInt8], name: String, budget: Budget = .standard
    ) throws(DocumentError) -> [Document]? {
        var lines = JSONLines(name: name, budget: budget)
        lines.append(bytes)
        lines.end()
        guard let first = try? lines.next(), first.map != nil else { return nil }
        var roots = [first]
        do throws(DocumentError) {
            while let root = try lines.next() { roots.append(root) }
        } catch {
            guard roots.count > 1 else { return nil }
            throw error
        }
        return roots.map { Document(name: name, root: $0) }
    }

    private static func json(_ bytes: [UInt8], name: String, budget: Budget) throws(DocumentError) -> Node {
        var reader = try JSONReader(bytes, name: name, budget: budget)
        return try reader.document()
    }

    private static func beginsLikeJSON(_ bytes: [UInt8]) -> Bool {
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard let first = bytes[mark...].first(where: { !" \t\r\n".utf8.contains($0) }) else { return false }
        return "{[".utf8.contains(first)
    }
}
