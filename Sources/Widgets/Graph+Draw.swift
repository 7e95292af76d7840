package import Terminal

extension Graph {
    package func draw(in rect: Rect, on frame: inout Frame) {
        // Drawn on a sheet of its own, so that nothing leaves the rectangle.
        var sheet = Frame(size: rect.size)
        let hasTitles = rect.height > 1 && layers.contains { !$0.title.isEmpty }
        let top = hasTitles ? 1 : 0
        let layout = layout(in: Size(width: rect.width, height: rect.height - top))
        for (index, column) in layout.columns.enumerated() {
            if hasTitles {
                let place = Rect(x: column.x + Self.gutter, y: 0, width: column.width, height: 1)
                sheet.write(layers[column.layer].title, in: place, style: .heading)
            }
            if index > 0 { drawLines(from: layout.columns[index - 1], to: column, top: top, on: &sheet) }
            draw(column, top: top, on: &sheet)
        }
        if hasTitles, layout.isCutLeft { sheet.write("◂", in: sheet.bounds.row(0), style: .muted) }
        if hasTitles, layout.isCutRight { sheet.write("▸", in: sheet.bounds.row(0), style: .muted, align: .right) }
        frame.copy(sheet, to: rect.origin)
    }

    private func draw(_ column: Column, top: Int, on sheet: inout Frame) {
        var end = 0
        for (node, row) in column.rows {
            let isSelected = node.id == selection
            var place = Rect(x: column.x, y: top + row, width: Self.gutter + column.width, height: 2)
                .intersection(sheet.bounds)
            let gutter = place.takeLeft(Self.gutter)
            if isSelected { sheet.write(Gutter.mark(isFocused: true), in: gutter, cut: .silent) }
            sheet.write(isSelected ? Gutter.emphasised(node.label) : node.label, in: place, cut: .middle)
            if let detail = node.detail { sheet.write(detail, in: place.row(1)) }
            end = max(end, row + node.height)
        }
        if column.hidden > 0 {
            let place = Rect(x: column.x + Self.gutter, y: top + end, width: max(column.width, 8), height: 1)
            sheet.write("… +\(column.hidden)", in: place, style: .muted)
        }
    }

    private func drawLines(from left: Column, to right: Column, top: Int, on sheet: inout Frame) {
        let start = left.x + Self.gutter + left.width
        let ends = Dictionary(
            left.rows.map { node, row in (row, left.x + Self.gutter + min(node.label.columns, left.width)) },
            uniquingKeysWith: { first, _ in first })
        right.lanes.draw(from: ends, left: start, right: right.x, top: top, on: &sheet)
    }
}
