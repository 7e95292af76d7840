package import Terminal

/// Something that can be drawn into a part of a frame.
///
/// A widget is a value made for one frame: what is selected, scrolled or typed is given to it, never kept by it.
package protocol Widget {
    func draw(in rect: Rect, on frame: inout Frame)
}

extension Frame {
    package mutating func draw(_ widget: some Widget, in rect: Rect) {
        guard !rect.isEmpty else { return }
        widget.draw(in: rect, on: &self)
    }
}
