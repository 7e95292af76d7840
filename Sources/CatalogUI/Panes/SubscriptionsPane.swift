import MeshModel
import Terminal
import Widgets

/// What waits for me, what I use, and what others use of mine.
struct SubscriptionsPane: Equatable, Sendable {
    typealias Link = SubscriptionLists.Link

    private var list = SectionedList<Link>()
    private(set) var isLoaded = false

    var selected: Link? { list.selected }

    func link(_ id: Subscription.ID) -> Link? { list.items.first { $0.subscription.id == id } }

    mutating func fill(_ lists: SubscriptionLists, height: Int) {
        list.fill(
            [("Waiting for me", lists.waiting), ("Mine", lists.mine), ("Given by me", lists.granted)],
            height: height - 1
        ) { $0.subscription.id == $1.subscription.id }
        isLoaded = true
    }

    mutating func move(_ motion: Motion, height: Int) { list.move(motion, height: height - 1) }
    mutating func settle(height: Int) { list.settle(height: height - 1) }

    var position: String { isLoaded ? Words.plural(list.count, "link") : "…" }

    func draw(in rect: Rect, on frame: inout Frame) {
        guard !list.isEmpty else {
            let text =
                isLoaded
                ? "No subscriptions yet.\n\nSelect a product (2) and press s to ask for access; requests to your products appear here."
                : "…"
            frame.draw(Paragraph(text, style: .muted), in: rect.inset(columns: min(2, rect.width / 4)))
            return
        }
        list.draw(columns, in: rect, on: &frame, cells: Self.cells)
    }

    private var columns: [Table.Column] {
        // Room for what platforms say, where one says something.
        let standing = list.items.contains { $0.access?.label != nil } ? 17 : 12
        return [
            Table.Column("PRODUCT", minimum: 14, ideal: 22, cut: .middle),
            Table.Column("CONSUMER", minimum: 14, ideal: 34, dropOrder: 1, cut: .middle),
            Table.Column("STANDING", minimum: 11, ideal: standing, dropOrder: 2),
            Table.Column("UNTIL", minimum: 10, ideal: 10, dropOrder: 4),
            Table.Column("ASKED BY", minimum: 8, ideal: 12, dropOrder: 3),
            Table.Column("PURPOSE", minimum: 16, dropOrder: 5),
        ]
    }

    private static func cells(of link: Link) -> [Line] {
        let subscription = link.subscription
        let port = subscription.port == OutputPort.main ? "" : ":\(subscription.port)"
        return [
            Line(subscription.product.text + port),
            Line(subscription.consumer.text) + Line("  \(subscription.consumerDomain)", .muted),
            (link.access?.tone ?? link.standing.tone).line(link.access?.label ?? link.standing.rawValue),
            Line(subscription.until?.date ?? "–", subscription.until == nil ? .muted : .text),
            Line(subscription.requestedBy),
            Line(subscription.purposeInWords, .muted),
        ]
    }
}
