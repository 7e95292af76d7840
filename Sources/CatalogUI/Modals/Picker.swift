import Terminal
import Widgets

/// A list that typing narrows, and of which one is chosen.
struct Picker: Equatable, Sendable {
    private(set) var filter = Input()
    private var cursor = ListCursor()

    /// What is typed narrows; the answer is a place among those that are shown.
    mutating func press(_ key: Key, count: Int, rows: Int) -> ModalStep<Int> {
        switch key {
        case .escape: return .cancelled
        case .enter: return cursor.index < count ? .answered(cursor.index) : .open
        case .up, .control("p"): cursor.move(.up, count: count, rows: rows)
        case .down, .control("n"): cursor.move(.down, count: count, rows: rows)
        case .pageUp: cursor.move(.pageUp, count: count, rows: rows)
        case .pageDown: cursor.move(.pageDown, count: count, rows: rows)
        case .backspace where filter.text.isEmpty: return .cancelled
        default:
            if filter.apply(key) { cursor = ListCursor() }
        }
        return .open
    }

    /// Rows of a list on a screen.
    static func rows(of count: Int, in rect: Rect) -> Int { max(1, min(count, rect.height - 6)) }

    /// Draws the field and below it the rows in view, which `cells` makes.
    func draw(
        _ box: ModalFrame, prompt: String, columns: [Table.Column], count: Int, height: Int, in rect: Rect,
        on frame: inout Frame, cells: (Int) -> [Line]
    ) {
        var inside = box.draw(content: Size(width: min(84, rect.width), height: height + 1), in: rect, on: &frame)
        var search = inside.takeTop(1)
        frame.write(prompt, in: search.takeLeft(2), style: .keyHint)
        frame.draw(TextField(filter, placeholder: "type to search"), in: search)
        let visible = cursor.visible(count: count, rows: inside.height)
        frame.draw(
            Table(
                columns: columns, rows: visible.map(cells), selection: cursor.index - visible.lowerBound,
                hasHeadings: false),
            in: inside)
    }
}
