package import MeshModel

/// What a template sees under a name.
///
/// `code` is set apart from `text`: it comes from a fixed vocabulary or has been quoted already, so it may stand in a file as it is.
package indirect enum TemplateValue: Sendable {
    case nothing
    case flag(Bool)
    /// In the grammar of JSON.
    case number(String)
    case text(String)
    case code(String)
    case list([TemplateValue])
    case map([(key: String, value: TemplateValue)])

    package init(_ tree: Tree) {
        switch tree {
        case .null: self = .nothing
        case .bool(let value): self = .flag(value)
        case .number(let text): self = isJSONNumber(text) ? .number(text) : .text(text)
        case .text(let text): self = .text(text)
        case .list(let items): self = .list(items.map(TemplateValue.init))
        case .map(let fields): self = .map(fields.map { ($0.key, TemplateValue($0.value)) })
        }
    }

    package static func map(_ fields: KeyValuePairs<String, TemplateValue>) -> TemplateValue { .map(Array(fields)) }

    subscript(key: String) -> TemplateValue? {
        guard case .map(let fields) = self else { return nil }
        return fields.first { $0.key == key }?.value
    }

    /// Whether a section over it is shown.
    var isShown: Bool {
        switch self {
        case .nothing: false
        case .flag(let value): value
        case .number: true
        case .text(let text), .code(let text): !text.isEmpty
        case .list(let items): !items.isEmpty
        case .map(let fields): !fields.isEmpty
        }
    }

    var noun: String {
        switch self {
        case .nothing: "nothing"
        case .flag: "a flag"
        case .number: "a number"
        case .text: "text"
        case .code: "code"
        case .list: "a list"
        case .map: "a map"
        }
    }
}

/// Source: RFC 8259, section 6.
func isJSONNumber(_ text: String) -> Bool {
    var rest = text.utf8[...]
    func digits() -> Int {
        let run = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest[run.endIndex...]
        return run.count
    }
    func take(_ bytes: Unicode.Scalar...) -> Bool {
        guard let first = rest.first, bytes.contains(where: { UInt8(ascii: $0) == first }) else { return false }
        rest = rest.dropFirst()
        return true
    }
    _ = take("-")
    let leadingZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !(leadingZero && whole > 1) else { return false }
    if take("."), digits() == 0 { return false }
    if take("e", "E") {
        _ = take("+", "-")
        if digits() == 0 { return false }
    }
    return rest.isEmpty
}
