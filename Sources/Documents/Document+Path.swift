extension Document {
    /// Where a node of this document stands, for a sentence: `catalog.json, line 12, column 5 (dataset[3].title)`.
    package func place(of node: Node) -> String {
        let path = path(of: node).map { $0.isEmpty ? "" : " (\($0))" } ?? ""
        return "\(Escape.printable(name))\(node.position.map { ", \($0)" } ?? "")\(path)"
    }

    /// The way from the root to a node of this document: `dataset[3].title`; empty for the root, nil for a node that was not read from this text.
    ///
    /// Nodes do not know their parents, which keeps them small; so the way is looked for by position when an error needs it. Only what begins before the
    /// node is entered, and of that the last first: where no alias stands between, that takes as many steps as the way has.
    package func path(of node: Node) -> String? {
        guard let position = node.position else { return nil }
        var steps: [String] = []
        guard Self.find(position, node, in: root, &steps) else { return nil }
        let path = steps.reversed().joined()
        return path.hasPrefix(".") ? String(path.dropFirst()) : path
    }

    private static func find(_ position: Position, _ node: Node, in place: Node, _ steps: inout [String]) -> Bool {
        guard let start = place.position, start <= position else { return false }
        // A map of YAML begins where its first key does, and a list of lists may begin where its first item does not: the kind decides.
        if start == position, place.kind == node.kind, place == node { return true }
        switch place.content {
        case .list(let items):
            for index in items.indices.reversed() where find(position, node, in: items[index], &steps) {
                steps.append("[\(index)]")
                return true
            }
        case .map(let map):
            for entry in map.entries.reversed() where find(position, node, in: entry.value, &steps) {
                let isWord = entry.key.utf8.allSatisfy {
                    UInt8(ascii: "!") <= $0 && $0 <= UInt8(ascii: "~") && !".[]\"".utf8.contains($0)
                }
                steps.append(isWord && !entry.key.isEmpty ? ".\(entry.key)" : "[\(Escape.quoted(entry.key))]")
                return true
            }
        case .null, .bool, .number, .string: break
        }
        return false
    }
}
