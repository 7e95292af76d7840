import Terminal
import Widgets

/// A list under headings, of which only the items can be selected.
struct SectionedList<Item: Equatable & Sendable>: Equatable, Sendable {
    private enum Row: Equatable, Sendable {
        case heading(String, Int)
        case item(Item)
    }

    private var rows: [Row] = []
    private var cursor = ListCursor()

    var isEmpty: Bool { rows.isEmpty }
    var items: some Sequence<Item> { rows.lazy.compactMap { if case .item(let item) = $0 { item } else { nil } } }
    var count: Int { rows.count { if case .item = $0 { true } else { false } } }

    var selected: Item? {
        guard rows.indices.contains(cursor.index), case .item(let item) = rows[cursor.index] else { return nil }
        return item
    }

    /// Takes new items; sections without any are not shown. The cursor stays with what is the same thing, or else in its place.
    ///
    /// - Parameter height: Rows of the list itself, without its title row.
    mutating func fill(_ sections: [(title: String, items: [Item])], height: Int, keeping isSame: (Item, Item) -> Bool)
    {
        let kept = selected
        rows = sections.filter { !$0.items.isEmpty }.flatMap { title, items in
            [.heading(title, items.count)] + items.map(Row.item)
        }
        let index = rows.firstIndex { row in
            if case .item(let item) = row, let kept { isSame(item, kept) } else { false }
        }
        cursor.select(index ?? max(1, cursor.index), count: rows.count, rows: height)
        skipHeading(.down, height: height)
    }

    mutating func move(_ motion: Motion, height: Int) {
        cursor.move(motion, count: rows.count, rows: height)
        skipHeading(motion, height: height)
    }

    /// A heading cannot be selected: the cursor goes on the way it came, or comes back.
    private mutating func skipHeading(_ motion: Motion, height: Int) {
        guard rows.indices.contains(cursor.index), case .heading = rows[cursor.index] else { return }
        let isUp = [.up, .halfUp, .pageUp].contains(motion) && cursor.index > 0
        cursor.select(cursor.index + (isUp ? -1 : 1), count: rows.count, rows: height)
    }

    mutating func settle(height: Int) { cursor.settle(count: rows.count, rows: height) }

    /// - Parameter rect: With the title row of the table.
    func draw(_ columns: [Table.Column], in rect: Rect, on frame: inout Frame, cells: (Item) -> [Line]) {
        let visible = cursor.visible(count: rows.count, rows: rect.height - 1)
        let drawn = rows[visible].map { row -> [Line] in if case .item(let item) = row { cells(item) } else { [] } }
        frame.draw(Table(columns: columns, rows: drawn, selection: cursor.index - visible.lowerBound), in: rect)
        // A heading may be wider than the first column.
        for (index, row) in rows[visible].enumerated() {
            guard case .heading(let title, let count) = row else { continue }
            frame.write(Line(" \(title)", .heading) + Line("  \(count)", .muted), in: rect.row(index + 1))
        }
    }
}
