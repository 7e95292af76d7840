import Documents
import MeshModel

/// One record of a document under reading: it answers by key, and collects what is wrong.
struct Entry {
    let file: String
    /// `dataset[3]`
    let path: String
    let node: Node
    private(set) var errors: [Problem] = []
    private(set) var warnings: [Problem] = []

    init(_ node: Node, path: String, file: String) {
        self.node = node
        self.path = path
        self.file = file
        if node.map == nil { refuse(node, "", "is \(node.kind), where a map is expected") }
    }

    /// The value of a key that is there and not null.
    subscript(key: String) -> Node? { node.value(key) }

    private func problem(_ position: Position?, _ key: String, _ reason: String) -> Problem {
        let path = key.isEmpty ? path : path.isEmpty || key.hasPrefix("[") ? path + key : "\(path).\(key)"
        return Problem(file: file, at: position ?? node.position, path: path, reason: reason)
    }

    mutating func refuse(_ node: Node?, _ key: String, _ reason: String) {
        // Where a map is expected and something else stands, all else follows from it.
        guard errors.isEmpty || self.node.map != nil else { return }
        errors.append(problem(node?.position, key, reason))
    }

    mutating func warn(_ node: Node?, _ key: String, _ reason: String) {
        warnings.append(problem(node?.position, key, reason))
    }

    /// Asks the rules, which know what else a product must satisfy; for what the reader did not find itself.
    mutating func check(_ product: ImportedProduct) {
        guard errors.isEmpty else { return }
        do { try Check.imported(product) } catch { refuse(nil, "", "is not valid: \(error)") }
    }

    /// A value of the model, where the document writes it as the model does.
    mutating func value<T: FieldValue>(_ type: T.Type, _ node: Node, _ key: String) -> T? {
        do { return try EntityReader.value(type, of: node) } catch {
            let isBare = key.isEmpty || error.location.isEmpty || error.location.hasPrefix("[")
            let path = isBare ? key + error.location : "\(key).\(error.location)"
            errors.append(problem(error.position, path, error.reason))
            return nil
        }
    }

    /// Text that may be missing; anything but text is refused, and what is too long.
    mutating func text(_ key: String, longest: Int = Bounds.text) -> String? {
        text(self[key], key, longest: longest)
    }

    mutating func text(_ node: Node?, _ key: String, longest: Int = Bounds.text) -> String? {
        guard let node else { return nil }
        guard let text = node.text else {
            refuse(node, key, "is \(node.kind), where text is expected")
            return nil
        }
        guard text.utf8.count <= longest else {
            refuse(node, key, "is \(text.utf8.count) bytes long; \(longest) is the most")
            return nil
        }
        return text
    }

    /// Text that must be there and not blank.
    mutating func required(_ key: String, longest: Int = Bounds.text) -> String? {
        required(self[key], key, in: node, longest: longest)
    }

    mutating func required(
        _ node: Node?, _ key: String, in map: Node, longest: Int = Bounds.text
    ) -> String? {
        guard let node else {
            refuse(map, key, "is missing")
            return nil
        }
        guard let text = text(node, key, longest: longest) else { return nil }
        guard text.contains(where: { !$0.isWhitespace }) else {
            refuse(node, key, "is empty")
            return nil
        }
        return text
    }

    /// A name by which the record is found again: never blank, never longer than an alias may be.
    mutating func identifier(_ key: String) -> String? {
        guard let text = required(key, longest: Bounds.alias) else { return nil }
        guard !text.utf8.contains(0) else {
            refuse(self[key], key, "holds a NUL; no name can")
            return nil
        }
        return text
    }
}

extension Node {
    /// The value of a key that is there and not null. Spelled out, because `nil` can also be read as a null node.
    func value(_ key: String) -> Node? {
        guard let node = self[key], !node.isNull else { return Optional.none }
        return node
    }
}
