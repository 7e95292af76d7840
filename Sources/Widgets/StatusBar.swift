package import Terminal

/// The keys that work here, the most important first, and a few words at the right.
///
/// What does not fit is left out from the right, whole hints only: half of a key's name helps nobody.
package struct StatusBar: Widget {
    package var hints: [Hint]
    package var right: Line

    package init(hints: [Hint], right: Line = Line()) {
        self.hints = hints
        self.right = right
    }

    package struct Hint: Hashable, Sendable {
        package var key: String
        package var label: String

        package init(_ key: String, _ label: String) {
            self.key = key
            self.label = label
        }
    }

    package func draw(in rect: Rect, on frame: inout Frame) {
        var row = rect.row(0)
        let columns = right.columns
        if columns > 0, columns <= row.width {
            frame.write(right, in: row.takeRight(columns))
            _ = row.takeRight(2)
        }
        for hint in hints {
            let line = Line(hint.key, .keyHint) + Line(" " + hint.label, .muted)
            guard line.columns <= row.width else { return }
            frame.write(line, in: row.takeLeft(line.columns))
            _ = row.takeLeft(2)
        }
    }
}
