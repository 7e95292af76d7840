/// Products around one, by hops: negative layers feed it, positive ones it feeds.
public struct LineageGraph: Equatable, Sendable {
    public struct Node: Equatable, Sendable {
        public var input: Input
        /// Hops from the focus, the shortest way.
        public var layer: Int
        /// Neighbours further out that the graph leaves out.
        public var hidden: Int

        public init(input: Input, layer: Int, hidden: Int) {
            self.input = input
            self.layer = layer
            self.hidden = hidden
        }
    }

    /// From the product that feeds to the one that is fed; indexes into `nodes`.
    public struct Edge: Hashable, Sendable {
        public var from: Int
        public var to: Int

        public init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }
    }

    public var focus: DataProduct.ID
    /// By layer, then by name.
    public var nodes: [Node]
    public var edges: [Edge]
    /// Products that were selected and did not fit.
    public var leftOut = 0

    public init(focus: DataProduct.ID, nodes: [Node], edges: [Edge]) {
        self.focus = focus
        self.nodes = nodes
        self.edges = edges
    }
}
