import MeshModel
import Terminal
import Widgets

/// What happened in the mesh, newest first.
struct ActivityPane: Equatable, Sendable {
    /// Entries that are read; `datamesh log` has all of them.
    static let limit = 500

    private var entries: [JournalEntry]?
    /// How the verdict on a product turned with an entry, by its revision.
    private var turns: [UInt64: ActivityList.Turn] = [:]
    /// What could not be done in this session, newest first: the journal knows only what was.
    private var troubles: [Trouble] = []
    private var cursor = ListCursor()

    private struct Trouble: Equatable, Sendable {
        var text: String
        var at: Instant
    }

    private static let mostTroubles = 100

    private var count: Int { troubles.count + (entries?.count ?? 0) }

    private var selectedEntry: JournalEntry? {
        guard let entries, entries.indices.contains(cursor.index - troubles.count) else { return nil }
        return entries[cursor.index - troubles.count]
    }

    mutating func add(trouble text: String, at now: Instant) {
        troubles.insert(Trouble(text: text, at: now), at: 0)
        if troubles.count > Self.mostTroubles { troubles.removeLast() }
    }

    var selectedProduct: DataProduct.ID? {
        guard let entry = selectedEntry else { return nil }
        return entry.touched.lazy.filter { $0.kind == .product }.compactMap { key in
            key.parts.first.flatMap { DataProduct.ID($0) }
        }.first
    }

    mutating func fill(_ list: ActivityList, height: Int) {
        let entries = list.entries
        turns = list.turns
        let kept = selectedEntry?.revision
        let wasAtTop = cursor.index == 0
        self.entries = entries
        let place = entries.firstIndex { $0.revision == kept }.map { $0 + troubles.count }
        let index = wasAtTop ? 0 : place ?? cursor.index
        cursor.select(index, count: count, rows: height - 1)
    }

    mutating func move(_ motion: Motion, height: Int) { cursor.move(motion, count: count, rows: height - 1) }
    mutating func settle(height: Int) { cursor.settle(count: count, rows: height - 1) }

    var position: String { entries == nil ? "…" : Words.plural(count, "entry", "entries") }

    func draw(in rect: Rect, on frame: inout Frame) {
        guard let entries, count > 0 else {
            frame.draw(
                Paragraph(entries == nil ? "…" : "Nothing has happened yet.", style: .muted),
                in: rect.inset(columns: min(2, rect.width / 4)))
            return
        }
        let visible = cursor.visible(count: count, rows: rect.height - 1)
        let drawn = visible.map { index -> [Line] in
            guard index >= troubles.count else {
                let trouble = troubles[index]
                return [
                    Tone.bad.line(trouble.text), Line("not done", .muted), Line(Words.time(trouble.at), .muted), Line(),
                ]
            }
            let entry = entries[index - troubles.count]
            return [
                Line(Self.sentence(entry)) + Self.told(turns[entry.revision.number]), Line(entry.actor),
                Line(Words.time(entry.revision.at), .muted),
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

    private static func told(_ turn: ActivityList.Turn?) -> Line {
        turn.map { Line("  ") + $0.tone.line($0.text) } ?? Line()
    }

    private static func sentence(_ entry: JournalEntry) -> String {
        guard let first = entry.changes.first else { return Words.plural(entry.touched.count, "record") + " written" }
        let more = entry.changes.count - 1
        return first.summary + (more > 0 ? ", and \(Words.plural(more, "more change"))" : "")
    }
}
