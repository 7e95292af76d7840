package import Terminal

/// Rows that open into others, with a number at the right.
package struct Tree: Widget {
    /// The rows in view: closed branches have none.
    package var rows: [Row]
    package var selection: Int?
    package var isFocused: Bool

    package init(rows: [Row], selection: Int? = nil, isFocused: Bool = true) {
        self.rows = rows
        self.selection = selection
        self.isFocused = isFocused
    }

    package struct Row: Hashable, Sendable {
        package var depth: Int
        package var branch: Branch
        package var label: Line
        package var detail: Line

        package init(depth: Int = 0, branch: Branch = .leaf, label: Line, detail: Line = Line()) {
            self.depth = max(0, depth)
            self.branch = branch
            self.label = label
            self.detail = detail
        }
    }

    package enum Branch: Hashable, Sendable {
        case leaf, open, closed

        var sign: String {
            switch self {
            case .leaf: "  "
            case .open: "▾ "
            case .closed: "▸ "
            }
        }
    }

    package func draw(in rect: Rect, on frame: inout Frame) {
        for (index, row) in rows.prefix(rect.height).enumerated() {
            var place = rect.row(index)
            let isSelected = index == selection
            let gutter = place.takeLeft(Gutter.width)
            if isSelected { frame.write(Gutter.mark(isFocused: isFocused), in: gutter) }
            let detail = place.takeRight(min(row.detail.columns, place.width / 2))
            frame.write(row.detail, in: detail, align: .right)
            if !detail.isEmpty { _ = place.takeRight(1) }
            // Deep branches must leave room for their names.
            _ = place.takeLeft(min(2 * row.depth, place.width / 2))
            frame.write(row.branch.sign, in: place.takeLeft(2), style: .muted)
            frame.write(isSelected ? Gutter.emphasised(row.label) : row.label, in: place)
        }
    }
}
