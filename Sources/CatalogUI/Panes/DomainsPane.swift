import MeshModel
import Terminal
import Widgets

/// The tree of domains with how many products each has, sub-domains counted in.
package struct DomainsPane: Equatable, Sendable {
    private var list = DomainList()
    private var opened: Set<Domain.ID> = []
    private(set) var isLoaded = false
    private(set) var cursor = ListCursor()
    private(set) var rows: [Row] = [.all]
    /// The domain that is told about: the selected one, once the cursor rests on it.
    private(set) var told: Domain.ID?

    enum Row: Hashable, Sendable {
        case all
        case domain(Domain.ID, depth: Int, Widgets.Tree.Branch)

        var id: Domain.ID? {
            guard case .domain(let id, _, _) = self else { return nil }
            return id
        }
    }

    var selected: Domain.ID? { rows.indices.contains(cursor.index) ? rows[cursor.index].id : nil }
    var isEmpty: Bool { list.domains.isEmpty }

    mutating func tell() { told = selected }

    /// The domain that is told about, in a few lines.
    func facts(width: Int) -> [Line] {
        guard let domain = told.flatMap({ list[$0] }) else { return [] }
        var lines = Paragraph(domain.description).lines(width: max(1, width), limit: 6).map { Line($0) }
        if !lines.isEmpty { lines.append(Line()) }
        func fact(_ label: String, _ value: String) {
            guard !value.isEmpty else { return }
            for (index, line) in Paragraph(value).lines(width: max(1, width - 11), limit: 4).enumerated() {
                lines.append(Line((index == 0 ? label : "").padding(to: 11), .muted) + Line(line))
            }
        }
        fact("id", domain.id.text)
        fact("owner", domain.owner)
        fact("team", domain.team.joined(separator: ", "))
        fact("part of", domain.parent.map(title) ?? "")
        fact("contact", domain.contact)
        fact("tags", domain.tags.joined(separator: ", "))
        fact("source", domain.source.isEmpty ? "registered here" : domain.source)
        fact("products", Words.count(list.counts[domain.id] ?? 0))
        return lines
    }

    func title(of id: Domain.ID) -> String { list[id]?.title ?? id.text }

    /// A domain and what it lies in, the outermost first.
    func path(to id: Domain.ID) -> [Domain.ID] {
        var path = [id]
        while let parent = list[path[0]]?.parent, !path.contains(parent) {
            path.insert(parent, at: 0)
        }
        return path
    }

    mutating func fill(_ answer: DomainList, height: Int) {
        let kept = selected
        if !isLoaded, answer.domains.count <= 12 { opened = Set(answer.domains.compactMap(\.parent)) }
        (list, isLoaded) = (answer, true)
        relist(keeping: kept, height: height)
    }

    mutating func move(_ motion: Motion, height: Int) {
        switch motion {
        case .right: toggle(to: true, height: height)
        case .left: toggle(to: false, height: height)
        default: cursor.move(motion, count: rows.count, rows: height)
        }
    }

    mutating func fold(height: Int) {
        guard let selected else { return }
        toggle(to: !opened.contains(selected), height: height)
    }

    mutating func select(_ id: Domain.ID?, height: Int) {
        if let id { opened.formUnion(path(to: id).dropLast()) }
        relist(keeping: id, height: height)
    }

    /// Selects a row in view, counted from the first one shown.
    mutating func choose(row: Int, height: Int) {
        let visible = cursor.visible(count: rows.count, rows: height)
        guard row >= 0, row < visible.count else { return }
        cursor.select(visible.lowerBound + row, count: rows.count, rows: height)
    }

    mutating func settle(height: Int) { cursor.settle(count: rows.count, rows: height) }

    /// Opens or closes the selected branch; what cannot be closed leads to what it lies in.
    private mutating func toggle(to isOpen: Bool, height: Int) {
        guard case .domain(let id, _, let branch) = rows[cursor.index] else { return }
        if isOpen {
            guard branch != .leaf else { return }
            opened.insert(id)
            relist(keeping: id, height: height)
        } else if branch == .open {
            opened.remove(id)
            relist(keeping: id, height: height)
        } else {
            relist(keeping: path(to: id).dropLast().last, height: height)
        }
    }

    private mutating func relist(keeping kept: Domain.ID?, height: Int) {
        rows = [.all]
        func add(_ parent: Domain.ID?, depth: Int) {
            // Deeper than any organisation: a circle of parents ends here.
            guard depth < 32 else { return }
            for id in list.children(of: parent) {
                let branch: Widgets.Tree.Branch =
                    !list.hasChildren(id) ? .leaf : opened.contains(id) ? .open : .closed
                rows.append(.domain(id, depth: depth, branch))
                if branch == .open { add(id, depth: depth + 1) }
            }
        }
        add(nil, depth: 0)
        cursor.select(rows.firstIndex { $0.id == kept } ?? cursor.index, count: rows.count, rows: height)
    }

    func draw(in rect: Rect, isFocused: Bool, on frame: inout Frame) {
        let visible = cursor.visible(count: rows.count, rows: rect.height)
        let drawn = rows[visible].map { row -> Widgets.Tree.Row in
            switch row {
            case .all:
                Widgets.Tree.Row(label: "All", detail: Line(isLoaded ? Words.count(list.total) : "…", .muted))
            case .domain(let id, let depth, let branch):
                Widgets.Tree.Row(
                    depth: depth, branch: branch, label: Line(title(of: id)),
                    detail: Line(Words.count(list.counts[id] ?? 0), .muted))
            }
        }
        frame.draw(
            Widgets.Tree(rows: drawn, selection: cursor.index - visible.lowerBound, isFocused: isFocused), in: rect)
    }
}
