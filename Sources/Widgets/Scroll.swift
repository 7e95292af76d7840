/// Which part of a long list is in view: the first row shown.
package struct Scroll: Hashable, Sendable {
    package var first: Int

    package init(first: Int = 0) {
        self.first = max(0, first)
    }

    /// The nearest place from which `index` is seen and no row is left empty without need.
    ///
    /// - Parameter margin: Rows kept in sight before and after the one looked at, where there are so many.
    package func showing(_ index: Int, of count: Int, rows: Int, margin: Int = 0) -> Scroll {
        guard rows > 0, count > rows else { return Scroll() }
        let margin = min(margin, (rows - 1) / 2)
        let lowest = index - rows + 1 + margin
        let highest = index - margin
        return Scroll(first: min(max(min(max(first, lowest), highest), 0), count - rows))
    }

    /// What part is in view, for people: `1–5 of 42`.
    package func position(of count: Int, rows: Int) -> String {
        guard count > 0 else { return "none" }
        guard count > rows, rows > 0 else { return "\(count)" }
        return "\(first + 1)–\(min(first + rows, count)) of \(count)"
    }
}
