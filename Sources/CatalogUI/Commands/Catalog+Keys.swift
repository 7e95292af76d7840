import MeshModel
import Terminal
import Widgets

extension Catalog {
    /// A key goes to what is on top: a modal, the filter that is being typed, else to the commands of the pane.
    mutating func press(_ key: Key) -> [Effect] {
        notice = nil
        if !modals.isEmpty { return pressInModal(key) }
        if intent != nil { return holdForForm(key) }
        if products.isFiltering, place.pane == .products { return pressInFilter(key) }
        switch key {
        case .wheelDown: return (0..<3).flatMap { _ in perform(.down) }
        case .wheelUp: return (0..<3).flatMap { _ in perform(.up) }
        case .click(let point): return click(point)
        case .paste: return []
        default: break
        }
        if let first = pending {
            pending = nil
            if case .character(first) = key, let command = Command.meant(by: .twice(first), in: place.pane) {
                return perform(command)
            }
        }
        if case .character(let character) = key, Command.meant(by: .twice(character), in: place.pane) != nil {
            pending = character
            return []
        }
        guard let command = Command.meant(by: .key(key), in: place.pane) else { return [] }
        // At the root q quits; Esc never does, because it is what a hurried hand strikes twice.
        if command == .back, key == .character("q"), isAtRoot { return [.quit] }
        return perform(command)
    }

    /// A form was asked for and is not here yet, as over a slow line: what is typed waits for it. Esc wants no form after all.
    private mutating func holdForForm(_ key: Key) -> [Effect] {
        if key == .escape {
            intent = nil
        } else if intent?.typed.count ?? 0 < 1024 {
            intent?.typed.append(key)
        }
        return []
    }

    /// The filter is alive: each letter asks anew, and the best match stands first.
    private mutating func pressInFilter(_ key: Key) -> [Effect] {
        switch key {
        case .enter, .tab:
            products.isFiltering = false
            return settled()
        case .escape:
            products.isFiltering = false
            return clearFilter()
        case .down, .up, .pageDown, .pageUp:
            products.isFiltering = false
            return Command.meant(by: .key(key), in: .products).map { perform($0) } ?? []
        default:
            let before = products.filter.text
            guard products.filter.apply(key), products.filter.text != before else { return [] }
            products.forgetPlace()
            return [searchProducts()]
        }
    }

    mutating func clearFilter() -> [Effect] {
        guard products.hasFilter else { return settled() }
        products.filter = .init()
        return [searchProducts()]
    }

    /// A click goes to the pane under it, and selects the row there.
    private mutating func click(_ point: Point) -> [Effect] {
        guard let target = layout.panes.first(where: { $0.place.contains(point) }) else { return [] }
        var effects: [Effect] = []
        if target.pane != place.pane { effects += show(target.pane) }
        let content = layout.content(of: target.pane)
        guard content.contains(point) else { return effects }
        return effects + select(row: point.y - content.y)
    }
}
