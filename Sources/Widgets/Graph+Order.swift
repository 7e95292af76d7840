extension Graph {
    /// The same graph with fewer crossings.
    ///
    /// Each sweep puts every node at the mean of its neighbours in the layer before (the barycentre heuristic of
    /// Sugiyama, Tagawa and Toda, 1981), first rightwards, then leftwards; the best order met is kept.
    /// Later sweeps turn round what is equal, or they would all end in the same place.
    package func ordered(sweeps: Int = 6) -> Graph {
        var best = self
        var fewest = crossings
        var current = self
        for sweep in 0..<sweeps where fewest > 0 {
            let isRightward = sweep % 2 == 0
            let order = isRightward ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed()
            for layer in order {
                current.sort(layer, by: isRightward ? layer - 1 : layer + 1, turningTies: sweep >= 2)
            }
            let count = current.crossings
            if count < fewest { (best, fewest) = (current, count) }
        }
        return best
    }

    private mutating func sort(_ layer: Int, by other: Int, turningTies: Bool) {
        let positions = Dictionary(
            layers[other].nodes.enumerated().map { ($1.id, Double($0)) }, uniquingKeysWith: { first, _ in first })
        var sums: [Node.ID: (sum: Double, count: Double)] = [:]
        for edge in edges {
            let (own, far) = other < layer ? (edge.to, edge.from) : (edge.from, edge.to)
            guard let position = positions[far] else { continue }
            sums[own, default: (0, 0)].sum += position
            sums[own, default: (0, 0)].count += 1
        }
        // Whoever has no neighbour there keeps its place.
        let keyed = layers[layer].nodes.enumerated().map { index, node in
            (node, sums[node.id].map { $0.sum / $0.count } ?? Double(index), turningTies ? -index : index)
        }
        layers[layer].nodes = keyed.sorted { ($0.1, $0.2) < ($1.1, $1.2) }.map(\.0)
    }

    /// How often two edges cross.
    package var crossings: Int {
        layers.indices.dropLast().reduce(0) { $0 + crossings(right: $1) }
    }

    private func crossings(right layer: Int) -> Int {
        let pairs = connections(right: layer).sorted { ($0.from, $0.to) < ($1.from, $1.to) }
        // Every earlier edge that ends lower is crossed.
        var seen: [Int] = []
        var count = 0
        for pair in pairs {
            var low = 0
            var high = seen.count
            while low < high {
                let middle = (low + high) / 2
                if seen[middle] <= pair.to { low = middle + 1 } else { high = middle }
            }
            count += seen.count - low
            seen.insert(pair.to, at: low)
        }
        return count
    }

    /// The edges between a layer and the next, as positions in both.
    private func connections(right layer: Int) -> [(from: Int, to: Int)] {
        let left = Dictionary(
            layers[layer].nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let right = Dictionary(
            layers[layer + 1].nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        return edges.compactMap { edge in
            guard let from = left[edge.from], let to = right[edge.to] else { return nil }
            return (from, to)
        }
    }
}
