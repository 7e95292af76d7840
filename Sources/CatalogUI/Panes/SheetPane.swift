import MeshModel
import Terminal
import Widgets

/// One product, told from what matters most to what rarely does.
struct SheetPane: Equatable, Sendable {
    /// What is asked for; `sheet` may still be another product's.
    private(set) var id: DataProduct.ID?
    private(set) var sheet: Sheet?
    private(set) var isGone = false
    private var scroll = TextScroll()

    /// - Returns: Whether this is another product than before.
    mutating func show(_ id: DataProduct.ID) -> Bool {
        guard id != self.id else { return false }
        self.id = id
        return true
    }

    mutating func fill(_ answer: Sheet?) {
        isGone = answer == nil
        guard let answer else { return }
        if answer.product.id != sheet?.product.id { scroll = TextScroll() }
        sheet = answer
    }

    mutating func move(_ motion: Motion, width: Int, height: Int) {
        scroll.move(motion, count: lines(width: width).count, rows: height)
    }

    /// To the next heading, or the one before.
    mutating func section(_ step: Int, width: Int, height: Int) {
        let lines = lines(width: width)
        let headings = lines.indices.filter { lines[$0].isHeading }
        let target =
            step > 0
            ? headings.first { $0 > scroll.first } : headings.last { $0 < scroll.first } ?? (headings.isEmpty ? nil : 0)
        if let target { scroll.show(target, count: lines.count, rows: height) }
    }

    private func lines(width: Int) -> [SheetText.Row] {
        guard let sheet else { return [] }
        return SheetText(sheet, width: max(0, width - 2)).rows
    }

    var title: Line {
        guard let sheet else { return Line(id?.text ?? "", .title) }
        return Line(sheet.product.title, Style.title.bold)
    }

    var version: Line { Line(sheet?.contracts.last?.version.written ?? "", .muted) }

    func draw(in rect: Rect, on frame: inout Frame) {
        let text = rect.inset(columns: min(1, rect.width / 3))
        guard let sheet, !isGone else {
            let words =
                isGone
                ? "This product is not in the mesh any more." : id == nil ? "Select a product to see it here." : "…"
            frame.draw(Paragraph(words, style: .muted), in: text)
            return
        }
        let rows = SheetText(sheet, width: text.width).rows
        var scroll = scroll
        scroll.settle(count: rows.count, rows: text.height)
        for (index, row) in rows.dropFirst(scroll.first).prefix(text.height).enumerated() {
            frame.write(row.line, in: text.row(index), cut: row.cut)
        }
    }

    /// What part is in view.
    func position(width: Int, height: Int) -> String {
        let count = lines(width: width).count
        return count > height ? "\(min(100, (scroll.first + height) * 100 / max(1, count))) %" : ""
    }
}
