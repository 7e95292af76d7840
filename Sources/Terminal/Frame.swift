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

    /// Writes a text on one row, in at most `limit` columns, and answers how many it took.
    @discardableResult
    package mutating func write(
        _ text: String, at point: Point, limit: Int = .max, style: Style = .text, cut: Cut = .end
    ) -> Int {
        let room = Rect(x: point.x, y: point.y, width: min(limit, size.width - point.x), height: 1)
        return write(Line(text, style), in: room, cut: cut)
    }

    /// Writes a text into the first row of a rectangle, and answers how many columns it took.
    @discardableResult
    package mutating func write(
        _ text: String, in rect: Rect, style: Style = .text, align: Alignment = .left, cut: Cut = .end
    ) -> Int {
        write(Line(text, style), in: rect, align: align, cut: cut)
    }

    /// Writes a line of several styles into the first row of a rectangle, and answers how many columns it took.
    @discardableResult
    package mutating func write(
        _ line: Line, in rect: Rect, align: Alignment = .left, cut: Cut = .end
    ) -> Int {
        guard !rect.isEmpty, rect.y >= 0, rect.y < size.height else { return 0 }
        guard align != .left || cut == .middle || cut == .start else {
            return writeHead(line, at: rect.origin, room: rect.width, isCutShown: cut == .end)
        }
        let total = line.columns
        let spare = rect.width - total
        guard spare < 0 else {
            let start = align == .left ? 0 : align == .right ? spare : spare / 2
            let point = Point(x: rect.x + start, y: rect.y)
            return writeHead(line, at: point, room: total, isCutShown: false)
        }
        guard cut == .middle || cut == .start else {
            return writeHead(line, at: rect.origin, room: rect.width, isCutShown: cut == .end)
        }
        let head = cut == .middle ? rect.width / 2 : 0
        writeHead(line, at: rect.origin, room: head, isCutShown: false)
        place(.ellipsis, at: Point(x: rect.x + head, y: rect.y), style: line.runs.first?.style ?? .text)
        writeTail(line, from: rect.x + head + 1, to: rect.maxX, skipping: total - rect.width + head + 1, y: rect.y)
        return rect.width
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

    /// Copies another frame over this one.
    package mutating func copy(_ other: Frame, to origin: Point) {
        for y in 0..<other.size.height {
            for x in 0..<other.size.width where !other[x, y].glyph.isRightHalf {
                place(other[x, y].glyph, at: Point(x: origin.x + x, y: origin.y + y), style: other[x, y].style)
            }
        }
    }
}

extension Frame {
    @discardableResult
    private mutating func writeHead(_ line: Line, at point: Point, room: Int, isCutShown: Bool) -> Int {
        var used = 0
        for run in line.runs {
            for (glyph, _) in Glyphs(run.text) {
                let width = Int(glyph.width)
                guard used + width <= room else {
                    guard isCutShown else { return used }
                    place(.ellipsis, at: Point(x: point.x + room - 1, y: point.y), style: run.style)
                    return room
                }
                place(glyph, at: Point(x: point.x + used, y: point.y), style: run.style)
                used += width
            }
        }
        return used
    }

    /// Writes what stands right of the `skipping` first columns; half of a wide glyph is left out.
    private mutating func writeTail(_ line: Line, from left: Int, to right: Int, skipping: Int, y: Int) {
        var column = left - skipping
        for run in line.runs {
            for (glyph, _) in Glyphs(run.text) {
                if column >= left { place(glyph, at: Point(x: column, y: y), style: run.style) }
                column += Int(glyph.width)
            }
        }
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
