package import Documents
package import MeshModel

/// Reads values of the model from documents written as the model writes them, and keeps the place of what is wrong.
package enum EntityReader {
    /// What is wrong with a value, and where it stands.
    package struct Misfit: Error, Equatable {
        package var position: Position?
        /// `fields[2].type`
        package var location: String
        package var reason: String

        package init(position: Position?, location: String, reason: String) {
            self.position = position
            self.location = location
            self.reason = reason
        }
    }

    package static func value<T: FieldValue>(_ type: T.Type, of node: Node) throws(Misfit) -> T {
        do { return try T(Tree(node)) } catch {
            throw Misfit(position: position(of: error.path, in: node), location: error.location, reason: error.reason)
        }
    }

    /// Where a path leads: to the last value on it that is there, or to its key where nothing asked for the key.
    package static func position(of path: [TreeError.Step], in root: Node) -> Position? {
        var node = root
        var position = root.position
        for step in path {
            switch step {
            case .index(let index):
                guard let item = node[index] else { return position }
                node = item
                position = item.position ?? position
            case .key(let key):
                guard let entry = node.map?.first(where: { $0.key == key }) else { return position }
                node = entry.value
                position = entry.keyPosition ?? entry.value.position ?? position
            }
        }
        return position
    }
}

extension Tree {
    package init(_ node: Node) {
        switch node.content {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let number): self = .number(number.text)
        case .string(let text): self = .text(text)
        case .list(let items): self = .list(items.map { Tree($0) })
        case .map(let map): self = .map(map.map { (key: $0.key, value: Tree($0.value)) })
        }
    }
}
