package import Terminal

/// A box over everything else, for a question that must be answered first.
package struct Modal: Widget {
    package var title: String

    package init(title: String) {
        self.title = title
    }

    /// Where it stands on a screen: in the middle, as large as what it holds wants, and never larger than the screen.
    package static func place(for content: Size, in bounds: Rect) -> Rect {
        bounds.centred(Size(width: content.width + 4, height: content.height + 2))
    }

    /// What its border leaves for its content.
    package static func inside(_ rect: Rect) -> Rect {
        rect.inset(columns: 2, rows: 1)
    }

    package func draw(in rect: Rect, on frame: inout Frame) {
        frame.fill(rect)
        frame.cursor = nil
        guard rect.width >= 2, rect.height >= 2 else { return }
        var middle = rect
        let top = middle.takeTop(1)
        let bottom = middle.takeBottom(1)
        let rule = String(repeating: "─", count: rect.width - 2)
        frame.write("┌\(rule)┐", in: top, style: .rule)
        frame.write("└\(rule)┘", in: bottom, style: .rule)
        frame.fill(middle.takeLeft(1), with: "│", style: .rule)
        frame.fill(middle.takeRight(1), with: "│", style: .rule)
        guard !title.isEmpty, rect.width > 6 else { return }
        frame.write(" \(title) ", in: top.inset(columns: 2), style: Style.title.bold)
    }
}
