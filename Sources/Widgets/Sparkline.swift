package import Terminal

/// A history in one row: a column a value, the newest at the right.
package struct Sparkline: Widget {
    /// What could not be measured is `nil` and leaves a gap.
    package var values: [Double?]
    /// What the lowest and the highest column stand for; `nil` takes them from the values shown.
    package var range: ClosedRange<Double>?
    package var style: Style

    package init(_ values: [Double?], range: ClosedRange<Double>? = nil, style: Style = .accent) {
        self.values = values
        self.range = range
        self.style = style
    }

    package func draw(in rect: Rect, on frame: inout Frame) {
        frame.write(text(width: rect.width), in: rect, style: style)
    }

    /// At most so many of the newest values, each as a block.
    package func text(width: Int) -> String {
        let shown = values.suffix(max(0, width)).map { $0.flatMap { $0.isFinite ? $0 : nil } }
        let known = shown.compactMap { $0 }
        guard let lowest = range?.lowerBound ?? known.min(), let highest = range?.upperBound ?? known.max() else {
            return String(repeating: " ", count: shown.count)
        }
        return String(shown.map { $0.map { block($0, from: lowest, to: highest) } ?? " " })
    }

    private func block(_ value: Double, from lowest: Double, to highest: Double) -> Character {
        let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        // Halved first: the distance between two finite numbers need not be finite.
        let span = highest / 2 - lowest / 2
        guard span > 0 else { return "▄" }
        let share = min(max((value / 2 - lowest / 2) / span, 0), 1)
        return blocks[Int((share * 7).rounded())]
    }
}
