import Terminal
import Widgets

/// What was done, or why not: it stays until the next key.
struct Notice: Hashable, Sendable {
    var tone: Tone
    var text: String

    init(_ tone: Tone, _ text: String) {
        self.tone = tone
        self.text = text
    }

    /// At most so many rows: the rest is in Activity, or said with `…`.
    private static let mostRows = 4

    func height(width: Int) -> Int {
        min(Self.mostRows, max(1, Paragraph(text).lines(width: max(1, width - 4), limit: Self.mostRows + 1).count))
    }

    func draw(in rect: Rect, on frame: inout Frame) {
        frame.fill(rect)
        var text = rect
        let margin = text.takeLeft(3)
        frame.write(Line(" ") + tone.mark, in: margin)
        frame.draw(Paragraph(self.text), in: text)
    }
}
