import MeshModel
package import Terminal
import Widgets

extension Catalog {
    /// The whole screen, at a size.
    package func frame(of size: Size) -> Frame {
        guard size == self.size else {
            var other = self
            other.size = size
            _ = other.settled()
            return other.frame(of: size)
        }
        var frame = Frame(size: size)
        guard size.width > 0, size.height > 0 else { return frame }
        let layout = layout
        drawTitle(in: layout.title, isWide: layout.isWide, on: &frame)
        for rule in layout.rules { frame.fill(rule, with: "│", style: .rule) }
        for (pane, place) in layout.panes { draw(pane, in: place, isWide: layout.isWide, on: &frame) }
        drawStatus(in: layout.status, on: &frame)
        modals.last?.draw(in: frame.bounds, on: &frame)
        if let notice {
            let height = notice.height(width: size.width)
            var rest = frame.bounds
            _ = rest.takeBottom(layout.status.height)
            let place = rest.takeBottom(height)
            notice.draw(in: place.isEmpty ? frame.bounds.row(0) : place, on: &frame)
        }
        return frame
    }

    private func drawTitle(in rect: Rect, isWide: Bool, on frame: inout Frame) {
        guard !rect.isEmpty else { return }
        let path = breadcrumb.enumerated().map { index, part in
            Line(index == 0 ? "" : " › ", .muted)
                + Line(part, index == breadcrumb.count - 1 ? Style.title.bold : .title)
        }.reduce(Line(" "), +)
        let left = rect.width >= 100 ? Line(" datamesh ", Style.accent.bold) + path : path
        var right = Line(actor.user, .muted)
        if rect.width >= 100, !actor.roles.isEmpty {
            right = right + Line(" (\(Words.list(actor.roles.map(\.name).sorted(), most: 3)))", .muted)
        }
        // What does not go without saying is said on a narrow screen too.
        if rect.width >= 72 || service != .live { right = right + Line("   ") + service.line }
        if inbox.waiting > 0 { right = right + Line("   ✉ \(inbox.waiting)", .accent) }
        right = right + Line(" ")
        frame.draw(TitleBar(left, right: rect.width >= 40 ? right : Line()), in: rect)
    }

    /// Where one is, from the mesh inwards.
    private var breadcrumb: [String] {
        var path = [mesh, place.pane == .product ? Pane.products.title : place.pane.title]
        switch place.pane {
        case .products, .product:
            if let domain = place.domain ?? products.domain { path += domains.path(to: domain).map(domains.title) }
            if place.pane == .product { path.append(sheet.sheet?.product.title ?? place.product?.text ?? "") }
        case .lineage: if let focus = lineage.focus { path.append(focus.text) }
        case .compliance: path += compliance.path
        default: break
        }
        return path
    }

    private func draw(_ pane: Pane, in rect: Rect, isWide: Bool, on frame: inout Frame) {
        let isFocused = pane == place.pane
        let content = layout.content(of: pane)
        var title = rect
        title = title.takeTop(rect.height - content.height)
        drawHead(of: pane, in: title, isWide: isWide, isFocused: isFocused, on: &frame)
        switch pane {
        case .domains: drawDomains(in: content, isFocused: isFocused, isWide: isWide, on: &frame)
        case .products:
            products.draw(
                in: content, isFocused: isFocused, isMeshEmpty: domains.isLoaded && domains.isEmpty, on: &frame)
        case .product where showsDomain: drawDomainFacts(in: content, on: &frame)
        case .product: sheet.draw(in: content, on: &frame)
        case .lineage: lineage.draw(in: content, on: &frame)
        case .compliance: compliance.draw(in: content, on: &frame)
        case .subscriptions: subscriptions.draw(in: content, on: &frame)
        case .infrastructure: infrastructure.draw(in: content, on: &frame)
        case .activity: activity.draw(in: content, on: &frame)
        case .inbox: inbox.draw(in: content, on: &frame)
        case .overview: overview.draw(in: content, on: &frame)
        }
    }

    private func drawHead(of pane: Pane, in rect: Rect, isWide: Bool, isFocused: Bool, on frame: inout Frame) {
        guard !rect.isEmpty else { return }
        let style: Style = isFocused ? Style.title.bold : .muted
        let number = pane == .product ? "" : "\(pane.rawValue) "
        var left = Line(" \(number)\(pane.title)", style)
        var right = Line()
        switch pane {
        case .products:
            left = left + Line("  \(products.countLabel)", .muted)
            right = Line(products.orderLabel + " ", .muted)
        case .product where showsDomain:
            left = Line(" \(domains.told.map(domains.title) ?? "")", .title)
        case .product:
            left = Line(" ") + sheet.title.restyled { isFocused ? $0.bold : $0 }
            right = sheet.version + Line(" ")
        case .lineage:
            left = left + Line("  ") + lineage.title
            right = Line(lineage.position + " ", .muted)
        case .compliance: right = compliance.remark + Line(" ")
        case .subscriptions: right = Line(subscriptions.position + " ", .muted)
        case .infrastructure: right = Line(infrastructure.position + " ", .muted)
        case .activity: right = Line(activity.position + " ", .muted)
        case .inbox: right = Line(inbox.position + " ", .muted)
        case .overview: right = overview.remark + Line(" ")
        case .domains: break
        }
        frame.draw(TitleBar(left, right: right), in: rect)
    }

    /// While one goes through the domains, the third column tells of the domain.
    private var showsDomain: Bool { place.pane == .domains && domains.told != nil }

    /// Alone on the screen, the tree leaves its lower part to what is selected.
    private func drawDomains(in rect: Rect, isFocused: Bool, isWide: Bool, on frame: inout Frame) {
        var rest = rect
        let facts = isWide ? [] : domains.facts(width: rect.width - 2)
        let height = domainFactsHeight(in: rect, isWide: isWide)
        var below = rest.takeBottom(height)
        domains.draw(in: rest, isFocused: isFocused, on: &frame)
        guard height > 0, !facts.isEmpty else { return }
        frame.fill(below.takeTop(1), with: "─", style: .rule)
        for (index, line) in facts.prefix(below.height).enumerated() {
            frame.write(line, in: below.row(index).inset(columns: min(2, below.width / 3)))
        }
    }

    /// The same for every domain, or the tree would jump.
    func domainFactsHeight(in rect: Rect, isWide: Bool) -> Int {
        isWide || rect.height < 16 ? 0 : min(10, rect.height / 2)
    }

    private func drawDomainFacts(in rect: Rect, on frame: inout Frame) {
        let text = rect.inset(columns: min(1, rect.width / 3))
        for (index, line) in domains.facts(width: text.width).prefix(text.height).enumerated() {
            frame.write(line, in: text.row(index))
        }
    }

    /// The keys that work here; what changes with the cursor stands at the right end alone.
    private func drawStatus(in rect: Rect, on frame: inout Frame) {
        guard !rect.isEmpty else { return }
        let hints: [StatusBar.Hint]
        if products.isFiltering, place.pane == .products {
            hints = [.init("⏎", "keep"), .init("Esc", "clear"), .init("↓", "to the list")]
        } else {
            hints = Command.hinted.filter { whyOff($0) == nil }.compactMap { command in
                guard let hint = command.hint, let key = command.keys.first else { return nil }
                return StatusBar.Hint(key.label, hint.label)
            }
        }
        let right: Line =
            switch place.pane {
            case .products where products.isLoaded:
                Line(products.cursor.position(count: products.found, rows: rows(of: .products)) + " ", .muted)
            case .product:
                Line(
                    sheet.position(
                        width: layout.content(of: .product).width, height: layout.content(of: .product).height) + " ",
                    .muted)
            default: Line()
            }
        var row = rect
        _ = row.takeLeft(min(1, row.width))
        frame.draw(StatusBar(hints: hints, right: right.columns > 1 ? right : Line()), in: row)
    }
}
