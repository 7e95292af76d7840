package import Terminal

/// A line of text as it is typed, scrolled so that the cursor is seen.
package struct TextField: Widget {
    package var input: Input
    /// Shown while nothing is typed.
    package var placeholder: String
    package var isFocused: Bool
    package var hasError: Bool

    package init(_ input: Input, placeholder: String = "", isFocused: Bool = true, hasError: Bool = false) {
        self.input = input
        self.placeholder = placeholder
        self.isFocused = isFocused
        self.hasError = hasError
    }

    package func draw(in rect: Rect, on frame: inout Frame) {
        let style: Style = hasError ? .inputError : .input
        let row = rect.row(0)
        frame.fill(row, style: style)
        if input.text.isEmpty {
            frame.write(placeholder, in: row, style: Style(.muted, style.attributes))
        } else {
            write(in: row, style: style, on: &frame)
        }
        if isFocused {
            frame.cursor = Point(x: row.x + min(input.cursorColumn - hidden(width: row.width), row.width - 1), y: row.y)
        }
    }

    private func write(in row: Rect, style: Style, on frame: inout Frame) {
        let hidden = hidden(width: row.width)
        guard hidden > 0 else {
            frame.write(input.text, in: row, style: style)
            return
        }
        // A window of its own clips at the left; what stands left of it is told by the sign.
        var window = Frame(size: row.size)
        window.fill(window.bounds, style: style)
        window.write(input.text, at: Point(x: -hidden, y: 0), style: style)
        window.write("…", at: Point(x: 0, y: 0), style: style)
        frame.copy(window, to: row.origin)
    }

    /// Columns scrolled out at the left. Without memory of its own: the cursor is at the right edge, or all fits.
    private func hidden(width: Int) -> Int {
        max(0, input.cursorColumn + 1 - width)
    }
}
