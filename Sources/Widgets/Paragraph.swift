package import Terminal

/// Running text, broken between words to a width.
package struct Paragraph: Widget {
    package var text: String
    package var style: Style

    package init(_ text: String, style: Style = .text) {
        self.text = text
        self.style = style
    }

    package func draw(in rect: Rect, on frame: inout Frame) {
        let lines = lines(width: rect.width, limit: rect.height + 1)
        for (index, line) in lines.prefix(rect.height).enumerated() {
            // More follows than fits: the last line says so.
            let isCut = index == rect.height - 1 && lines.count > rect.height
            frame.write(isCut ? line + " …" : line, in: rect.row(index), style: style)
        }
    }

    /// The text in lines of at most `width` columns; line ends in it are kept, words longer than a line are broken.
    ///
    /// - Parameter limit: The lines wanted; the rest of the text is not read.
    package func lines(width: Int, limit: Int = .max) -> [String] {
        guard width > 0, limit > 0 else { return [] }
        var lines: [String] = []
        for source in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var line = ""
            var used = 0
            for word in source.split(separator: " ") {
                for part in pieces(of: String(word), width: width) {
                    let columns = part.columns
                    if used > 0, used + 1 + columns > width {
                        lines.append(line)
                        guard lines.count < limit else { return lines }
                        (line, used) = ("", 0)
                    }
                    line += used > 0 ? " " + part : part
                    used += columns + (used > 0 ? 1 : 0)
                }
            }
            lines.append(line)
            guard lines.count < limit else { return lines }
        }
        while lines.last == "" { lines.removeLast() }
        return lines
    }

    /// A word in pieces that fit a line; most are one.
    private func pieces(of word: String, width: Int) -> [String] {
        guard word.utf8.count > width, word.columns > width else { return [word] }
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        var used = 0
        for (glyph, _) in Glyphs(word) {
            if used > 0, used + Int(glyph.width) > width {
                pieces.append(String(piece))
                piece.removeAll()
                used = 0
            }
            piece.append(contentsOf: glyph.scalars)
            used += Int(glyph.width)
        }
        return pieces + [String(piece)]
    }
}
