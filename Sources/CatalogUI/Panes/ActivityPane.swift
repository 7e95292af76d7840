import MeshModel
import Terminal
import Widgets

/// What happened in the mesh, newest first.
struct ActivityPane: Equatable, Sendable {
    /// Entries that are read; `datamesh log` has all of them.
    static let limit = 500

    private var entries: [JournalEntry]?
    private var cursor = ListCursor()

    private var count: Int { entries?.count ?? 0 }

    var selectedProduct: DataProduct.ID? {
        guard let entries, entries.indices.contains(cursor.index) else { return nil }
        return entries[cursor.index].touched.lazy.filter { $0.kind == .product }.compactMap { key in
            key.parts.first.flatMap { DataProduct.ID($0) }
        }.first
    }

    mutating func fill(_ entries: [JournalEntry], height: Int) {
        let kept = self.entries.flatMap { $0.indices.contains(cursor.index) ? $0[cursor.index].revision : nil }
        let wasAtTop = cursor.index == 0
        self.entries = entries
        let index = wasAtTop ? 0 : entries.firstIndex { $0.revision == kept } ?? cursor.index
        cursor.select(index, count: count, rows: height - 1)
    }

    mutating func move(_ motion: Motion, height: Int) { cursor.move(motion, count: count, rows: height - 1) }
    mutating func settle(height: Int) { cursor.settle(count: count, rows: height - 1) }

    var position: String { entries == nil ? "…" : Words.plural(count, "entry", "entries") }

    func draw(in rect: Rect, on frame: inout Frame) {
        guard let entries, !entries.isEmpty else {
            frame.draw(
                Paragraph(entries == nil ? "…" : "Nothing has happened yet.", style: .muted),
                in: rect.inset(columns: min(2, rect.width / 4)))
            return
        }
        let visible = cursor.visible(count: count, rows: rect.height - 1)
        let drawn = entries[visible].map { entry in
            [
                Line(Self.sentence(entry)), Line(entry.actor), Line(Words.time(entry.revision.at), .muted),
                Line(Words.count(Int(clamping: entry.revision.number)), .muted),
            ]
        }
        frame.draw(Table(columns: Self.columns, rows: drawn, selection: cursor.index - visible.lowerBound), in: rect)
    }

    private static let columns = [
        Table.Column("WHAT", minimum: 12),
        Table.Column("WHO", minimum: 6, ideal: 12, dropOrder: 2),
        Table.Column("WHEN", minimum: 16, ideal: 16, dropOrder: 1),
        Table.Column("REVISION", minimum: 8, ideal: 8, dropOrder: 3, align: .right),
    ]

    private static func sentence(_ entry: JournalEntry) -> String {
        guard let first = entry.changes.first else { return Words.plural(entry.touched.count, "record") + " written" }
        let more = entry.changes.count - 1
        return first.summary + (more > 0 ? ", and \(Words.plural(more, "more change"))" : "")
    }
}
