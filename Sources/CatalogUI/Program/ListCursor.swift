import Widgets

/// A movement, as every pane understands it.
package enum Motion: Hashable, Sendable {
    case up, down, left, right, halfUp, halfDown, pageUp, pageDown, first, last
}

/// The selected row of a list, and which part of the list is in view.
package struct ListCursor: Hashable, Sendable {
    package private(set) var index = 0
    private(set) var first = 0

    package init(index: Int = 0) { self.index = max(0, index) }

    mutating func move(_ motion: Motion, count: Int, rows: Int) {
        let page = max(1, rows)
        switch motion {
        case .up: index -= 1
        case .down: index += 1
        case .halfUp: index -= max(1, page / 2)
        case .halfDown: index += max(1, page / 2)
        case .pageUp: index -= page
        case .pageDown: index += page
        case .first: index = 0
        case .last: index = count - 1
        case .left, .right: break
        }
        settle(count: count, rows: rows)
    }

    mutating func select(_ index: Int, count: Int, rows: Int) {
        self.index = index
        settle(count: count, rows: rows)
    }

    /// Brings the selection into the list and the list's part into view.
    ///
    /// At an edge half a page comes at once: beside another pane a terminal cannot scroll, and each new part is paid for in whole rows.
    mutating func settle(count: Int, rows: Int) {
        index = min(max(0, index), max(0, count - 1))
        guard rows > 0, count > rows else {
            first = 0
            return
        }
        if index < first || index >= first + rows { first = index - rows / 2 }
        first = min(max(0, first), count - rows)
    }

    func visible(count: Int, rows: Int) -> Range<Int> {
        let start = min(first, max(0, count))
        return start..<min(count, start + max(0, rows))
    }

    func position(count: Int, rows: Int) -> String {
        Scroll(first: first).position(of: count, rows: rows)
    }
}

/// The part of a text that is in view.
package struct TextScroll: Hashable, Sendable {
    private(set) var first = 0

    mutating func move(_ motion: Motion, count: Int, rows: Int) {
        switch motion {
        case .up: first -= 1
        case .down: first += 1
        case .halfUp: first -= max(1, rows / 2)
        case .halfDown: first += max(1, rows / 2)
        case .pageUp: first -= max(1, rows - 1)
        case .pageDown: first += max(1, rows - 1)
        case .first: first = 0
        case .last: first = count
        case .left, .right: break
        }
        settle(count: count, rows: rows)
    }

    mutating func show(_ line: Int, count: Int, rows: Int) {
        first = line
        settle(count: count, rows: rows)
    }

    mutating func settle(count: Int, rows: Int) { first = min(max(0, first), max(0, count - rows)) }
}
