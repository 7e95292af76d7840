import Documents
import MeshModel

// The model's trees as documents to be written; the way back is `Tree.init(_: Node)`.

extension Node {
    init(_ tree: Tree) {
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

extension Tree {
    /// The fields of a map with more behind them.
    func adding(_ fields: KeyValuePairs<String, Tree>) -> Tree { adding(Array(fields)) }

    func adding(_ more: [(key: String, value: Tree)]) -> Tree {
        .map(fields.filter { field in !more.contains { $0.key == field.key } } + more)
    }

    /// Of a map; nothing else has any.
    var fields: [(key: String, value: Tree)] { if case .map(let fields) = self { fields } else { [] } }

    static func count(_ value: Int) -> Tree { .number(String(value)) }
    static func texts(_ values: some Sequence<String>) -> Tree { .list(values.map(Tree.text)) }
    static func optional(_ value: (some FieldValue)?) -> Tree { value?.tree ?? .null }
}
