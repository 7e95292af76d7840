/// Everything upstream or downstream of a product, the nearest first: as numbers, of which a page becomes names.
public struct LineageReach: Sendable {
    public enum Direction: Sendable {
        case upstream, downstream
    }

    public struct Node: Equatable, Sendable {
        public var id: DataProduct.ID
        /// Hops from where it began.
        public var hops: Int

        public init(id: DataProduct.ID, hops: Int) {
            self.id = id
            self.hops = hops
        }
    }

    /// Products, the one it began with left out.
    public let count: Int
    /// There is more than was asked for.
    public let isCut: Bool
    private let nodes: @Sendable (Range<Int>) throws(ReadError) -> [Node]

    public init(
        count: Int, isCut: Bool, nodes: @escaping @Sendable (Range<Int>) throws(ReadError) -> [Node]
    ) {
        self.count = count
        self.isCut = isCut
        self.nodes = nodes
    }

    /// Ranges are clamped. Of the same hops the order is by id.
    public func page(_ range: Range<Int>) throws(ReadError) -> [Node] { try nodes(range.clamped(to: 0..<count)) }
}

extension MeshReader {
    /// The same hop by hop, for readers without an index of lineage.
    public func walk(
        from id: DataProduct.ID, _ direction: LineageReach.Direction, limit: Int
    ) throws(ReadError) -> LineageReach {
        var seen: Set<DataProduct.ID> = [id]
        var nodes: [LineageReach.Node] = []
        var frontier = [id]
        var hops = 0
        while !frontier.isEmpty {
            hops += 1
            var next = Set<DataProduct.ID>()
            for node in frontier {
                let beside: [DataProduct.ID]
                switch direction {
                case .downstream: beside = try consumers(of: node)
                case .upstream:
                    beside =
                        try product(node)?.inputs.compactMap { if case .product(let id) = $0 { id } else { nil } } ?? []
                }
                for other in beside where !seen.contains(other) {
                    if direction == .upstream, try product(other) == nil { continue }
                    next.insert(other)
                }
            }
            seen.formUnion(next)
            frontier = next.sorted()
            nodes += frontier.map { .init(id: $0, hops: hops) }
        }
        let kept = Array(nodes.prefix(limit))
        return LineageReach(count: kept.count, isCut: kept.count < nodes.count) { range in Array(kept[range]) }
    }
}
