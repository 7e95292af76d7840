package import MeshModel
import Widgets

/// The list of products: a window of a list that may have a million.
package struct ProductsPane: Equatable, Sendable {
    /// What was typed behind `/`.
    var filter = Widgets.Input()
    var isFiltering = false
    private(set) var order = ProductOrder(.relevance)
    private(set) var domain: Domain.ID?

    private(set) var found = 0
    /// Products that the search under way has not looked at.
    private(set) var unseen = 0
    private(set) var isLoaded = false
    /// How widely what was found had to be looked for.
    private(set) var leniency = RankedQuery.Leniency.words
    /// The part that is loaded: rows from `start` on.
    private(set) var start = 0
    private(set) var rows: [ProductRow] = []
    private(set) var cursor = ListCursor()
    /// What stays selected when the list around it changes.
    private(set) var selected: DataProduct.ID?
    /// The window that was asked for and has not come.
    private var awaited: Range<Int>?

    var ask: ProductAsk { ProductAsk(text: filter.text, domain: domain, order: order) }
    var query: ProductQuery { ProductQuery(parsing: filter.text) }
    var hasFilter: Bool { !filter.text.isEmpty }
    var selectedRow: ProductRow? { row(at: cursor.index) }

    func row(at index: Int) -> ProductRow? {
        rows.indices.contains(index - start) ? rows[index - start] : nil
    }

    /// - Returns: Whether the list is now another one.
    mutating func narrow(to domain: Domain.ID?) -> Bool {
        guard domain != self.domain else { return false }
        self.domain = domain
        forgetPlace()
        return true
    }

    /// Adds a condition to the filter.
    mutating func narrow(by condition: String) {
        filter = Widgets.Input(filter.text.isEmpty ? condition : "\(filter.text) \(condition)")
        forgetPlace()
    }

    mutating func nextOrder() {
        let keys = ProductOrder.Key.allCases
        let next = ((keys.firstIndex(of: order.key) ?? 0) + 1) % keys.count
        order = ProductOrder(keys[next])
    }

    mutating func turnOrder() { order.descending.toggle() }

    /// The best match of a new filter is what is looked at first.
    mutating func forgetPlace() {
        selected = nil
        cursor = ListCursor()
    }

    /// The question whose answer fills the window around what is in view.
    mutating func search(height: Int) -> Question {
        let window = window(height: height)
        awaited = window
        return .products(ask, window: window, keep: selected)
    }

    mutating func fill(_ page: ProductPage, height: Int) {
        awaited = nil
        (found, unseen, start, rows, isLoaded) = (page.found, page.unseen, page.start, page.rows, true)
        leniency = page.found > 0 ? page.leniency : .words
        let kept = rows.firstIndex { $0.id == selected }.map { $0 + start } ?? page.place
        cursor.select(kept ?? cursor.index, count: found, rows: height)
        selected = selectedRow?.id ?? selected
    }

    mutating func select(_ id: DataProduct.ID, height: Int) {
        selected = id
        if let index = rows.firstIndex(where: { $0.id == id }) {
            cursor.select(index + start, count: found, rows: height)
        }
    }

    mutating func move(_ motion: Motion, height: Int) {
        cursor.move(motion, count: found, rows: height)
        selected = selectedRow?.id
    }

    /// Selects a row in view, counted from the first one shown.
    mutating func choose(row: Int, height: Int) {
        let visible = cursor.visible(count: found, rows: height)
        guard row >= 0, row < visible.count else { return }
        cursor.select(visible.lowerBound + row, count: found, rows: height)
        selected = selectedRow?.id
    }

    mutating func settle(height: Int) { cursor.settle(count: found, rows: height) }

    /// Whether rows are in view, or soon will be, that nobody has asked for.
    func wants(height: Int) -> Bool {
        let needed = cursor.visible(count: found, rows: height)
        let near = max(0, needed.lowerBound - height / 2)..<min(found, needed.upperBound + height / 2)
        let loaded = start..<(start + rows.count)
        guard !near.isEmpty, !(loaded.lowerBound <= near.lowerBound && near.upperBound <= loaded.upperBound) else {
            return false
        }
        return awaited != window(height: height)
    }

    /// Three screens: the one in view, one before and one after.
    private func window(height: Int) -> Range<Int> {
        let height = max(1, height)
        let visible = cursor.visible(count: max(found, cursor.index + 1), rows: height)
        // In whole screens, so that a few moves ask for the same window.
        let first = max(0, visible.lowerBound / height - 1) * height
        return first..<(first + 4 * height)
    }
}

/// What the list of products is asked to show.
package struct ProductAsk: Equatable, Sendable {
    package var text: String
    package var domain: Domain.ID?
    package var order: ProductOrder

    package var query: ProductQuery {
        let query = ProductQuery(parsing: text)
        return domain.map(query.inside) ?? query
    }
}

/// A part of the list of products.
package struct ProductPage: Equatable, Sendable {
    package var found: Int
    package var unseen: Int
    package var start: Int
    package var rows: [ProductRow]
    /// How widely it had to be looked for.
    package var leniency = RankedQuery.Leniency.words
    /// Where the product is that was to be kept.
    package var place: Int?
}

/// A product as the list shows it.
package struct ProductRow: Equatable, Sendable {
    package var title: String
    package var status: DataProduct.Status
    package var standing: ProductStanding

    package var id: DataProduct.ID { standing.product }
}
