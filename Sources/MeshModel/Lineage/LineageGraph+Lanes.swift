extension LineageGraph {
    /// One line a node, what feeds it above, with edges as lanes on the left:
    /// ```
    /// ○  external:crm
    /// │ ○  external:erp
    /// ●─╯  sales.orders
    /// ├─○  fin.revenue
    /// ```
    /// The focus is `●`.
    public func lanes(ascii: Bool = false, label: (Input) -> String = \.description) -> [String] {
        let order = feedingOrder
        var places = Array(repeating: 0, count: nodes.count)
        for (row, node) in order.enumerated() { places[node] = row }
        var sources: [[Int]] = Array(repeating: [], count: nodes.count)
        var last = Array(repeating: -1, count: nodes.count)
        for edge in edges where places[edge.from] < places[edge.to] {
            sources[edge.to].append(edge.from)
            last[edge.from] = max(last[edge.from], places[edge.to])
        }

        /// Which node's lane a column holds.
        var columns: [Int?] = []
        var rows: [(drawing: String, node: Int)] = []
        for (row, node) in order.enumerated() {
            let incoming = columns.indices.filter { column in columns[column].map(sources[node].contains) ?? false }
            let ending = Set(incoming.filter { column in columns[column].map { last[$0] == row } ?? false })
            let own =
                incoming.first(where: ending.contains) ?? columns.firstIndex { $0 == nil } ?? columns.count
            if own == columns.count { columns.append(nil) }
            let span = (incoming + [own]).reduce(into: (low: own, high: own)) { span, column in
                span = (min(span.low, column), max(span.high, column))
            }
            var drawing = ""
            for column in columns.indices {
                let isInside = column > span.low && column <= span.high
                if column > 0 { drawing += isInside ? "─" : " " }
                if column == own {
                    drawing += nodes[node].input == .product(focus) ? "●" : "○"
                } else if incoming.contains(column) {
                    let isRight = column > own
                    drawing += ending.contains(column) ? (isRight ? "╯" : "╰") : (isRight ? "┤" : "├")
                } else if columns[column] != nil {
                    drawing += column > span.low && column < span.high ? "┼" : "│"
                } else {
                    drawing += column > span.low && column < span.high ? "─" : " "
                }
            }
            rows.append((drawing, node))
            for column in ending { columns[column] = nil }
            columns[own] = last[node] > row ? node : nil
            while columns.last == .some(nil) { columns.removeLast() }
        }
        return rows.map { drawing, node in
            let hidden = nodes[node].hidden
            let text = "\(drawing)  \(label(nodes[node].input))" + (hidden == 0 ? "" : " … \(hidden) more")
            return ascii ? text.map { Self.ascii[$0] ?? String($0) }.joined() : text
        }
    }

    private static let ascii: [Character: String] = [
        "●": "*", "○": "o", "│": "|", "─": "-", "╯": "'", "╰": "`", "┤": "|", "├": "|", "┼": "+", "…": "...",
    ]

    /// Every node behind all that feed it, as far as there is no circle; else by layer.
    private var feedingOrder: [Int] {
        var waiting = Array(repeating: 0, count: nodes.count)
        var below: [[Int]] = Array(repeating: [], count: nodes.count)
        for edge in edges {
            waiting[edge.to] += 1
            below[edge.from].append(edge.to)
        }
        var isPlaced = Array(repeating: false, count: nodes.count)
        var order: [Int] = []
        // A node goes as near as it can to the first that it feeds, so that lanes stay short.
        var ready = nodes.indices.filter { waiting[$0] == 0 }.reversed() as [Int]
        var rest = nodes.indices.makeIterator()
        while order.count < nodes.count {
            guard let node = ready.popLast() ?? rest.next() else { break }
            guard !isPlaced[node] else { continue }
            isPlaced[node] = true
            order.append(node)
            for child in below[node].reversed() {
                waiting[child] -= 1
                if waiting[child] == 0 { ready.append(child) }
            }
        }
        return order
    }
}
