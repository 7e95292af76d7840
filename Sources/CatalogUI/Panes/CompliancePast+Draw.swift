import MeshModel
import Terminal
import Widgets

extension CompliancePast {
    /// The summary, and the titles of the table.
    static let rowsAbove = 2

    func product(at index: Int) -> DataProduct.ID? { rows.indices.contains(index) ? rows[index].product : nil }

    func draw(_ cursor: ListCursor, in rect: Rect, on frame: inout Frame) {
        var rest = rect
        let progress = isFinished ? "" : "  \(Words.count(seen)) of \(Words.count(total)) looked at"
        frame.write(Line(" \(summary)", .heading) + Line(progress, .info), in: rest.takeTop(1))
        guard !rows.isEmpty else {
            let text = "No verdict turned in the last \(Self.days) days."
            return frame.draw(Paragraph(text, style: .muted), in: rest.inset(columns: min(2, rest.width / 4)))
        }
        let visible = cursor.visible(count: rows.count, rows: rest.height - 1)
        let drawn = rows[visible].map { row in
            [Line(Words.time(row.at), .muted), row.level.map { $0.tone.line(row.text) } ?? Line("  \(row.text)")]
        }
        frame.draw(
            Table(
                columns: [
                    Table.Column("WHEN", minimum: 16, ideal: 16, dropOrder: 1), Table.Column("WHAT", minimum: 20),
                ], rows: drawn, selection: cursor.index - visible.lowerBound), in: rest)
    }
}
