package import Terminal

/// The first row of a pane: what it is at the left, and a remark at the right where there is room for it.
package struct TitleBar: Widget {
    package var left: Line
    package var right: Line

    package init(_ left: Line, right: Line = Line()) {
        self.left = left
        self.right = right
    }

    package func draw(in rect: Rect, on frame: inout Frame) {
        var row = rect.row(0)
        let columns = right.columns
        if columns > 0, left.columns + 2 + columns <= row.width {
            frame.write(right, in: row.takeRight(columns))
        }
        frame.write(left, in: row)
    }
}

/// Names of places beside each other, one of which is shown.
package struct Tabs: Widget {
    package var titles: [String]
    package var selection: Int

    package init(_ titles: [String], selection: Int) {
        self.titles = titles
        self.selection = selection
    }

    package func draw(in rect: Rect, on frame: inout Frame) {
        guard titles.indices.contains(selection) else { return }
        var row = rect.row(0)
        for index in shown(width: rect.width) {
            let style: Style = index == selection ? Style.title.bold.underlined : .muted
            let used = frame.write(titles[index], in: row, style: style)
            _ = row.takeLeft(used + Self.gap)
        }
    }

    private static let gap = 2

    /// The selected one, and as many around it as fit.
    private func shown(width: Int) -> ClosedRange<Int> {
        let widths = titles.map(\.columns)
        var range = selection...selection
        var used = widths[selection]
        while true {
            if range.upperBound + 1 < titles.count, used + Self.gap + widths[range.upperBound + 1] <= width {
                range = range.lowerBound...(range.upperBound + 1)
                used += Self.gap + widths[range.upperBound]
            } else if range.lowerBound > 0, used + Self.gap + widths[range.lowerBound - 1] <= width {
                range = (range.lowerBound - 1)...range.upperBound
                used += Self.gap + widths[range.lowerBound]
            } else {
                return range
            }
        }
    }
}
