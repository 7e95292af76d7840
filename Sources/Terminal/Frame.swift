/// A whole screen as a value: rows of cells, and where the cursor stands.
///
/// Text enters only through `write`, which makes it harmless; what does not fit is clipped at the frame's edge, so no
/// place given to it can be wrong.
package struct Frame: Hashable, Sendable {
    package let size: Size
    private var cells: [Cell]
    /// Where the terminal's cursor is shown; hidden where there is none.
    package var cursor: Point?

    package init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.width * size.height)
    }

    package var bounds: Rect { Rect(size) }

    package subscript(x: Int, y: Int) -> Cell {
        bounds.contains(Point(x: x, y: y)) ? cells[y * size.width + x] : .blank
    }

    /// The cells of one row, for whoever sends them to a terminal.
    package func row(_ y: Int) -> ArraySlice<Cell> {
        cells[y * size.width..<(y + 1) * size.width]
    }

    /// Where a text is cut when it is wider than its place. The cut is shown as `…`.
    package enum Cut: Hashable, Sendable {
        case end
        /// Keeps both ends, for names that differ in their last letters.
        case middle
        case start
        /// Cut at the end, and not shown.
        case silent
    }

    package enum Alignment: Hashable, Sendable {
        case left, right, centre
    }

    /// Writes a text on one row and answers how many columns it took.
    ///
    /// - Parameters:
    ///   - limit: The columns it may take; the frame's edge ends it in any case.
    ///   - matches: Positions of scalars in `text` that are shown as matches.
    @discardableResult
    package mutating func write(
        _ text: String, at point: Point, limit: Int = .max, style: Style = .text, cut: Cut = .end,
        matches: [Range<Int>] = []
    ) -> Int {
        guard point.y >= 0, point.y < size.height, point.x < size.width else { return 0 }
        let room = min(limit, size.width - point.x)
        guard room > 0 else { return 0 }
        switch cut {
        case .end, .silent:
            return writeHead(text, at: point, room: room, style: style, isCutShown: cut == .end, matches: matches)
        case .middle, .start:
            let total = text.columns
            guard total > room else {
                return writeHead(text, at: point, room: room, style: style, isCutShown: false, matches: matches)
            }
            let head = cut == .middle ? room / 2 : 0
            writeHead(text, at: point, room: head, style: style, isCutShown: false, matches: matches)
            place(.ellipsis, at: Point(x: point.x + head, y: point.y), style: style)
            writeTail(
                text, total: total, at: Point(x: point.x + head + 1, y: point.y), room: room - head - 1, style: style,
                matches: matches)
            return room
        }
    }

    /// Writes a text into the first row of a rectangle.
    @discardableResult
    package mutating func write(
        _ text: String, in rect: Rect, style: Style = .text, align: Alignment = .left, cut: Cut = .end,
        matches: [Range<Int>] = []
    ) -> Int {
        guard !rect.isEmpty else { return 0 }
        var start = rect.origin
        if align != .left {
            let spare = max(0, rect.width - text.columns)
            start.x += align == .right ? spare : spare / 2
        }
        return write(text, at: start, limit: rect.maxX - start.x, style: style, cut: cut, matches: matches)
    }

    /// Writes a line of several styles into the first row of a rectangle, cut at its end.
    @discardableResult
    package mutating func write(_ line: Line, in rect: Rect, align: Alignment = .left) -> Int {
        guard !rect.isEmpty else { return 0 }
        var start = rect.origin
        if align != .left {
            let spare = max(0, rect.width - line.columns)
            start.x += align == .right ? spare : spare / 2
        }
        var x = start.x
        for run in line.runs where !run.text.isEmpty {
            if x >= rect.maxX {
                place(.ellipsis, at: Point(x: rect.maxX - 1, y: start.y), style: run.style)
                break
            }
            x += write(run.text, at: Point(x: x, y: start.y), limit: rect.maxX - x, style: run.style)
        }
        return x - start.x
    }

    /// Sets every cell of a rectangle to a scalar of one column.
    package mutating func fill(_ rect: Rect, with scalar: Unicode.Scalar = " ", style: Style = .text) {
        guard case .show(let shown, width: 1) = treatment(of: scalar) else { return }
        let visible = rect.intersection(bounds)
        for y in visible.y..<visible.maxY {
            for x in visible.x..<visible.maxX {
                place(Glyph(shown), at: Point(x: x, y: y), style: style)
            }
        }
    }

    /// Draws what stands in a rectangle in another style.
    package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
        let visible = rect.intersection(bounds)
        for y in visible.y..<visible.maxY {
            for x in visible.x..<visible.maxX {
                cells[y * size.width + x].style = change(cells[y * size.width + x].style)
            }
        }
    }
}

extension Frame {
    @discardableResult
    private mutating func writeHead(
        _ text: String, at point: Point, room: Int, style: Style, isCutShown: Bool, matches: [Range<Int>]
    ) -> Int {
        var used = 0
        for (glyph, offset) in Glyphs(text) {
            let width = Int(glyph.width)
            guard used + width <= room else {
                guard isCutShown else { return used }
                place(.ellipsis, at: Point(x: point.x + room - 1, y: point.y), style: style)
                return room
            }
            place(glyph, at: Point(x: point.x + used, y: point.y), style: matched(style, offset, matches))
            used += width
        }
        return used
    }

    private mutating func writeTail(
        _ text: String, total: Int, at point: Point, room: Int, style: Style, matches: [Range<Int>]
    ) {
        var column = room - total
        for (glyph, offset) in Glyphs(text) {
            if column >= 0 {
                place(glyph, at: Point(x: point.x + column, y: point.y), style: matched(style, offset, matches))
            }
            column += Int(glyph.width)
        }
    }

    private func matched(_ style: Style, _ offset: Int, _ matches: [Range<Int>]) -> Style {
        matches.contains { $0.contains(offset) } ? Style(.match, style.attributes) : style
    }

    /// Puts a glyph into its cell, or its two; half of a wide glyph that it covers becomes a blank.
    private mutating func place(_ glyph: Glyph, at point: Point, style: Style) {
        guard point.x >= 0, point.x + Int(glyph.width) <= size.width, point.y >= 0, point.y < size.height else {
            return
        }
        let first = point.y * size.width + point.x
        let last = first + Int(glyph.width) - 1
        if cells[first].glyph.isRightHalf { cells[first - 1].glyph = .space }
        if cells[last].glyph.width == 2 { cells[last + 1].glyph = .space }
        cells[first] = Cell(glyph, style)
        if last > first { cells[last] = Cell(.rightHalf, style) }
    }
}

extension Frame: CustomStringConvertible {
    /// The text of one row without the blanks at its end.
    package func text(ofRow y: Int) -> String {
        var scalars = String.UnicodeScalarView()
        for cell in row(y) where !cell.glyph.isRightHalf {
            scalars.append(contentsOf: cell.glyph.scalars)
        }
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }

    /// The screen as text, as tests compare it.
    package var description: String {
        (0..<size.height).map(text(ofRow:)).joined(separator: "\n")
    }
}
