import Terminal
import Widgets

/// The box of a modal: rows of content, a rule, and the keys that answer it.
struct ModalFrame {
    var title: String
    var hints: [StatusBar.Hint]
    var right = Line()

    /// Draws the box for so much content, and answers where the content goes.
    func draw(content: Size, in rect: Rect, on frame: inout Frame) -> Rect {
        let place = Widgets.Modal.place(for: Size(width: content.width, height: content.height + 2), in: rect)
        // Words cut off by the box's edge say nothing: a margin, or the whole row where hardly anything would be left.
        let isBroad = rect.width - place.width < 20
        let margin = isBroad ? rect.width : place.width + 2
        frame.fill(rect.centred(Size(width: margin, height: place.height)))
        frame.draw(Widgets.Modal(title: title), in: place)
        var inside = Widgets.Modal.inside(place)
        let keys = inside.takeBottom(inside.height > 1 ? 1 : 0)
        if inside.height > 3 { _ = inside.takeBottom(1) }
        frame.draw(StatusBar(hints: hints, right: right), in: keys)
        return inside
    }
}
