import MeshModel
import Terminal
import Widgets

/// What waits for me, and what changed for me.
struct InboxPane: Equatable, Sendable {
    private enum Row: Equatable, Sendable {
        case heading(String, Int)
        case item(Inbox.Item)
    }

    /// As far back as decisions and notices are shown; what waits is shown however old it is.
    static let days: Int64 = 14

    private var rows: [Row] = []
    private(set) var isLoaded = false
    /// Requests that wait for this person: what the title row of every place says.
    private(set) var waiting = 0
    private var now = Instant(milliseconds: 0)
    private var cursor = ListCursor()

    var selected: Inbox.Item? {
        guard rows.indices.contains(cursor.index), case .item(let item) = rows[cursor.index] else { return nil }
        return item
    }

    mutating func fill(_ inbox: Inbox, at now: Instant, height: Int) {
        let kept = selected
        self.now = now
        rows = []
        for kind in Inbox.Kind.allCases {
            let items = inbox.items.filter { $0.kind == kind }
            guard !items.isEmpty else { continue }
            rows.append(.heading(kind.heading, items.count))
            rows += items.map(Row.item)
        }
        waiting = inbox.count(.decide)
        isLoaded = true
        let index = rows.firstIndex { row in
            guard case .item(let item) = row, let kept else { return false }
            return item.kind == kept.kind && item.product == kept.product && item.link == kept.link
        }
        cursor.select(index ?? max(1, cursor.index), count: rows.count, rows: listHeight(height))
        skipHeading(.down, height: height)
    }

    mutating func move(_ motion: Motion, height: Int) {
        cursor.move(motion, count: rows.count, rows: listHeight(height))
        skipHeading(motion, height: height)
    }

    /// A heading cannot be selected: the cursor goes on the way it came, or comes back.
    private mutating func skipHeading(_ motion: Motion, height: Int) {
        guard rows.indices.contains(cursor.index), case .heading = rows[cursor.index] else { return }
        let isUp = [.up, .halfUp, .pageUp].contains(motion) && cursor.index > 0
        cursor.select(cursor.index + (isUp ? -1 : 1), count: rows.count, rows: listHeight(height))
    }

    mutating func settle(height: Int) { cursor.settle(count: rows.count, rows: listHeight(height)) }

    var position: String {
        isLoaded ? Words.plural(rows.count { if case .item = $0 { true } else { false } }, "item") : "…"
    }

    /// The sentence of what is selected stands whole below the list, where there is room for both.
    private static let told = 4
    private func listHeight(_ height: Int) -> Int { height >= 12 ? height - 1 - Self.told : height - 1 }

    func draw(in rect: Rect, on frame: inout Frame) {
        guard !rows.isEmpty else {
            let text =
                isLoaded
                ? "Nothing waits for you, and nothing changed for you in the last \(Self.days) days.\n\n"
                    + "Requests that you decide, decisions about yours, access that ends and news of what you use appear here."
                : "…"
            frame.draw(Paragraph(text, style: .muted), in: rect.inset(columns: min(2, rect.width / 4)))
            return
        }
        var list = rect
        var told = list.takeBottom(rect.height >= 12 ? Self.told : 0)
        let visible = cursor.visible(count: rows.count, rows: list.height - 1)
        let drawn = rows[visible].map { row -> [Line] in
            if case .item(let item) = row { cells(of: item) } else { [] }
        }
        frame.draw(Table(columns: Self.columns, rows: drawn, selection: cursor.index - visible.lowerBound), in: list)
        // A heading may be wider than the first column.
        for (index, row) in rows[visible].enumerated() {
            guard case .heading(let title, let count) = row else { continue }
            frame.write(Line(" \(title)", .heading) + Line("  \(count)", .muted), in: list.row(index + 1))
        }
        guard !told.isEmpty, let selected else { return }
        frame.fill(told.takeTop(1), with: "─", style: .rule)
        let text = told.inset(columns: min(2, told.width / 4))
        for (index, line) in Paragraph("\(selected.product) \(selected.text)").lines(
            width: text.width, limit: text.height
        )
        .enumerated() { frame.write(Line(line), in: text.row(index)) }
    }

    private static let columns = [
        Table.Column("PRODUCT", minimum: 12, ideal: 28, cut: .middle),
        Table.Column("WHAT", minimum: 16),
        Table.Column("WHEN", minimum: 6, ideal: 6, dropOrder: 1, align: .right),
    ]

    private func cells(of item: Inbox.Item) -> [Line] {
        let seconds = now.seconds(since: item.at)
        let when = seconds >= 0 ? span(seconds) : "in \(span(-seconds))"
        return [Line(item.product.text), item.kind.tone.mark + Line(" " + item.text), Line(when, .muted)]
    }
}

extension Inbox.Kind {
    fileprivate var heading: String {
        switch self {
        case .decide: "Waiting for you"
        case .decision: "Decided"
        case .lapse: "Access that ends"
        case .notice: "News of what you use"
        }
    }

    fileprivate var tone: Tone {
        switch self {
        case .decide: .info
        case .decision: .good
        case .lapse: .warning
        case .notice: .warning
        }
    }
}
