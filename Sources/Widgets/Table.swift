package import Terminal

/// Rows in columns, one of them selected.
///
/// It is given only the rows in view: the list behind may have a million. The selection is a mark in the gutter and the
/// name in bold, and nothing else is repainted when it moves, which is what keeps a move cheap over a slow line.
package struct Table: Widget {
    package var columns: [Column]
    /// The rows in view, from the first one shown.
    package var rows: [[Line]]
    /// The selected one among `rows`.
    package var selection: Int?
    /// Whether keys go to this table: elsewhere its selection is only remembered.
    package var isFocused: Bool
    package var hasHeadings: Bool

    package init(
        columns: [Column], rows: [[Line]], selection: Int? = nil, isFocused: Bool = true, hasHeadings: Bool = true
    ) {
        self.columns = columns
        self.rows = rows
        self.selection = selection
        self.isFocused = isFocused
        self.hasHeadings = hasHeadings
    }

    package struct Column: Hashable, Sendable {
        package var title: String
        package var minimum: Int
        package var ideal: Int
        /// Zero never leaves; of the others the highest leaves first when the table grows narrow.
        package var dropOrder: Int
        package var align: Frame.Alignment
        package var cut: Frame.Cut

        /// - Parameter ideal: The width it has when there is room; `nil` takes what the others leave.
        package init(
            _ title: String, minimum: Int, ideal: Int? = nil, dropOrder: Int = 0, align: Frame.Alignment = .left,
            cut: Frame.Cut = .end
        ) {
            self.title = title
            self.minimum = max(1, minimum)
            self.ideal = max(self.minimum, ideal ?? .max)
            self.dropOrder = dropOrder
            self.align = align
            self.cut = cut
        }
    }

    package func draw(in rect: Rect, on frame: inout Frame) {
        var rest = rect
        let layout = layout(width: rect.width)
        if hasHeadings {
            let headings = columns.map { Line($0.title, .heading) }
            draw(headings, in: rest.takeTop(1), layout, cut: .silent, on: &frame)
        }
        for (index, row) in rows.prefix(rest.height).enumerated() {
            let place = rest.row(index)
            let isSelected = index == selection
            if isSelected { frame.write(Gutter.mark(isFocused: isFocused), in: place) }
            let line = isSelected ? row.enumerated().map { $0 == 0 ? Gutter.emphasised($1) : $1 } : row
            draw(line, in: place, layout, on: &frame)
        }
    }

    private func draw(
        _ cells: [Line], in rect: Rect, _ layout: [Placed], cut: Frame.Cut? = nil, on frame: inout Frame
    ) {
        for placed in layout where placed.column < cells.count {
            let place = Rect(x: rect.x + placed.x, y: rect.y, width: placed.width, height: 1)
            let column = columns[placed.column]
            frame.write(cells[placed.column], in: place.intersection(rect), align: column.align, cut: cut ?? column.cut)
        }
    }
}

/// The two columns left of a list, in which the selection is marked.
enum Gutter {
    static let width = 2

    /// Drawn like the name beside it, the blank between them too: each change of attributes costs bytes.
    static func mark(isFocused: Bool) -> Line {
        Line("▌ ", isFocused ? Style.selection.bold : .muted)
    }

    /// The name of what is selected: bold, and in the selection's colour where it has none of its own. Of a long name that holds
    /// for the first words, since each move paints two of them again.
    static func emphasised(_ name: Line) -> Line {
        var line = Line()
        var columnsLeft = 32
        for run in name.runs {
            let strong = Style(run.style.role == .text ? .selection : run.style.role, run.style.attributes.union(.bold))
            let words = Self.words(of: run.text, columns: columnsLeft)
            let isWhole = words.endIndex == run.text.endIndex
            line.append(String(words), strong)
            line.append(String(run.text[words.endIndex...]), run.style)
            columnsLeft = isWhole ? columnsLeft - String(words).columns : 0
        }
        return line
    }

    /// The words that have room; as much as there is room for where already the first has none.
    private static func words(of text: String, columns: Int) -> Substring {
        var end = text.startIndex
        var wordEnd = end
        var used = 0
        while end < text.endIndex {
            used += String(text[end]).columns
            guard used <= columns else { return text[..<(wordEnd > text.startIndex ? wordEnd : end)] }
            if text[end] == " " { wordEnd = end }
            text.formIndex(after: &end)
        }
        return text[...]
    }
}
