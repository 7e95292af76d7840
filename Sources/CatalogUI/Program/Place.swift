package import MeshModel

/// Where a person stands: the pane, and what it is about.
package struct Place: Hashable, Sendable {
    package var pane: Pane
    /// The domain that the list of products is narrowed to.
    package var domain: Domain.ID?
    /// The product that a sheet or a lineage is about.
    package var product: DataProduct.ID?

    package init(_ pane: Pane, domain: Domain.ID? = nil, product: DataProduct.ID? = nil) {
        self.pane = pane
        self.domain = domain
        self.product = product
    }
}

/// How a person came here: what was opened from what, and every place seen.
package struct Trail: Equatable, Sendable {
    /// Opened from one another; never empty.
    private(set) var opened: [Place]
    /// In the order seen, for `[` and `]`.
    private(set) var seen: [Place]
    private(set) var index = 0

    /// More than anybody walks back.
    private static let longest = 100

    init(_ place: Place) {
        opened = [place]
        seen = [place]
    }

    package var here: Place { seen[index] }
    var isRoot: Bool { opened.count == 1 }

    /// Deeper: `back` returns here.
    mutating func open(_ place: Place) {
        guard place != here else { return }
        opened.append(place)
        visit(place)
    }

    /// Beside: there is nothing to return to.
    mutating func turn(to place: Place) {
        opened = [place]
        visit(place)
    }

    /// - Returns: Whether there was something to return to.
    mutating func back() -> Bool {
        guard opened.count > 1 else { return false }
        opened.removeLast()
        visit(opened[opened.count - 1])
        return true
    }

    mutating func step(_ distance: Int) -> Bool {
        guard seen.indices.contains(index + distance) else { return false }
        index += distance
        opened = [seen[index]]
        return true
    }

    private mutating func visit(_ place: Place) {
        guard place != here else { return }
        seen.removeSubrange((index + 1)...)
        seen.append(place)
        if seen.count > Self.longest { seen.removeFirst() }
        index = seen.count - 1
    }
}
