import Documents

/// Our own documents: products and domains one by one, or in lists, as YAML or JSON.
struct MeshDocument {
    let documents: [Document]
    let options: ImportOptions

    static func resembles(_ root: Node) -> Bool {
        if let items = root.list { return !items.isEmpty && items.allSatisfy(isEntity) }
        return isEntity(root) || ["products", "domains"].contains { root[$0]?.list?.allSatisfy(isEntity) == true }
    }

    private static func isEntity(_ node: Node) -> Bool { node["product_id"] != nil || node["domain_id"] != nil }

    func read(_ progress: (_ done: Int, _ total: Int) -> Void) throws(FormatError) -> Import {
        var entities = OwnImport(.mesh, file: documents.first?.name ?? "", options: options)
        var done = 0
        func add(_ node: Node, _ path: String, isDomain: Bool? = nil) {
            if done.isMultiple(of: 256) { progress(done, 0) }
            done += 1
            // A product names its domain, too: only what has no product's id is a domain.
            if isDomain ?? (node["product_id"] == nil && node["domain_id"] != nil) {
                entities.add(domain: node, path: path)
            } else {
                entities.add(product: node, path: path)
            }
        }
        for document in documents {
            let root = document.root
            if let items = root.list {
                for (index, item) in items.enumerated() { add(item, "[\(index)]") }
            } else if Self.isEntity(root) {
                add(root, "")
            } else {
                for entry in root.map ?? Map() {
                    guard ["products", "domains"].contains(entry.key), let items = entry.value.list else {
                        let reason = "is nothing that is imported; the keys here are products and domains, each a list"
                        entities.leaveOut(
                            Problem(
                                file: document.name, at: entry.keyPosition, path: printable(entry.key), reason: reason))
                        continue
                    }
                    for (index, item) in items.enumerated() {
                        add(item, "\(entry.key)[\(index)]", isDomain: entry.key == "domains")
                    }
                }
            }
        }
        progress(done, done)
        return try entities.finish()
    }
}
