import MeshModel

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
