import MeshModel
import Terminal
import Widgets

/// A product in the middle, what feeds it to the left and what it feeds to the right, hop by hop.
struct LineagePane: Equatable, Sendable {
    private(set) var focus: DataProduct.ID?
    private(set) var graph: LineageGraph?
    /// Hops in order; within each, nodes in the order in which they are drawn.
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

    /// Of neighbours on one side, the one that stands nearest to the middle of its hop as the cursor does to that of its own.
    private func nearest(_ nodes: [Int], where isOnSide: (Int) -> Bool) -> Int? {
        guard let graph else { return nil }
        let height = height(of: cursor)
        return nodes.filter { isOnSide(graph.nodes[$0].layer) }.min {
            abs(self.height(of: $0) - height) < abs(self.height(of: $1) - height)
        }
    }

    /// How far down in its hop a node stands, from 0 to 1.
    private func height(of node: Int) -> Double {
        for layer in layers {
            if let index = layer.nodes.firstIndex(of: node) { return (Double(index) + 0.5) / Double(layer.nodes.count) }
        }
        return 0.5
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
        frame.draw(drawing(graph), in: rest)
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

extension LineagePane {
    private func drawing(_ graph: LineageGraph) -> Graph {
        let hop = graph.nodes.indices.contains(cursor) ? graph.nodes[cursor].layer : 0
        // Near the focus nothing moves while one walks; farther out, what one walks to must be seen.
        let kept = abs(hop) <= 1 ? 0 : hop
        return Graph(
            layers: layers.map { layer in
                Graph.Layer(
                    layer.hop == 0 ? "FOCUS" : layer.hop < 0 ? "−\(-layer.hop)" : "+\(layer.hop)",
                    layer.nodes.map { LineageLayer.node(graph.nodes[$0]) })
            },
            edges: LineageLayer.edges(graph), focus: layers.firstIndex { $0.hop == kept } ?? 0,
            selection: graph.nodes.indices.contains(cursor) ? graph.nodes[cursor].input.description : nil)
    }
}

/// The nodes of one hop, in the order in which they are drawn.
struct LineageLayer: Equatable, Sendable {
    var hop: Int
    var nodes: [Int]

    /// Hops in order; within each, so that edges cross little.
    static func arrange(_ graph: LineageGraph) -> [LineageLayer] {
        let hops = Dictionary(grouping: graph.nodes.indices) { graph.nodes[$0].layer }.sorted { $0.key < $1.key }
        let places = Dictionary(
            graph.nodes.enumerated().map { ($1.input.description, $0) }, uniquingKeysWith: { first, _ in first })
        let drawing = Graph(
            layers: hops.map { Graph.Layer("", $0.value.map { node(graph.nodes[$0]) }) }, edges: edges(graph), focus: 0)
        return zip(hops, drawing.ordered().layers).map { hop, layer in
            LineageLayer(hop: hop.key, nodes: layer.nodes.compactMap { places[$0.id] })
        }
    }

    static func node(_ node: LineageGraph.Node) -> Graph.Node {
        let more = node.hidden > 0 ? Line(" … +\(node.hidden)", .muted) : Line()
        let label =
            switch node.input {
            case .product(let id): Line(id.text, node.layer == 0 ? Style.accent.bold : .text)
            case .external(let name): Line("◇ \(name)", .muted)
            }
        return Graph.Node(node.input.description, label + more)
    }

    static func edges(_ graph: LineageGraph) -> [Graph.Edge] {
        graph.edges.compactMap { edge in
            guard graph.nodes.indices.contains(edge.from), graph.nodes.indices.contains(edge.to) else { return nil }
            return Graph.Edge(graph.nodes[edge.from].input.description, graph.nodes[edge.to].input.description)
        }
    }
}
