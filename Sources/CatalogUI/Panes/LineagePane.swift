import MeshModel
import Terminal
import Widgets

/// A product in the middle, what feeds it to the left and what it feeds to the right, hop by hop.
struct LineagePane: Equatable, Sendable {
    private(set) var focus: DataProduct.ID?
    private(set) var graph: LineageGraph?
    /// Nodes by layer, from the farthest source; within one so that edges cross little.
    private(set) var layers: [LineageLayer] = []
    /// Where the cursor stands among the graph's nodes.
    private(set) var cursor = 0

    var selected: DataProduct.ID? {
        guard let graph else { return focus }
        guard graph.nodes.indices.contains(cursor), case .product(let id) = graph.nodes[cursor].input else {
            return nil
        }
        return id
    }

    mutating func show(_ id: DataProduct.ID) {
        guard id != focus else { return }
        focus = id
        graph = nil
        layers = []
    }

    mutating func fill(_ graph: LineageGraph) {
        let kept = self.graph.flatMap { $0.nodes.indices.contains(cursor) ? $0.nodes[cursor].input : nil }
        self.graph = graph
        layers = LineageLayer.arrange(graph)
        cursor = graph.nodes.firstIndex { $0.input == kept } ?? graph.nodes.firstIndex { $0.layer == 0 } ?? 0
    }

    /// Left and right along an edge, up and down among those of the same hop.
    mutating func move(_ motion: Motion) {
        guard let graph, graph.nodes.indices.contains(cursor) else { return }
        let here = graph.nodes[cursor].layer
        guard let siblings = layers.first(where: { $0.hop == here }), let place = siblings.nodes.firstIndex(of: cursor)
        else { return }
        func sibling(_ index: Int) -> Int { siblings.nodes[min(max(0, index), siblings.nodes.count - 1)] }
        switch motion {
        case .up: cursor = sibling(place - 1)
        case .down: cursor = sibling(place + 1)
        case .halfUp, .pageUp: cursor = sibling(place - 8)
        case .halfDown, .pageDown: cursor = sibling(place + 8)
        case .first: cursor = sibling(0)
        case .last: cursor = sibling(siblings.nodes.count - 1)
        case .left: cursor = nearest(graph.edges.filter { $0.to == cursor }.map(\.from)) { $0 < here } ?? cursor
        case .right: cursor = nearest(graph.edges.filter { $0.from == cursor }.map(\.to)) { $0 > here } ?? cursor
        }
    }

    /// Of neighbours on one side, the one that stands nearest to the cursor's row.
    private func nearest(_ nodes: [Int], where isOnSide: (Int) -> Bool) -> Int? {
        guard let graph else { return nil }
        let row = row(of: cursor)
        return nodes.filter { isOnSide(graph.nodes[$0].layer) }.min {
            abs(self.row(of: $0) - row) < abs(self.row(of: $1) - row)
        }
    }

    /// The row of a node in the whole drawing: shorter layers stand in the middle of the longest.
    func row(of node: Int) -> Int {
        let tallest = layers.map(\.nodes.count).max() ?? 0
        for layer in layers {
            if let index = layer.nodes.firstIndex(of: node) { return (tallest - layer.nodes.count) / 2 + index }
        }
        return 0
    }

    var title: Line { Line(focus.map { "lineage of \($0)" } ?? "", .muted) }

    /// `3 feed it, 7 are fed`
    var position: String {
        guard let graph else { return "" }
        let sources = graph.nodes.count { $0.layer < 0 }
        return "\(Words.count(sources)) before, \(Words.count(graph.nodes.count { $0.layer > 0 })) after"
    }

    func draw(in rect: Rect, on frame: inout Frame) {
        guard let focus else {
            frame.draw(
                Paragraph(
                    "Select a product (2) and press 3: what feeds it and what it feeds is shown here.", style: .muted),
                in: rect.inset(columns: min(2, rect.width / 4)))
            return
        }
        guard let graph else {
            frame.write("…", in: rect.inset(columns: min(2, rect.width / 4)), style: .muted)
            return
        }
        var rest = rect
        let footer = rest.takeBottom(rest.height > 6 ? 4 : 0)
        LineageDrawing(pane: self, graph: graph).draw(in: rest, on: &frame)
        drawFooter(graph, focus: focus, in: footer, on: &frame)
    }

    /// The selected one's neighbours by name: what the lines cannot tell apart, the words can.
    private func drawFooter(_ graph: LineageGraph, focus: DataProduct.ID, in rect: Rect, on frame: inout Frame) {
        guard graph.nodes.indices.contains(cursor) else { return }
        var rest = rect
        frame.fill(rest.takeTop(1), with: "─", style: .rule)
        let text = rest.inset(columns: min(2, rest.width / 4))
        let node = graph.nodes[cursor]
        let before = graph.edges.filter { $0.to == cursor }.map { graph.nodes[$0.from].input.description }
        let after = graph.edges.filter { $0.from == cursor }.map { graph.nodes[$0.to].input.description }
        var name = Line(node.input.description, Style.text.bold)
        if case .external = node.input { name = name + Line("  outside this mesh", .muted) }
        if node.hidden > 0 { name = name + Line("  \(node.hidden) more neighbours: f shows them", .warning) }
        if graph.nodes.count == 1 {
            name = name + Line("  nothing feeds it, and it feeds nothing that this mesh knows of", .muted)
        }
        frame.write(name, in: text.row(0), cut: .middle)
        frame.write(
            Line("from  ", .muted) + Line(before.isEmpty ? "–" : before.joined(separator: ", ")), in: text.row(1))
        frame.write(Line("to    ", .muted) + Line(after.isEmpty ? "–" : after.joined(separator: ", ")), in: text.row(2))
    }
}

/// The nodes of one hop, in the order in which they are drawn.
struct LineageLayer: Equatable, Sendable {
    var hop: Int
    var nodes: [Int]

    /// Hops in order; within each, a node stands near the middle of its neighbours.
    static func arrange(_ graph: LineageGraph) -> [LineageLayer] {
        var layers = Dictionary(grouping: graph.nodes.indices) { graph.nodes[$0].layer }
            .map { LineageLayer(hop: $0.key, nodes: $0.value) }.sorted { $0.hop < $1.hop }
        var neighbours: [Int: [Int]] = [:]
        for edge in graph.edges where graph.nodes.indices.contains(edge.from) && graph.nodes.indices.contains(edge.to) {
            neighbours[edge.from, default: []].append(edge.to)
            neighbours[edge.to, default: []].append(edge.from)
        }
        // Outwards from the focus: each layer by the one that is nearer to it.
        for _ in 0..<2 {
            for index in layers.indices.sorted(by: { abs(layers[$0].hop) < abs(layers[$1].hop) }) {
                var place: [Int: Double] = [:]
                for layer in layers {
                    for (row, node) in layer.nodes.enumerated() {
                        place[node] = (Double(row) + 0.5) / Double(layer.nodes.count)
                    }
                }
                let hop = layers[index].hop
                func middle(_ node: Int) -> Double {
                    let near = neighbours[node, default: []].filter { abs(graph.nodes[$0].layer) < abs(hop) }
                    guard !near.isEmpty else { return place[node] ?? 0 }
                    return near.reduce(0) { $0 + (place[$1] ?? 0) } / Double(near.count)
                }
                let middles = Dictionary(uniqueKeysWithValues: layers[index].nodes.map { ($0, middle($0)) })
                layers[index].nodes.sort { (middles[$0] ?? 0, $0) < (middles[$1] ?? 0, $1) }
            }
        }
        return layers
    }
}
