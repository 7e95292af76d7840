import MeshModel
import Terminal
import Widgets

/// What happened in the mesh, newest first.
struct ActivityPane: Equatable, Sendable {
    /// Entries that are read; `datamesh log` has all of them.
    static let limit = 500

    private var happened: [Happening]?
    /// What could not be done in this session, newest first: the journal knows only what was.
    private var troubles: [Trouble] = []
    private var cursor = ListCursor()

    private struct Trouble: Equatable, Sendable {
        var text: String
        var at: Instant
    }

    private static let mostTroubles = 100

    private var count: Int { troubles.count + (happened?.count ?? 0) }

    private var selected: Happening? {
        guard let happened, happened.indices.contains(cursor.index - troubles.count) else { return nil }
        return happened[cursor.index - troubles.count]
    }

    mutating func add(trouble text: String, at now: Instant) {
        troubles.insert(Trouble(text: text, at: now), at: 0)
        if troubles.count > Self.mostTroubles { troubles.removeLast() }
    }

    var selectedProduct: DataProduct.ID? {
        switch selected {
        case .became(let change): change.product
        case .done(let entry):
            entry.touched.lazy.filter { $0.kind == .product }.compactMap { key in
                key.parts.first.flatMap { DataProduct.ID($0) }
            }.first
        case nil: nil
        }
    }

    mutating func fill(_ list: ActivityList, height: Int) {
        let kept = selected
        let wasAtTop = cursor.index == 0
        happened = list.happened
        let place = list.happened.firstIndex { $0 == kept }.map { $0 + troubles.count }
        let index = wasAtTop ? 0 : place ?? cursor.index
        cursor.select(index, count: count, rows: height - 1)
    }

    mutating func move(_ motion: Motion, height: Int) { cursor.move(motion, count: count, rows: height - 1) }
    mutating func settle(height: Int) { cursor.settle(count: count, rows: height - 1) }

    var position: String { happened == nil ? "…" : Words.plural(count, "entry", "entries") }

    func draw(in rect: Rect, on frame: inout Frame) {
        guard let happened, count > 0 else {
            frame.draw(
                Paragraph(happened == nil ? "…" : "Nothing has happened yet.", style: .muted),
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
            switch happened[index - troubles.count] {
            case .done(let entry):
                return [
                    Line(Self.sentence(entry)), Line(entry.actor), Line(Words.time(entry.revision.at), .muted),
                    Line(Words.count(Int(clamping: entry.revision.number)), .muted),
                ]
            case .became(let change):
                return [change.level.tone.line(change.sentence), Line(), Line(Words.time(change.at), .muted), Line()]
            }
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
