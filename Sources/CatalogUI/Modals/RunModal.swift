import MeshModel
import Terminal
import Widgets

/// A provision under way: what its commands print, and how it ended.
struct RunModal: Equatable, Sendable {
    let title: String
    private var lines: [String] = []
    private(set) var ending: (tone: Tone, text: String)?
    private var scroll: TextScroll?

    /// Lines kept: the provision's own record holds the last of them too.
    private static let longest = 2000

    init(title: String) { self.title = title }

    static func == (a: RunModal, b: RunModal) -> Bool {
        a.title == b.title && a.lines == b.lines && a.ending?.text == b.ending?.text && a.scroll == b.scroll
    }

    mutating func log(_ line: String) {
        lines.append(line)
        if lines.count > Self.longest { lines.removeFirst(lines.count - Self.longest) }
    }

    mutating func end(_ tone: Tone, _ text: String) { ending = (tone, text) }

    mutating func press(_ key: Key, screen: Size) -> ModalStep<Void> {
        switch key {
        case .escape, .character("q"): return .cancelled
        case .enter where ending != nil: return .cancelled
        default:
            if let motion = Command.meant(by: .key(key), in: .product)?.motion {
                var moved =
                    scroll
                    ?? {
                        var end = TextScroll(); end.show(.max, count: lines.count, rows: 1); return end
                    }()
                moved.move(motion, count: lines.count, rows: max(1, screen.height - 8))
                scroll = moved
            }
        }
        return .open
    }

    func draw(in rect: Rect, on frame: inout Frame) {
        let box = ModalFrame(
            title: title,
            hints: ending == nil ? [.init("Esc", "let it go on behind")] : [.init("⏎", "leave")],
            right: ending == nil ? Line("running", .info) : Line())
        var inside = box.draw(
            content: Size(width: min(110, rect.width), height: max(8, min(lines.count + 3, rect.height))), in: rect,
            on: &frame)
        if let ending {
            let text = Paragraph(ending.text).lines(width: max(1, inside.width - 2), limit: 4)
            let below = inside.takeBottom(min(text.count, inside.height))
            for (index, line) in text.enumerated() {
                frame.write((index == 0 ? ending.tone.mark + " " : Line("  ")) + Line(line), in: below.row(index))
            }
        }
        // The newest line is what is watched, until somebody looks back.
        var view = scroll ?? TextScroll()
        if scroll == nil {
            view.show(.max - 1, count: lines.count, rows: inside.height)
        } else {
            view.settle(count: lines.count, rows: inside.height)
        }
        for (index, line) in lines.dropFirst(view.first).prefix(inside.height).enumerated() {
            frame.write(line, in: inside.row(index), style: .muted)
        }
    }
}
