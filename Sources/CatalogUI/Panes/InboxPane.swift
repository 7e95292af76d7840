import MeshModel
import Terminal
import Widgets

/// What waits for me, and what changed for me.
struct InboxPane: Equatable, Sendable {
    /// As far back as decisions and notices are shown; what waits is shown however old it is.
    static let days: Int64 = 14

    private var list = SectionedList<Inbox.Item>()
    private(set) var isLoaded = false
    /// Requests and offers that wait for this person: what the title row of every place says.
    private(set) var waiting = 0
    private var now = Instant(milliseconds: 0)

    var selected: Inbox.Item? { list.selected }

    mutating func fill(_ inbox: Inbox, at now: Instant, height: Int) {
        self.now = now
        list.fill(
            Inbox.Kind.allCases.map { kind in (kind.heading, inbox.items.filter { $0.kind == kind }) },
            height: listHeight(height)
        ) { $0.kind == $1.kind && $0.product == $1.product && $0.link == $1.link }
        waiting = inbox.count(.decide) + inbox.count(.renewal) + inbox.count(.offer)
        isLoaded = true
    }

    mutating func move(_ motion: Motion, height: Int) { list.move(motion, height: listHeight(height)) }
    mutating func settle(height: Int) { list.settle(height: listHeight(height)) }

    var position: String { isLoaded ? Words.plural(list.count, "item") : "…" }

    /// The sentence of what is selected stands whole below the list, where there is room for both.
    private static let told = 4
    private static func toldHeight(_ height: Int) -> Int { height >= 12 ? told : 0 }
    private func listHeight(_ height: Int) -> Int { height - 1 - Self.toldHeight(height) }

    func draw(in rect: Rect, on frame: inout Frame) {
        guard !list.isEmpty else {
            let text =
                isLoaded
                ? "Nothing waits for you, and nothing changed for you in the last \(Self.days) days.\n\n"
                    + "Requests that you decide, decisions about yours, access that ends and news of what you use appear here."
                : "…"
            frame.draw(Paragraph(text, style: .muted), in: rect.inset(columns: min(2, rect.width / 4)))
            return
        }
        var above = rect
        var told = above.takeBottom(Self.toldHeight(rect.height))
        list.draw(Self.columns, in: above, on: &frame, cells: cells)
        guard !told.isEmpty, let selected else { return }
        frame.fill(told.takeTop(1), with: "─", style: .rule)
        let text = told.inset(columns: min(2, told.width / 4))
        let lines = Paragraph("\(selected.product) \(selected.text)").lines(width: text.width, limit: text.height)
        for (index, line) in lines.enumerated() { frame.write(Line(line), in: text.row(index)) }
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
        case .renewal: "Longer, if you renew it"
        case .offer: "Offered to you"
        case .decision: "Decided"
        case .answer: "New versions to move to"
        case .lapse: "Access that ends"
        case .platform: "Platforms to reconcile"
        case .notice: "News of what you use"
        }
    }

    fileprivate var tone: Tone {
        switch self {
        case .decide, .renewal, .offer: .info
        case .decision: .good
        case .lapse, .answer: .warning
        case .notice, .platform: .warning
        }
    }
}
