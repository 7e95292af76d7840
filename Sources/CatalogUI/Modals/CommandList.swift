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
    private var picker = Picker()

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

    var count: Int { entries.count }

    var shown: [Entry] {
        let text = picker.filter.text
        guard !text.isEmpty else { return entries }
        let ranked = entries.enumerated().compactMap { index, entry in
            Self.score(text, entry.command).map { (entry, $0, index) }
        }
        return ranked.sorted { ($0.1, $0.2) < ($1.1, $1.2) }.map(\.0)
    }

    mutating func press(_ key: Key, rows: Int) -> ModalStep<Command> {
        let shown = shown
        return picker.press(key, count: shown.count, rows: rows).map { shown[$0].command }
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

    func draw(in rect: Rect, on frame: inout Frame) {
        let shown = shown
        let box = ModalFrame(
            title: isHelp ? "Keys in \(place)" : "Commands",
            hints: [.init("⏎", "run"), .init("↑↓", "choose"), .init("Esc", "leave")],
            right: Line("\(shown.count)", .muted))
        picker.draw(
            box, prompt: isHelp ? "/ " : ": ",
            columns: [
                Table.Column("", minimum: 10, ideal: 17), Table.Column("", minimum: 12, dropOrder: 1),
                Table.Column("", minimum: 6, ideal: 9, align: .right),
            ],
            count: shown.count, height: Picker.rows(of: count, in: rect), in: rect, on: &frame
        ) { place in
            let entry = shown[place]
            let style: Style = entry.off == nil ? .text : .muted
            let title = entry.off.map { Line("off: \($0)", .muted) } ?? Line(entry.command.title, .muted)
            return [
                Line(entry.command.name, style), title,
                Line(entry.command.keys.map(\.label).joined(separator: " "), entry.off == nil ? .keyHint : .muted),
            ]
        }
    }
}
