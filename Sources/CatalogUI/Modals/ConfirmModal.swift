import MeshModel
import Terminal
import Widgets

/// What a change would do, before it is done.
struct ConfirmModal: Equatable, Sendable {
    enum Choice {
        case commit
        case copy
    }

    let title: String
    let changes: [Change]
    /// The same for a retry: what happened once does not happen twice.
    let request: RequestID
    let commandLine: String
    private(set) var outlook: Outlook
    var isUnseen = true
    var isCommitting = false
    var refusal: String?
    private var scroll = TextScroll()

    init(title: String, changes: [Change], request: RequestID, commandLine: String, outlook: Outlook) {
        self.title = title
        self.changes = changes
        self.request = request
        self.commandLine = commandLine
        self.outlook = outlook
    }

    /// The mesh changed meanwhile: what it would do now must be seen anew.
    mutating func look(at outlook: Outlook, because sentence: String) {
        self.outlook = outlook
        isUnseen = true
        isCommitting = false
        refusal = sentence
    }

    /// - Parameter height: Of the whole screen.
    mutating func press(_ key: Key, screen: Size) -> ModalStep<Choice> {
        guard !isCommitting else { return .open }
        let rows = Self.rows(in: Rect(screen))
        switch key {
        case .escape, .character("e"), .character("q"): return .cancelled
        case .enter where !isUnseen: return .answered(.commit)
        case .character("y") where !isUnseen: return .answered(.copy)
        default:
            if let motion = Command.meant(by: .key(key), in: .product)?.motion {
                scroll.move(motion, count: lines(width: Self.width(in: Rect(screen))).count, rows: rows)
            }
        }
        return .open
    }

    private static func width(in rect: Rect) -> Int { min(96, max(1, rect.width - 4)) }
    private static func rows(in rect: Rect) -> Int { max(1, rect.height - 6) }

    private func lines(width: Int) -> [Line] {
        var lines: [Line] = []
        var subject = ""
        for item in outlook.items {
            if item.subject != subject {
                subject = item.subject
                lines.append(Line(subject, .heading))
            }
            for (index, text) in Paragraph(item.text).lines(width: max(1, width - 4), limit: 12).enumerated() {
                lines.append((index == 0 ? Line("  ") + item.tone.look.mark + " " : Line("    ")) + Line(text))
            }
        }
        if outlook.items.isEmpty { lines.append(Line("Nothing: the mesh is so already.", .muted)) }
        if let refusal {
            lines.append(Line())
            for (index, text) in Paragraph(refusal).lines(width: max(1, width - 2), limit: 8).enumerated() {
                lines.append((index == 0 ? Tone.bad.mark + " " : Line("  ")) + Line(text))
            }
        }
        return lines
    }

    func draw(in rect: Rect, on frame: inout Frame) {
        let width = Self.width(in: rect)
        let lines = lines(width: width)
        let box = ModalFrame(
            title: "\(title) ?",
            hints: isCommitting
                ? [.init("…", "writing")]
                : [.init("⏎", "do it"), .init("e", "edit"), .init("y", "copy as command"), .init("Esc", "leave")])
        let inside = box.draw(
            content: Size(width: width, height: min(lines.count, Self.rows(in: rect))), in: rect, on: &frame)
        var scroll = scroll
        scroll.settle(count: lines.count, rows: inside.height)
        for (index, line) in lines.dropFirst(scroll.first).prefix(inside.height).enumerated() {
            frame.write(line, in: inside.row(index))
        }
    }
}

extension Consequence.Tone {
    var look: Tone {
        switch self {
        case .does: .good
        case .note: .info
        case .warning: .warning
        }
    }
}
