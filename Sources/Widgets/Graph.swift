package import Terminal

/// What is connected to something, by the number of hops: its sources at the left, what is made of it at the right.
///
/// Boxes do not scale and drawing everything does not either; columns of plain names around one in the middle do. The
/// order within a column is part of the value, so that the keys move as the eye sees: call `ordered` once, then draw.
package struct Graph: Widget {
    package var layers: [Layer]
    /// From a node to one of the next layer; others are not drawn.
    package var edges: [Edge]
    /// The layer that stays when there is no room for all.
    package var focus: Int
    package var selection: Node.ID?

    package init(layers: [Layer], edges: [Edge], focus: Int, selection: Node.ID? = nil) {
        self.layers = layers
        self.edges = edges
        self.focus = focus
        self.selection = selection
    }

    package struct Layer: Hashable, Sendable {
        package var title: String
        package var nodes: [Node]
        /// How many more there are that were not given; shown as `… +37`.
        package var hidden: Int

        package init(_ title: String, _ nodes: [Node], hidden: Int = 0) {
            self.title = title
            self.nodes = nodes
            self.hidden = max(0, hidden)
        }
    }

    package struct Node: Hashable, Sendable {
        package typealias ID = String
        package var id: ID
        package var label: Line
        /// A second row below the label.
        package var detail: Line?

        package init(_ id: ID, _ label: Line, detail: Line? = nil) {
            self.id = id
            self.label = label
            self.detail = detail
        }

        var height: Int { detail == nil ? 1 : 2 }
    }

    package struct Edge: Hashable, Sendable {
        package var from: Node.ID
        package var to: Node.ID

        package init(_ from: Node.ID, _ to: Node.ID) {
            self.from = from
            self.to = to
        }
    }

    package enum Direction: Hashable, Sendable {
        /// Along an edge, against its direction or with it.
        case left, right
        /// Among siblings.
        case up, down
    }

    /// Where a step leads; `nil` where there is nothing.
    package func neighbour(of id: Node.ID, _ direction: Direction) -> Node.ID? {
        guard let place = place(of: id) else { return nil }
        let siblings = layers[place.layer].nodes
        switch direction {
        case .up: return place.index > 0 ? siblings[place.index - 1].id : nil
        case .down: return place.index + 1 < siblings.count ? siblings[place.index + 1].id : nil
        case .left:
            guard place.layer > 0 else { return nil }
            let sources = Set(edges.filter { $0.to == id }.map(\.from))
            return layers[place.layer - 1].nodes.first { sources.contains($0.id) }?.id
        case .right:
            guard place.layer + 1 < layers.count else { return nil }
            let targets = Set(edges.filter { $0.from == id }.map(\.to))
            return layers[place.layer + 1].nodes.first { targets.contains($0.id) }?.id
        }
    }

    private func place(of id: Node.ID) -> (layer: Int, index: Int)? {
        for (layer, content) in layers.enumerated() {
            if let index = content.nodes.firstIndex(where: { $0.id == id }) { return (layer, index) }
        }
        return nil
    }
}
