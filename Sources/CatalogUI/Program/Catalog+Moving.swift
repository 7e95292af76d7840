import MeshModel
import Terminal

/// Going through the panes and from place to place.
extension Catalog {
    /// Nothing is opened, narrowed or maximised that `back` would undo.
    var isAtRoot: Bool {
        trail.isRoot && !isMaximised && !(place.pane == .products && products.hasFilter)
            && !(place.pane == .compliance && compliance.isDeep)
    }

    mutating func move(_ motion: Motion) -> [Effect] {
        let content = layout.content(of: place.pane)
        let height = rows(of: place.pane)
        switch place.pane {
        case .domains:
            let before = domains.selected
            domains.move(motion, height: height)
            return domains.selected == before ? [] : [.rest(tickets.draw(.rest))]
        case .products:
            let before = products.selected
            products.move(motion, height: height)
            guard products.selected != before || products.selectedRow == nil else { return [] }
            return (products.wants(height: height) ? [searchProducts()] : []) + rest()
        case .product: sheet.move(motion, width: content.width, height: content.height)
        case .lineage: lineage.move(motion)
        case .compliance: compliance.move(motion, height: height)
        case .subscriptions: subscriptions.move(motion, height: height)
        case .infrastructure: infrastructure.move(motion, height: height)
        case .activity: activity.move(motion, height: height)
        case .inbox: inbox.move(motion, height: height)
        case .overview: overview.move(motion, width: content.width, height: content.height)
        }
        return []
    }

    /// What stands beside the list follows when the cursor rests.
    private mutating func rest() -> [Effect] { isWide ? [.rest(tickets.draw(.rest))] : [] }

    /// A click on a row of the present pane.
    mutating func select(row: Int) -> [Effect] {
        guard place.pane == .products || place.pane == .domains else { return [] }
        let height = rows(of: place.pane)
        if place.pane == .domains {
            domains.choose(row: row, height: height)
        } else {
            products.choose(row: row - products.rowsAbove(), height: height)
        }
        return rest()
    }

    /// Another pane, beside this one.
    mutating func show(_ pane: Pane) -> [Effect] {
        switch pane {
        case .lineage:
            return turn(to: Place(.lineage, product: subject ?? lineage.focus ?? products.selected))
        case .product: return turn(to: Place(.product, product: sheet.id))
        case .products: return turn(to: Place(.products, domain: products.domain))
        default: return turn(to: Place(pane))
        }
    }

    mutating func turn(_ distance: Int) -> [Effect] {
        // Where three stand side by side the sheet is one of them.
        let ring = isWide ? [.domains, .products, .product] + Pane.ring.dropFirst(2) : Pane.ring
        let index = ring.firstIndex(of: place.pane) ?? 1
        return show(ring[(index + distance + ring.count) % ring.count])
    }

    private mutating func turn(to place: Place) -> [Effect] {
        trail.turn(to: place)
        return arrive()
    }

    private mutating func deeper(_ place: Place) -> [Effect] {
        trail.open(place)
        return arrive()
    }

    /// Enter: what is selected, opened.
    mutating func open() -> [Effect] {
        switch place.pane {
        case .domains: return deeper(Place(.products, domain: domains.selected))
        case .products: return products.selected.map { deeper(Place(.product, product: $0)) } ?? []
        case .lineage: return lineage.selected.map { deeper(Place(.product, product: $0)) } ?? []
        case .compliance:
            switch compliance.open(height: rows(of: .compliance)) {
            case .here: return []
            case .asks(let question): return [ask(.complianceProducts, question)]
            case .nothing: break
            }
            return compliance.selected.map { deeper(Place(.product, product: $0)) } ?? []
        case .subscriptions:
            return subscriptions.selected.map { deeper(Place(.product, product: $0.subscription.product)) } ?? []
        case .infrastructure:
            return infrastructure.selectedProvision.map { deeper(Place(.product, product: $0.product)) } ?? []
        case .product: return sheet.id.map { deeper(Place(.lineage, product: $0)) } ?? []
        case .activity:
            return activity.selectedProduct.map { deeper(Place(.product, product: $0)) } ?? []
        case .inbox: return inbox.selected.map { deeper(Place(.product, product: $0.product)) } ?? []
        case .overview: return []
        }
    }

    /// Esc: the last thing done to the view is undone, then the way one came is walked back.
    mutating func back() -> [Effect] {
        if place.pane == .products, products.hasFilter { return clearFilter() }
        if place.pane == .compliance, compliance.close(height: rows(of: .compliance)) { return [] }
        if isMaximised {
            isMaximised = false
            return settled()
        }
        return trail.back() ? arrive() : []
    }

    mutating func step(_ distance: Int) -> [Effect] {
        guard trail.step(distance) else {
            notice = Notice(.info, distance < 0 ? "no place was seen before" : "no place was seen after")
            return []
        }
        return arrive()
    }

    mutating func focusLineage(on id: DataProduct.ID) -> [Effect] { deeper(Place(.lineage, product: id)) }

    /// Makes the panes be about the place, and asks for what they lack.
    private mutating func arrive() -> [Effect] {
        var effects: [Effect] = []
        switch place.pane {
        case .products:
            domains.select(place.domain, height: rows(of: .domains))
            if products.narrow(to: place.domain) { effects.append(searchProducts()) }
        case .product:
            if let id = place.product { products.select(id, height: rows(of: .products)) }
        case .lineage:
            if let id = place.product { lineage.show(id) }
        case .domains: domains.tell()
        default: break
        }
        return effects + load(place.pane) + settled()
    }
}
