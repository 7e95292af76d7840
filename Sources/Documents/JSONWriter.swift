/// Nodes as JSON (RFC 8259), appended to bytes.
///
/// Beyond what the RFC asks for, everything that could command a terminal or reorder a line is escaped, DEL, C1 and U+2028 among it. Numbers keep
/// their text; one that only YAML has is written in JSON's grammar, and where that cannot say it without loss, as a string.
package struct JSONWriter: Sendable {
    package enum Style: Sendable, Hashable {
        /// On one line, without spaces: a record of JSON lines.
        case compact
        /// Two spaces a level, and a line break at the end.
        case pretty
    }

    package private(set) var bytes: [UInt8] = []
    private let style: Style

    package init(_ style: Style) { self.style = style }

    /// The whole text of a node.
    package static func write(_ node: Node, _ style: Style = .pretty) -> [UInt8] {
        var writer = JSONWriter(style)
        writer.write(node)
        return writer.bytes
    }

    /// Appends a node. Several make JSON lines where the style is compact and a line break is written between.
    package mutating func write(_ node: Node) {
        write(node, level: 0)
        if style == .pretty { bytes.append(UInt8(ascii: "\n")) }
    }

    /// Ends a record of JSON lines.
    package mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

    /// Gives away what was written so far: a long list is written out piece by piece.
    package mutating func drain() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func write(_ node: Node, level: Int) {
        switch node.content {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
        case .number(let number):
            if let text = number.json { bytes.append(contentsOf: text.utf8) } else { write(number.text) }
        case .string(let string): write(string)
        case .list(let list):
            write("[", "]", count: list.count, level: level) { (writer, index) in
                writer.write(list[index], level: level + 1)
            }
        case .map(let map):
            write("{", "}", count: map.count, level: level) { (writer, index) in
                writer.write(map[index].key)
                writer.bytes.append(UInt8(ascii: ":"))
                if writer.style == .pretty { writer.bytes.append(UInt8(ascii: " ")) }
                writer.write(map[index].value, level: level + 1)
            }
        }
    }

    private mutating func write(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, count: Int, level: Int,
        item: (inout JSONWriter, Int) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        for index in 0..<count {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(level + 1)
            item(&self, index)
        }
        if count > 0 { breakLine(level) }
        bytes.append(UInt8(ascii: close))
    }

    private mutating func breakLine(_ level: Int) {
        guard style == .pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
    }

    private mutating func write(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        // All of ASCII but these passes as it is; the rest is looked at scalar by scalar.
        let plain = string.utf8.allSatisfy {
            $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if plain {
            bytes.append(contentsOf: string.utf8)
        } else {
            for scalar in string.unicodeScalars { Escape.append(scalar, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
