import MeshModel
import Terminal

/// Layers of nodes as columns of names, with the edges between neighbouring ones as lines.
struct LineageDrawing {
    let pane: LineagePane
    let graph: LineageGraph

    private static let widestName = 30
    private static let gap = 7

    private struct Column {
        var layer: LineageLayer
        var x: Int
        var width: Int
    }

    func draw(in rect: Rect, on frame: inout Frame) {
        guard rect.width > 4, graph.nodes.indices.contains(pane.cursor) else { return }
        var body = rect
        let heads = body.takeTop(body.height > 2 ? 1 : 0)
        let columns = columns(width: rect.width)
        let tallest = pane.layers.map(\.nodes.count).max() ?? 0
        let first = min(max(0, pane.row(of: pane.cursor) - body.height / 2), max(0, tallest - body.height))
        // A frame of its own clips what stands above and below.
        var canvas = Frame(size: body.size)
        for (left, right) in zip(columns, columns.dropFirst()) {
            drawEdges(from: left, to: right, first: first, on: &canvas)
        }
        for column in columns {
            let hop = column.layer.hop
            let label = hop == 0 ? "FOCUS" : hop < 0 ? "−\(-hop)" : "+\(hop)"
            frame.write(
                label,
                in: Rect(x: rect.x + column.x + 2, y: heads.y, width: heads.isEmpty ? 0 : column.width, height: 1),
                style: .heading)
            for node in column.layer.nodes {
                let y = pane.row(of: node) - first
                guard y >= 0, y < body.height else { continue }
                write(node, in: Rect(x: column.x, y: y, width: column.width, height: 1), on: &canvas)
            }
        }
        frame.copy(canvas, to: body.origin)
        // Layers that do not fit are named where they would stand.
        if let left = columns.first, let hidden = pane.layers.first, hidden.hop < left.layer.hop {
            frame.write("‹", in: Rect(x: rect.x, y: heads.y, width: 1, height: heads.height), style: .muted)
        }
        if let right = columns.last, let hidden = pane.layers.last, hidden.hop > right.layer.hop {
            frame.write("›", in: Rect(x: rect.maxX - 1, y: heads.y, width: 1, height: heads.height), style: .muted)
        }
    }

    private func write(_ node: Int, in rect: Rect, on canvas: inout Frame) {
        var rest = rect
        let gutter = rest.takeLeft(2)
        let isSelected = node == pane.cursor
        if isSelected { canvas.write("▌", in: gutter, style: .selection) }
        let value = graph.nodes[node]
        let name =
            switch value.input {
            case .product(let id):
                Line(id.text, isSelected ? Style.selection.bold : value.layer == 0 ? Style.accent.bold : .text)
            case .external(let name): Line("◇ " + name, isSelected ? Style.selection.bold : .muted)
            }
        let more = value.hidden > 0 ? Line(" … +\(value.hidden)", .muted) : Line()
        let room = rest.takeLeft(max(0, rest.width - more.columns))
        let used = canvas.write(name, in: room, cut: .middle)
        canvas.write(more, in: Rect(x: room.x + used, y: rest.y, width: more.columns, height: 1))
    }

    /// As many layers around the cursor's as the width has room for.
    private func columns(width: Int) -> [Column] {
        let layers = pane.layers
        guard let here = layers.firstIndex(where: { $0.nodes.contains(pane.cursor) }) else { return [] }
        let widths = layers.map { layer in
            min(Self.widestName, 2 + (layer.nodes.map { label(of: $0) }.max() ?? 0))
        }
        var range = here...here
        var used = min(width, widths[here])
        var grew = true
        while grew {
            grew = false
            for next in [range.upperBound + 1, range.lowerBound - 1] where layers.indices.contains(next) {
                guard used + Self.gap + widths[next] <= width else { continue }
                used += Self.gap + widths[next]
                range = min(range.lowerBound, next)...max(range.upperBound, next)
                grew = true
            }
        }
        var x = 0
        return range.map { index in
            defer { x += widths[index] + Self.gap }
            return Column(layer: layers[index], x: x, width: min(width, widths[index]))
        }
    }

    private func label(of node: Int) -> Int {
        let value = graph.nodes[node]
        let name =
            switch value.input {
            case .product(let id): id.text.columns
            case .external(let name): name.columns + 2
            }
        return name + (value.hidden > 0 ? 4 + String(value.hidden).count : 0)
    }

    private func drawEdges(from left: Column, to right: Column, first: Int, on canvas: inout Frame) {
        var lines = LineSegments(height: canvas.size.height, width: Self.gap)
        let sources = left.layer.nodes.filter { node in
            graph.edges.contains { $0.from == node && right.layer.nodes.contains($0.to) }
        }
        for (index, source) in sources.enumerated() {
            let targets = graph.edges.filter { $0.from == source && right.layer.nodes.contains($0.to) }.map(\.to)
            // Each source turns in a column of its own, as long as there are columns.
            let track = 2 + index % (Self.gap - 4)
            for target in targets {
                let isMarked = source == pane.cursor || target == pane.cursor
                lines.connect(
                    pane.row(of: source) - first, pane.row(of: target) - first, track: track, isMarked: isMarked)
            }
        }
        lines.draw(at: Point(x: left.x + left.width, y: 0), on: &canvas)
        // The lead from a short name to the lines, so that they are seen to belong to it.
        for source in sources {
            let y = pane.row(of: source) - first
            let start = left.x + 2 + label(of: source) + 1
            let isMarked = source == pane.cursor || graph.edges.contains { $0.from == source && $0.to == pane.cursor }
            let lead = Rect(x: start, y: y, width: left.x + left.width - start, height: 1)
            if y >= 0 { canvas.fill(lead, with: "─", style: isMarked ? .accent : .rule) }
        }
    }
}

/// Lines between two columns of rows, joined where they meet.
private struct LineSegments {
    private static let left: UInt8 = 1
    private static let right: UInt8 = 2
    private static let up: UInt8 = 4
    private static let down: UInt8 = 8
    private static let signs: [Unicode.Scalar] = [
        " ", "─", "─", "─", "│", "┘", "└", "┴", "│", "┐", "┌", "┬", "│", "┤", "├", "┼",
    ]

    private let width: Int
    private var arms: [[UInt8]]
    private var marked: [[Bool]]
    private var tips: Set<Int> = []

    init(height: Int, width: Int) {
        self.width = width
        arms = Array(repeating: Array(repeating: 0, count: width), count: height)
        marked = Array(repeating: Array(repeating: false, count: width), count: height)
    }

    mutating func connect(_ from: Int, _ to: Int, track: Int, isMarked: Bool) {
        func add(_ y: Int, _ x: Int, _ arm: UInt8) {
            guard arms.indices.contains(y) else { return }
            arms[y][x] |= arm
            if isMarked { marked[y][x] = true }
        }
        for x in 1..<track { add(from, x, Self.left | Self.right) }
        add(from, track, Self.left)
        add(to, track, Self.right)
        for x in (track + 1)..<(width - 1) { add(to, x, Self.left | Self.right) }
        if from != to {
            add(from, track, from < to ? Self.down : Self.up)
            add(to, track, from < to ? Self.up : Self.down)
            let between = (min(from, to) + 1)..<max(from, to)
            for y in between.clamped(to: 0..<max(0, arms.count)) { add(y, track, Self.up | Self.down) }
        }
        tips.insert(to)
    }

    func draw(at point: Point, on canvas: inout Frame) {
        for y in arms.indices {
            for x in 0..<width where arms[y][x] != 0 {
                let isTip = x == width - 2 && tips.contains(y)
                let sign: Unicode.Scalar = isTip ? "▸" : Self.signs[Int(arms[y][x])]
                canvas.fill(
                    Rect(x: point.x + x, y: point.y + y, width: 1, height: 1), with: sign,
                    style: marked[y][x] ? .accent : .rule)
            }
        }
    }
}
