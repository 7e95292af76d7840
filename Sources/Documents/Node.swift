/// A value of JSON or YAML with the place where it begins.
///
/// A plain value in 24 bytes: copies share what is inside. Equality compares values, order and the text of numbers, never positions, and strings
/// byte for byte.
package struct Node: Sendable {
    package enum Content: Sendable {
        case null
        case bool(Bool)
        case number(Number)
        case string(String)
        case list([Node])
        case map(Map)
    }

    package var content: Content
    // The fields of a packed position: see there.
    private let high: UInt8
    private let middle: UInt16
    private let low: UInt32

    package init(_ content: Content, at position: Position? = nil) {
        let packed = PackedPosition(position)
        self.content = content
        (high, middle, low) = (packed.high, packed.middle, packed.low)
    }

    /// Where the value begins; nil for a node that was not read from a text.
    package var position: Position? { PackedPosition(high: high, middle: middle, low: low).position }
}

// What a reader asks. Each answers nil where the node is something else; nothing is converted in silence.
extension Node {
    package var isNull: Bool { if case .null = content { true } else { false } }
    package var bool: Bool? { if case .bool(let bool) = content { bool } else { nil } }
    package var number: Number? { if case .number(let number) = content { number } else { nil } }
    package var string: String? { if case .string(let string) = content { string } else { nil } }
    package var list: [Node]? { if case .list(let list) = content { list } else { nil } }
    package var map: Map? { if case .map(let map) = content { map } else { nil } }
    package var double: Double? { number?.double }
    package var int64: Int64? { number?.int64 }

    /// A string, or a number or bool as it was written: a version `1.0` is text to people, whatever YAML makes of it.
    package var text: String? {
        switch content {
        case .string(let string): string
        case .number(let number): number.text
        case .bool(let bool): bool ? "true" : "false"
        case .null, .list, .map: nil
        }
    }

    /// The value of a key; nil where this is no map or the key is missing.
    package subscript(key: String) -> Node? { map?[key] }

    /// An item of a list; nil where this is no list or it is shorter.
    package subscript(index: Int) -> Node? {
        guard let list, list.indices.contains(index) else { return nil }
        return list[index]
    }

    /// What it is, as part of a sentence: `expected a list, found a string`.
    package var kind: String {
        switch content {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .list: "a list"
        case .map: "a map"
        }
    }
}

extension Node: Equatable {
    package static func == (left: Node, right: Node) -> Bool {
        switch (left.content, right.content) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): Map.same(left, right)
        case (.list(let left), .list(let right)): left == right
        case (.map(let left), .map(let right)): left == right
        case (.null, _), (.bool, _), (.number, _), (.string, _), (.list, _), (.map, _): false
        }
    }
}

// Documents are written as Swift literals: `["name": "orders", "tags": ["pii"], "rows": 12]`.
extension Node: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self.init(.string(value)) }
    package init(integerLiteral value: Int) { self.init(.number(Number(value))) }
    package init(booleanLiteral value: Bool) { self.init(.bool(value)) }
    package init(nilLiteral: ()) { self.init(.null) }
    package init(arrayLiteral elements: Node...) { self.init(.list(elements)) }

    package init(dictionaryLiteral elements: (String, Node)...) {
        var map = Map()
        for (key, value) in elements {
            precondition(map.insert(.init(key: key, value: value)) == nil, "a key stands twice in a literal")
        }
        self.init(.map(map))
    }

    package static func string(_ string: String) -> Node { Node(.string(string)) }
    package static func bool(_ bool: Bool) -> Node { Node(.bool(bool)) }
    package static func number(_ number: Number) -> Node { Node(.number(number)) }
    package static func list(_ list: [Node]) -> Node { Node(.list(list)) }
    package static func map(_ map: Map) -> Node { Node(.map(map)) }
}
