extension LineageGraph {
    /// Lines of a tree: each selected product, what it is made from, what it feeds. What was drawn before is named once more, not followed.
    public func tree(ascii: Bool = false, label: (Input) -> String = \.description) -> [String] {
        let (tee, corner, bar) = ascii ? ("|- ", "`- ", "|  ") : ("├─ ", "└─ ", "│  ")
        let again = ascii ? "(seen above)" : "↪ seen above"
        var above: [[Int]] = Array(repeating: [], count: nodes.count)
        var below = above
        for edge in edges {
            above[edge.to].append(edge.from)
            below[edge.from].append(edge.to)
        }
        var lines: [String] = []
        var drawn = Set(nodes.indices.filter { nodes[$0].layer == 0 })

        func name(_ node: Int) -> String {
            let hidden = nodes[node].hidden
            return label(nodes[node].input) + (hidden == 0 ? "" : " \(ascii ? "..." : "…") \(hidden) more")
        }

        /// Draws what hangs below a heading. A stack of its own: a chain may be longer than the program's is deep.
        func draw(_ start: [Int], along next: [[Int]], prefix: String) {
            var open = start.enumerated().reversed().map { (node: $1, prefix: prefix, isLast: $0 == start.count - 1) }
            while let (node, prefix, isLast) = open.popLast() {
                let isNew = drawn.insert(node).inserted
                lines.append(
                    prefix + (isLast ? corner : tee) + (isNew ? name(node) : "\(label(nodes[node].input)) \(again)"))
                guard isNew else { continue }
                let inner = prefix + (isLast ? "   " : bar)
                for (place, child) in next[node].enumerated().reversed() {
                    open.append((child, inner, place == next[node].count - 1))
                }
            }
        }

        for root in nodes.indices where nodes[root].layer == 0 {
            lines.append(name(root))
            let hasBoth = !above[root].isEmpty && !below[root].isEmpty
            if !above[root].isEmpty {
                lines.append((hasBoth ? tee : corner) + "made from")
                draw(above[root], along: above, prefix: hasBoth ? bar : "   ")
            }
            if !below[root].isEmpty {
                lines.append(corner + "feeds")
                draw(below[root], along: below, prefix: "   ")
            }
        }
        let beside = nodes.indices.filter { !drawn.contains($0) }
        if !beside.isEmpty {
            lines.append("beside them")
            draw(beside, along: Array(repeating: [], count: nodes.count), prefix: "")
        }
        return lines
    }
}
