import Terminal

/// Where the panes stand on a screen of some size.
///
/// Domains, products and the selected product's sheet stand side by side where there is room for all three; everything
/// else has the whole width.
struct Layout: Equatable {
    /// Each with its title row.
    private(set) var panes: [(pane: Pane, place: Rect)] = []
    /// Columns of the rules between panes.
    private(set) var rules: [Rect] = []
    let title: Rect
    let status: Rect

    static let narrowestForThree = 104

    init(size: Size, pane: Pane, isMaximised: Bool) {
        var rest = Rect(size)
        // The last rows to go are those of the list itself.
        title = rest.takeTop(size.height > 3 ? 1 : 0)
        status = rest.takeBottom(size.height > 2 ? 1 : 0)
        guard pane.isBeside, size.width >= Self.narrowestForThree, !isMaximised else {
            panes = [(pane, rest)]
            return
        }
        let domains = rest.takeLeft(min(34, max(22, size.width / 5)))
        rules.append(rest.takeLeft(1))
        let sheet = rest.takeRight((rest.width - 1) * 2 / 5)
        rules.append(rest.takeRight(1))
        panes = [(.domains, domains), (.products, rest), (.product, sheet)]
    }

    static func == (a: Layout, b: Layout) -> Bool {
        a.title == b.title && a.status == b.status && a.rules == b.rules
            && a.panes.elementsEqual(b.panes) { $0.pane == $1.pane && $0.place == $1.place }
    }

    var isWide: Bool { panes.count > 1 }

    func place(of pane: Pane) -> Rect? { panes.first { $0.pane == pane }?.place }

    /// A pane's own place without its title row.
    func content(of pane: Pane) -> Rect {
        var rest = place(of: pane) ?? panes[0].place
        _ = rest.takeTop(rest.height > 2 ? 1 : 0)
        return rest
    }
}
