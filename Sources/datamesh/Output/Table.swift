import Terminal

/// Rows under headings. Widths are those of the terminal's cells; numbers stand to the right.
struct Table {
    enum Alignment {
        case left, right
        /// To the left, and cut where the terminal is too narrow: the one column that a row can be told without.
        case elastic
    }

    var headings: [(title: String, alignment: Alignment)]
    var rows: [[String]] = []

    init(_ headings: KeyValuePairs<String, Alignment>) { self.headings = headings.map { ($0.key, $0.value) } }
}

extension Output {
    /// Without a heading where there is no row.
    func table(_ table: Table) {
        guard !isForPrograms, !table.rows.isEmpty else { return }
        if form == .plain {
            return lines(table.rows.map { $0.map { sanitised($0) }.joined(separator: "\u{9}") }, keepingTabs: true)
        }
        let cells = ([table.headings.map(\.title)] + table.rows).map { $0.map { sanitised($0, asciiOnly: asciiOnly) } }
        var widths = table.headings.indices.map { column in cells.map { $0[column].columns }.max() ?? 0 }
        if let columns, let elastic = table.headings.firstIndex(where: { $0.alignment == .elastic }) {
            let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - columns
            if excess > 0 { widths[elastic] = max(8, widths[elastic] - excess) }
        }
        lines(
            cells.map { row in
                let text = table.headings.indices.map { column in
                    fit(row[column], widths[column], table.headings[column].alignment)
                }
                .joined(separator: "  ")
                return text.trimmedRight
            })
    }

    private func fit(_ text: String, _ width: Int, _ alignment: Table.Alignment) -> String {
        let space = width - text.columns
        if space < 0 { return text.cut(to: width, mark: asciiOnly ? "~" : "…") }
        let padding = String(repeating: " ", count: space)
        return alignment == .right ? padding + text : text + padding
    }

    private func lines(_ texts: [String], keepingTabs: Bool) {
        Stream.output.write(Array(texts.map { $0 + "\n" }.joined().utf8))
    }
}

extension String {
    fileprivate var trimmedRight: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// The beginning that fits, with a mark that something was left out.
    func cut(to width: Int, mark: Character) -> String {
        guard columns > width else { return self }
        var head = ""
        for character in self {
            let next = head + String(character)
            if next.columns > width - 1 { break }
            head = next
        }
        return head + String(mark)
    }
}
