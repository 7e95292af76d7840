/// A value as JSON and YAML see it: ordered, numbers as they were written.
public enum Tree: Equatable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case text(String)
    case list([Tree])
    case map([(key: String, value: Tree)])

    public static func == (a: Tree, b: Tree) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let x), .bool(let y)): x == y
        case (.number(let x), .number(let y)), (.text(let x), .text(let y)): x == y
        case (.list(let x), .list(let y)): x == y
        case (.map(let x), .map(let y)): x.elementsEqual(y) { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }

    public static func map(_ fields: KeyValuePairs<String, Tree>) -> Tree { .map(Array(fields)) }

    public subscript(key: String) -> Tree? {
        guard case .map(let fields) = self else { return nil }
        return fields.first { $0.key == key }?.value
    }

    /// The keys of two maps whose values differ, in the order in which they stand here.
    func namesOfDifferences(from other: Tree) -> [String] {
        guard case .map(let fields) = self else { return [] }
        return fields.filter { (other[$0.key] ?? .null) != $0.value }.map(\.key)
    }

    var noun: String {
        switch self {
        case .null: "nothing"
        case .bool(let value): value ? "true" : "false"
        case .number(let text): "the number \(text)"
        case .text(let text): "'\(text)'"
        case .list: "a list"
        case .map: "a map"
        }
    }
}

/// Why a tree is not the value that was asked for, and where in it.
public struct TreeError: Error, Equatable, Sendable {
    public enum Step: Equatable, Sendable {
        case key(String)
        case index(Int)
    }
    public var path: [Step] = []
    public var reason: String

    public init(_ reason: String) { self.reason = reason }

    func inside(_ step: Step) -> TreeError {
        var outer = self
        outer.path.insert(step, at: 0)
        return outer
    }

    /// `schema.fields[2].type`
    public var location: String {
        path.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}

extension TreeError: CustomStringConvertible {
    public var description: String { path.isEmpty ? reason : "\(location): \(reason)" }
}

struct TreeBuilder: FieldVisitor {
    var fields: [(key: String, value: Tree)] = []

    mutating func field<T: FieldValue>(_ tag: Int, _ name: StaticString, _ value: inout T) {
        fields.append((name.description, value.tree))
    }
}

struct StatementBuilder: FieldVisitor {
    var fields: [(key: String, value: Tree)] = []

    mutating func field<T: FieldValue>(_ tag: Int, _ name: StaticString, _ value: inout T) {
        guard !value.isBlank else { return }
        fields.append((name.description, value.statement))
    }
}

/// Fills fields by name, and refuses names that nothing asked for.
struct TreeParser: FieldVisitor {
    var fields: [(key: String, value: Tree)]
    private var known: [String] = []

    init(fields: [(key: String, value: Tree)]) { self.fields = fields }

    mutating func field<T: FieldValue>(_ tag: Int, _ name: StaticString, _ value: inout T) throws(TreeError) {
        let key = name.description
        known.append(key)
        guard let found = fields.first(where: { $0.key == key }), found.value != .null else { return }
        do { value = try T(found.value) } catch { throw error.inside(.key(key)) }
    }

    func finish() throws(TreeError) {
        for (key, _) in fields where !known.contains(key) {
            throw TreeError("unknown field; the fields here are \(known.joined(separator: ", "))").inside(.key(key))
        }
    }
}
