package import Terminal

/// A line of text being typed: the text, and where the next character goes.
package struct Input: Hashable, Sendable {
    package private(set) var text: String
    /// Characters before the cursor.
    package private(set) var cursor: Int

    /// The cursor stands at the end.
    package init(_ text: String = "") {
        self.text = text
        cursor = text.count
    }

    /// Edits, where the key means editing; what it does not know is left to others.
    ///
    /// - Returns: Whether the key was used.
    package mutating func apply(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .paste(let pasted): insert(pasted)
        case .backspace: remove(from: cursor - 1, to: cursor)
        case .delete: remove(from: cursor, to: cursor + 1)
        case .control("w"), .alt("\u{7F}"): remove(from: wordStart, to: cursor)
        case .control("u"): remove(from: 0, to: cursor)
        case .control("k"): remove(from: cursor, to: text.count)
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(text.count, cursor + 1)
        case .alt("b"): cursor = wordStart
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = text.count
        case .control, .alt, .enter, .escape, .tab, .backTab, .insert, .up, .down, .pageUp, .pageDown, .function,
            .click, .wheelUp, .wheelDown:
            return false
        }
        return true
    }

    /// How much a field takes: far more than anybody types, far less than hurts.
    package static let longest = 65_536

    private mutating func insert(_ more: String) {
        guard text.utf8.count + more.utf8.count <= Self.longest else { return }
        let rest = text.count - cursor
        text.insert(contentsOf: more, at: text.index(text.startIndex, offsetBy: cursor))
        // What is inserted may join its neighbours, so the end is what stays in place.
        cursor = max(0, text.count - rest)
    }

    private mutating func remove(from start: Int, to end: Int) {
        let start = max(0, start)
        let end = min(text.count, end)
        guard start < end else { return }
        let rest = text.count - end
        let first = text.index(text.startIndex, offsetBy: start)
        text.removeSubrange(first..<text.index(first, offsetBy: end - start))
        cursor = max(0, min(text.count - rest, text.count))
    }

    private var wordStart: Int {
        let before = text.prefix(cursor)
        let spaces = before.reversed().prefix { $0.isWhitespace }.count
        let word = before.dropLast(spaces).reversed().prefix { !$0.isWhitespace }.count
        return cursor - spaces - word
    }

    /// Columns before the cursor.
    var cursorColumn: Int {
        String(text.prefix(cursor)).columns
    }
}
