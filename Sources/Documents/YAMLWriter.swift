/// Nodes as YAML in block style, appended to bytes.
///
/// A string that would read back as something else, in YAML 1.2 or 1.1, stands in double quotes; one of several lines is a literal block where that
/// keeps it exactly. What could command a terminal is escaped as in JSON.
package struct YAMLWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var isFirst = true

    package init() {}

    /// The whole text of a node.
    package static func write(_ node: Node) -> [UInt8] {
        var writer = YAMLWriter()
        writer.write(node)
        return writer.bytes
    }

    /// Appends a document; `---` stands between two.
    package mutating func write(_ node: Node) {
        if !isFirst { append("---\n") }
        isFirst = false
        if isBlock(node) { block(node, indent: 0, inline: false) } else { scalar(node, indent: 0) }
    }

    /// Gives away what was written so far.
    package mutating func drain() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// Whether a node takes lines of its own.
    private func isBlock(_ node: Node) -> Bool {
        switch node.content {
        case .list(let list): !list.isEmpty
        case .map(let map): !map.isEmpty
        case .null, .bool, .number, .string: false
        }
    }

    /// The items or entries, one a line, from a column on. The first goes on where the line stands when it is inline.
    private mutating func block(_ node: Node, indent: Int, inline: Bool) {
        var continues = inline
        func begin(_ writer: inout YAMLWriter) {
            if !continues { writer.spaces(indent) }
            continues = false
        }
        switch node.content {
        case .list(let list):
            for item in list {
                begin(&self)
                append("-")
                nested(item, indent: indent, inline: true)
            }
        case .map(let map):
            for entry in map {
                begin(&self)
                key(entry.key, indent: indent)
                nested(entry.value, indent: indent, inline: false)
            }
        case .null, .bool, .number, .string: break
        }
    }

    /// The value behind `-` or `key:`.
    private mutating func nested(_ node: Node, indent: Int, inline: Bool) {
        let block = isBlock(node)
        append(block && !inline ? "\n" : " ")
        if block { self.block(node, indent: indent + 2, inline: inline) } else { scalar(node, indent: indent + 2) }
    }

    private mutating func key(_ key: String, indent: Int) {
        let start = bytes.count
        if YAMLScalar.isPlain(key) { append(key) } else { quoted(key) }
        // A key of more than 1024 characters has to be announced (YAML 1.2.2 §7.4.2).
        if bytes.count - start > 1000 {
            bytes.insert(contentsOf: "? ".utf8, at: start)
            append("\n")
            spaces(indent)
        }
        append(":")
    }

    private mutating func scalar(_ node: Node, indent: Int) {
        switch node.content {
        case .null: append("null")
        case .bool(let bool): append(bool ? "true" : "false")
        case .number(let number): append(number.text)
        case .list: append("[]")
        case .map: append("{}")
        case .string(let string):
            if isLiteral(string) { return literal(string, indent: max(indent, 2)) }
            if YAMLScalar.isPlain(string) { append(string) } else { quoted(string) }
        }
        append("\n")
    }

    private mutating func quoted(_ string: String) {
        append("\"")
        for scalar in string.unicodeScalars { Escape.append(scalar, to: &bytes) }
        append("\"")
    }

    /// Whether a literal block says the string exactly, with at most one line break at its end.
    private func isLiteral(_ string: String) -> Bool {
        let scalars = string.unicodeScalars
        guard scalars.contains("\n"), let first = scalars.first, !" \t\n".unicodeScalars.contains(first) else {
            return false
        }
        if string.utf8.suffix(2).elementsEqual("\n\n".utf8) { return false }
        return scalars.allSatisfy { !Escape.isHostile($0) || $0 == "\n" || $0 == "\t" }
    }

    private mutating func literal(_ string: String, indent: Int) {
        let ended = string.utf8.last == UInt8(ascii: "\n")
        append(ended ? "|\n" : "|-\n")
        for line in string.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast(
            ended ? 1 : 0)
        {
            if !line.isEmpty { spaces(indent) }
            bytes.append(contentsOf: line)
            append("\n")
        }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func spaces(_ count: Int) {
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: count))
    }
}
