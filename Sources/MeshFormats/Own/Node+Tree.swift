package import Documents
package import MeshModel

// The model's trees as documents to be written; the way back is `Tree.init(_: Node)`.

extension Node {
    package init(_ tree: Tree) {
        switch tree {
        case .null: self = nil
        case .bool(let value): self = .bool(value)
        case .number(let text): self = Number(text).map(Node.number) ?? .string(text)
        case .text(let text): self = .string(text)
        case .list(let items): self = .list(items.map { Node($0) })
        case .map(let fields):
            var map = Map()
            for (key, value) in fields { map[key] = Node(value) }
            self = .map(map)
        }
    }
}
