extension Table {
    /// Where a column stands, counted from the table's left edge.
    struct Placed: Equatable {
        let column: Int
        let x: Int
        let width: Int
    }

    private static let gap = 2

    /// Drops columns until the narrowest form of the rest fits, then widens from the left as far as there is room.
    func layout(width: Int) -> [Placed] {
        var shown = Array(columns.indices)
        while columnsNeeded(by: shown) > width,
            let last = shown.filter({ columns[$0].dropOrder > 0 }).max(by: {
                (columns[$0].dropOrder, $0) < (columns[$1].dropOrder, $1)
            })
        {
            shown.removeAll { $0 == last }
        }
        var spare = max(0, width - columnsNeeded(by: shown))
        var widths: [Int: Int] = [:]
        // Columns that ask for a certain width get it before those that take what is left.
        for index in shown.sorted(by: {
            (columns[$0].ideal == .max ? 1 : 0, $0) < (columns[$1].ideal == .max ? 1 : 0, $1)
        }) {
            let more = min(spare, columns[index].ideal - columns[index].minimum)
            widths[index] = columns[index].minimum + more
            spare -= more
        }
        var x = Gutter.width
        return shown.map { index in
            defer { x += widths[index, default: 0] + Self.gap }
            return Placed(column: index, x: x, width: widths[index, default: 0])
        }
    }

    private func columnsNeeded(by shown: [Int]) -> Int {
        Gutter.width + shown.reduce(0) { $0 + columns[$1].minimum } + Self.gap * max(0, shown.count - 1)
    }
}
