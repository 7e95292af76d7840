import Terminal

extension Graph {
    /// Where everything stands, in columns and rows from the upper left corner of what is below the titles.
    struct Layout {
        var columns: [Column] = []
        /// Layers that found no room, at the left and at the right.
        var isCutLeft = false
        var isCutRight = false
    }

    struct Column {
        let layer: Int
        var x = 0
        var width: Int
        var rows: [(node: Node, row: Int)]
        /// Nodes that are not shown.
        var hidden: Int
        /// What connects it with the column before.
        var lanes = Lanes()
    }

    private static let widestLabel = 32
    private static let narrowestLabel = 10
    /// The sign of the selection, before every label.
    static let gutter = 1

    func layout(in size: Size) -> Layout {
        guard layers.indices.contains(focus), size.height > 0 else { return Layout() }
        var shown = layers.indices.lowerBound..<layers.indices.upperBound
        while true {
            var columns = placed(shown, height: size.height)
            for limit in [Self.widestLabel, 24, 18, 14, Self.narrowestLabel] {
                for index in columns.indices {
                    let labels = columns[index].rows.flatMap { [$0.node.label.columns, $0.node.detail?.columns ?? 0] }
                    let widest = max(labels.max() ?? 0, layers[columns[index].layer].title.columns)
                    columns[index].width = min(widest, limit)
                }
                if arrange(&columns, width: size.width) || (shown.count == 1 && limit == Self.narrowestLabel) {
                    return Layout(
                        columns: columns, isCutLeft: shown.lowerBound > 0, isCutRight: shown.upperBound < layers.count)
                }
            }
            // The farther end goes first; at the same distance what comes before.
            if focus - shown.lowerBound >= shown.upperBound - 1 - focus {
                shown = (shown.lowerBound + 1)..<shown.upperBound
            } else {
                shown = shown.lowerBound..<(shown.upperBound - 1)
            }
        }
    }

    /// Sets the columns side by side.
    ///
    /// - Returns: Whether they fit.
    private func arrange(_ columns: inout [Column], width: Int) -> Bool {
        let gaps = columns.dropFirst().map(\.lanes.narrowest)
        let needed = columns.reduce(0) { $0 + Self.gutter + $1.width } + gaps.reduce(0, +)
        // Some air for the edges, where there is any.
        let air = columns.count > 1 ? min(8, max(0, width - needed) / (columns.count - 1)) : 0
        var x = 0
        for index in columns.indices {
            if index > 0 { x += columns[index].lanes.narrowest + air }
            columns[index].x = x
            x += Self.gutter + columns[index].width
        }
        return needed <= width
    }

    /// The nodes of the layers shown, each near those it is connected with.
    private func placed(_ shown: Range<Int>, height: Int) -> [Column] {
        var columns: [Int: Column] = [:]
        let outward = [focus] + shown.filter { $0 > focus } + shown.filter { $0 < focus }.reversed()
        for layer in outward {
            var column = visible(layer, height: height)
            let room = height - (column.hidden > 0 ? 1 : 0)
            guard layer != focus, let near = columns[layer > focus ? layer - 1 : layer + 1] else {
                let total = column.rows.reduce(0) { $0 + $1.node.height }
                column.rows.setRows(wanted: [max(0, (room - total) / 2)], room: room)
                columns[layer] = column
                continue
            }
            let rows = near.rowOfNode
            let wanted = column.rows.map { node, _ -> Int? in
                let connected = edges.compactMap { edge in
                    layer > focus && edge.to == node.id
                        ? rows[edge.from] : layer < focus && edge.from == node.id ? rows[edge.to] : nil
                }
                return connected.isEmpty ? nil : connected.reduce(0, +) / connected.count
            }
            column.rows.setRows(wanted: wanted, room: room)
            if layer > focus {
                column.lanes = lanes(near, column)
            } else {
                columns[layer + 1]?.lanes = lanes(column, near)
            }
            let isTangled = (layer > focus ? column.lanes : columns[layer + 1]?.lanes)?.isTangled ?? false
            // Lines can always be told apart where no node stands on the row of another: if there is room for that.
            if isTangled, let free = column.rows.apart(from: Set(rows.values), room: room) {
                column.rows = free
                if layer > focus {
                    column.lanes = lanes(near, column)
                } else {
                    columns[layer + 1]?.lanes = lanes(column, near)
                }
            }
            columns[layer] = column
        }
        return shown.compactMap { columns[$0] }
    }

    private func lanes(_ left: Column, _ right: Column) -> Lanes {
        let (from, to) = (left.rowOfNode, right.rowOfNode)
        return Lanes(
            edges.compactMap { edge in
                guard let start = from[edge.from], let end = to[edge.to] else { return nil }
                return (start, end)
            })
    }

    /// As many nodes of a layer as there are rows, the selected one among them.
    private func visible(_ layer: Int, height: Int) -> Column {
        var content = layers[layer]
        if height < 3 {
            for index in content.nodes.indices { content.nodes[index].detail = nil }
        }
        let total = content.nodes.reduce(0) { $0 + $1.height }
        guard total > height || (content.hidden > 0 && total >= height) else {
            return Column(layer: layer, width: 0, rows: content.nodes.map { ($0, 0) }, hidden: content.hidden)
        }
        let selected = content.nodes.firstIndex { $0.id == selection } ?? 0
        // The last row says how many are missing, unless it is the only one.
        var room = max(1, height - 1)
        var first = selected
        while first > 0, content.nodes[(first - 1)...selected].reduce(0, { $0 + $1.height }) <= room { first -= 1 }
        let nodes = content.nodes[first...].prefix { node in
            room -= node.height
            return room >= 0
        }
        return Column(
            layer: layer, width: 0, rows: nodes.map { ($0, 0) },
            hidden: height == 1 ? 0 : content.hidden + content.nodes.count - nodes.count)
    }
}

extension Graph.Column {
    fileprivate var rowOfNode: [Graph.Node.ID: Int] {
        Dictionary(rows.map { ($0.node.id, $0.row) }, uniquingKeysWith: { first, _ in first })
    }
}

extension [(node: Graph.Node, row: Int)] {
    /// Sets each node as near as possible to the row it wants, below the one before, all of them within the room.
    fileprivate mutating func setRows(wanted: [Int?], room: Int) {
        var next = 0
        // What stands above must leave room for what stands below.
        var below = reduce(0) { $0 + $1.node.height }
        for index in indices {
            let wish = index < wanted.count ? wanted[index] ?? next : next
            self[index].row = Swift.min(Swift.max(wish, next), Swift.max(next, room - below))
            next = self[index].row + self[index].node.height
            below -= self[index].node.height
        }
    }

    /// The same nodes on rows that are not taken; `nil` where there are too few.
    fileprivate func apart(from taken: Set<Int>, room: Int) -> Self? {
        var result = self
        var next = 0
        for index in indices {
            while taken.contains(next) { next += 1 }
            result[index].row = next
            next += self[index].node.height
        }
        return next <= room ? result : nil
    }
}
