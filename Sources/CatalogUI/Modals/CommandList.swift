import Terminal
import Widgets

/// Commands to choose from by name: the palette has all of them, help those of the present place.
struct CommandList: Equatable, Sendable {
    struct Entry: Equatable, Sendable {
        var command: Command
        var off: String?
    }

    let isHelp: Bool
    private let place: String
    private let entries: [Entry]
    private var filter = Input()
    private var cursor = ListCursor()

    init(of catalog: Catalog, isHelp: Bool) {
        self.isHelp = isHelp
        place = catalog.place.pane.title
        // What one comes to this place for stands first; how to move, one knows or learns last.
        // What another place is for stands behind it all.
        let order =
            Command.hinted + Command.allCases.filter { $0.hint == nil && $0.motion == nil }
            + Command.allCases.filter { $0.motion != nil }
        let isHere = { (command: Command) in command.panes?.contains(catalog.place.pane) ?? true }
        let shown =
            isHelp
            ? order.filter { isHere($0) && !$0.keys.isEmpty } : order.filter(isHere) + order.filter { !isHere($0) }
        entries = shown.map { Entry(command: $0, off: catalog.whyOff($0)) }
    }

    var shown: [Entry] {
        guard !filter.text.isEmpty else { return entries }
        let ranked = entries.enumerated().compactMap { index, entry in
            Self.score(filter.text, entry.command).map { (entry, $0, index) }
        }
        return ranked.sorted { ($0.1, $0.2) < ($1.1, $1.2) }.map(\.0)
    }

    mutating func press(_ key: Key, rows: Int) -> ModalStep<Command> {
        switch key {
        case .escape: return .cancelled
        case .enter: return shown.indices.contains(cursor.index) ? .answered(shown[cursor.index].command) : .open
        case .up, .control("p"): cursor.move(.up, count: shown.count, rows: rows)
        case .down, .control("n"): cursor.move(.down, count: shown.count, rows: rows)
        case .pageUp: cursor.move(.pageUp, count: shown.count, rows: rows)
        case .pageDown: cursor.move(.pageDown, count: shown.count, rows: rows)
        case .backspace where filter.text.isEmpty: return .cancelled
        default:
            if filter.apply(key) { cursor = ListCursor() }
        }
        return .open
    }

    /// The less the better: how the words of a command's name and title answer to letters in order; nil: they do not.
    static func score(_ text: String, _ command: Command) -> Int? {
        let wanted = text.lowercased().filter { $0 != " " }
        guard !wanted.isEmpty else { return 0 }
        let name = command.name.lowercased()
        if name.hasPrefix(text.lowercased()) { return 0 }
        if let gaps = gaps(of: wanted, in: name) { return 1 + gaps }
        if command.title.lowercased().contains(text.lowercased()) { return 100 }
        return nil
    }

    /// Letters passed over when the wanted ones are found in order.
    private static func gaps(of wanted: String, in text: String) -> Int? {
        var gaps = 0
        var rest = Substring(text)
        for letter in wanted {
            guard let found = rest.firstIndex(of: letter) else { return nil }
            gaps += rest.distance(from: rest.startIndex, to: found)
            rest = rest[rest.index(after: found)...]
        }
        return gaps
    }

    static func rows(in rect: Rect) -> Int { max(1, min(Command.allCases.count, rect.height - 6)) }

    func draw(in rect: Rect, on frame: inout Frame) {
        let rows = Self.rows(in: rect)
        let box = ModalFrame(
            title: isHelp ? "Keys in \(place)" : "Commands",
            hints: [.init("⏎", "run"), .init("↑↓", "choose"), .init("Esc", "leave")],
            right: Line("\(shown.count)", .muted))
        var inside = box.draw(content: Size(width: min(84, rect.width), height: rows + 1), in: rect, on: &frame)
        var search = inside.takeTop(1)
        frame.write(isHelp ? "/ " : ": ", in: search.takeLeft(2), style: .keyHint)
        frame.draw(TextField(filter, placeholder: "type to search"), in: search)
        let visible = cursor.visible(count: shown.count, rows: inside.height)
        let drawn = shown[visible].map { entry -> [Line] in
            let style: Style = entry.off == nil ? .text : .muted
            let title = entry.off.map { Line("off: \($0)", .muted) } ?? Line(entry.command.title, .muted)
            return [
                Line(entry.command.name, style), title,
                Line(entry.command.keys.map(\.label).joined(separator: " "), entry.off == nil ? .keyHint : .muted),
            ]
        }
        frame.draw(
            Table(
                columns: [
                    Table.Column("", minimum: 10, ideal: 17), Table.Column("", minimum: 12, dropOrder: 1),
                    Table.Column("", minimum: 6, ideal: 9, align: .right),
                ],
                rows: drawn, selection: cursor.index - visible.lowerBound, hasHeadings: false),
            in: inside)
    }
}
