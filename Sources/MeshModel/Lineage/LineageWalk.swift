/// Grows a graph of products hop by hop. What was reached once is not walked again, so a circle ends.
struct LineageWalk {
    let reader: any MeshReader
    /// Nodes that the graph may have.
    let limit: Int
    private var layers: [Input: Int] = [:]
    /// Whose inputs, and whose consumers, belong to what was asked for.
    private var upward: Set<Input> = []
    private var downward: Set<Input> = []
    private var inputs: [DataProduct.ID: [Input]] = [:]
    /// Something did not fit.
    private(set) var isCut = false

    init(_ reader: any MeshReader, limit: Int) {
        self.reader = reader
        self.limit = max(1, limit)
    }

    /// Everything reached so far, by layer and name.
    var reached: [Input] {
        layers.sorted { ($0.value, $0.key.description) < ($1.value, $1.key.description) }.map(\.key)
    }

    mutating func start(at seeds: [Input]) {
        for seed in seeds where reach(seed, layer: 0) {
            upward.insert(seed)
            downward.insert(seed)
        }
    }

    /// Both ways at once, so that neither side takes all of the limit.
    mutating func grow(up: Int, down: Int) throws(ReadError) {
        var above = reached
        var below = above
        var hop = 0
        while hop < up && !above.isEmpty || hop < down && !below.isEmpty {
            if hop < up { above = try climb(from: above) }
            if hop < down { below = try descend(from: below) }
            hop += 1
        }
    }

    private mutating func climb(from frontier: [Input]) throws(ReadError) -> [Input] {
        var next: [Input] = []
        for node in frontier {
            upward.insert(node)
            for input in try inputs(of: node) where reach(input, layer: (layers[node] ?? 0) - 1) { next.append(input) }
        }
        upward.formUnion(next)
        return next
    }

    private mutating func descend(from frontier: [Input]) throws(ReadError) -> [Input] {
        var next: [Input] = []
        for node in frontier {
            for consumer in try consumers(of: node) where reach(consumer, layer: (layers[node] ?? 0) + 1) {
                next.append(consumer)
            }
        }
        downward.formUnion(next)
        return next
    }

    /// False when it was reached before, or does not fit.
    private mutating func reach(_ input: Input, layer: Int) -> Bool {
        guard layers[input] == nil else { return false }
        guard layers.count < limit else {
            isCut = true
            return false
        }
        layers[input] = layer
        return true
    }

    /// Each once. Data outside the mesh, and what the mesh does not hold, is made from nothing we know.
    private mutating func inputs(of node: Input) throws(ReadError) -> [Input] {
        guard case .product(let id) = node else { return [] }
        if let known = inputs[id] { return known }
        let stated = try reader.product(id)?.inputs ?? []
        var found: [Input] = []
        var seen: Set<Input> = [node]
        for input in stated where seen.insert(input).inserted { found.append(input) }
        inputs[id] = found
        return found
    }

    private func consumers(of node: Input) throws(ReadError) -> [Input] {
        guard case .product(let id) = node else { return [] }
        return try reader.consumers(of: id).filter { $0 != id }.map(Input.product)
    }

    mutating func graph(focus: DataProduct.ID) throws(ReadError) -> LineageGraph {
        let order = reached
        let places = Dictionary(order.enumerated().map { ($1, $0) }) { first, _ in first }
        var graph = LineageGraph(focus: focus, nodes: [], edges: [])
        for (place, node) in order.enumerated() {
            var hidden = 0
            for input in try inputs(of: node) {
                if let from = places[input] {
                    graph.edges.append(.init(from: from, to: place))
                } else if upward.contains(node) {
                    hidden += 1
                }
            }
            if downward.contains(node) { hidden += try consumers(of: node).count { places[$0] == nil } }
            graph.nodes.append(.init(input: node, layer: layers[node] ?? 0, hidden: hidden))
        }
        return graph
    }
}

extension MeshReader {
    /// What a product is made from and what is made from it, so many hops each way and so many nodes in all.
    public func lineage(
        around id: DataProduct.ID, up: Int, down: Int, limit: Int
    ) throws(ReadError) -> LineageGraph {
        var walk = LineageWalk(self, limit: limit)
        walk.start(at: [.product(id)])
        try walk.grow(up: up, down: down)
        return try walk.graph(focus: id)
    }
}
