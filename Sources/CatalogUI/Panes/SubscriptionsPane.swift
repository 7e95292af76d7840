import MeshModel
import Terminal
import Widgets

/// What waits for me, what I use, and what others use of mine.
struct SubscriptionsPane: Equatable, Sendable {
    typealias Link = SubscriptionLists.Link

    private enum Row: Equatable, Sendable {
        case heading(String, Int)
        case link(Link)
    }

    private var rows: [Row] = []
    private(set) var isLoaded = false
    private var cursor = ListCursor()

    var selected: Link? {
        guard rows.indices.contains(cursor.index), case .link(let link) = rows[cursor.index] else { return nil }
        return link
    }

    func link(_ id: Subscription.ID) -> Link? {
        rows.lazy.compactMap { if case .link(let link) = $0 { link } else { nil } }.first { $0.subscription.id == id }
    }

    mutating func fill(_ lists: SubscriptionLists, height: Int) {
        let kept = selected?.subscription.id
        rows = []
        for (title, links) in [("Waiting for me", lists.waiting), ("Mine", lists.mine), ("Given by me", lists.granted)]
        where !links.isEmpty {
            rows.append(.heading(title, links.count))
            rows += links.map(Row.link)
        }
        isLoaded = true
        let index = rows.firstIndex { if case .link(let link) = $0 { link.subscription.id == kept } else { false } }
        cursor.select(index ?? max(1, cursor.index), count: rows.count, rows: height)
        skipHeading(.down, height: height)
    }

    mutating func move(_ motion: Motion, height: Int) {
        cursor.move(motion, count: rows.count, rows: height - 1)
        skipHeading(motion, height: height)
    }

    /// A heading cannot be selected: the cursor goes on the way it came, or comes back.
    private mutating func skipHeading(_ motion: Motion, height: Int) {
        guard rows.indices.contains(cursor.index), case .heading = rows[cursor.index] else { return }
        let isUp = [.up, .halfUp, .pageUp].contains(motion) && cursor.index > 0
        cursor.select(cursor.index + (isUp ? -1 : 1), count: rows.count, rows: height - 1)
    }

    mutating func settle(height: Int) { cursor.settle(count: rows.count, rows: height - 1) }

    var position: String {
        isLoaded ? Words.plural(rows.count { if case .link = $0 { true } else { false } }, "link") : "…"
    }

    func draw(in rect: Rect, on frame: inout Frame) {
        guard !rows.isEmpty else {
            let text =
                isLoaded
                ? "No subscriptions yet.\n\nSelect a product (2) and press s to ask for access; requests to your products appear here."
                : "…"
            frame.draw(Paragraph(text, style: .muted), in: rect.inset(columns: min(2, rect.width / 4)))
            return
        }
        let visible = cursor.visible(count: rows.count, rows: rect.height - 1)
        let drawn = rows[visible].map { row -> [Line] in
            if case .link(let link) = row { Self.cells(of: link) } else { [] }
        }
        frame.draw(
            Table(columns: Self.columns, rows: drawn, selection: cursor.index - visible.lowerBound), in: rect)
        // A heading may be wider than the first column.
        for (index, row) in rows[visible].enumerated() {
            guard case .heading(let title, let count) = row else { continue }
            frame.write(Line(" \(title)", .heading) + Line("  \(count)", .muted), in: rect.row(index + 1))
        }
    }

    private static let columns = [
        Table.Column("PRODUCT", minimum: 14, cut: .middle),
        Table.Column("CONSUMER", minimum: 14, ideal: 34, dropOrder: 1, cut: .middle),
        Table.Column("STANDING", minimum: 11, ideal: 12, dropOrder: 2),
        Table.Column("UNTIL", minimum: 10, ideal: 10, dropOrder: 4),
        Table.Column("ASKED BY", minimum: 8, ideal: 12, dropOrder: 3),
        Table.Column("PURPOSE", minimum: 16, ideal: 40, dropOrder: 5),
    ]

    private static func cells(of link: Link) -> [Line] {
        let subscription = link.subscription
        let port = subscription.port == OutputPort.main ? "" : ":\(subscription.port)"
        return [
            Line(subscription.product.text + port),
            Line(subscription.consumer.text) + Line("  \(subscription.consumerDomain)", .muted),
            link.standing.tone.line(link.standing.rawValue),
            Line(subscription.until?.date ?? "–", subscription.until == nil ? .muted : .text),
            Line(subscription.requestedBy),
            Line(subscription.purposeInWords, .muted),
        ]
    }
}
