internal import MeshModel

/// Walks the lineage of a revision by row numbers: the lists of the snapshot, and over them what the journal has changed.
///
/// A node is a row, or behind the last row a product that the journal has added.
struct LineageSearch {
    private let index: ProductIndex
    /// Products that are new in the journal, in id order; the first of them is node `index.count`.
    private let added: [OverlayEntry]
    private let addedNodes: [DataProduct.ID: Int]
    /// By node the entry that stands over it.
    private var entries: [Int: OverlayEntry] = [:]
    /// By node the nodes of the journal's products that name it as an input.
    private var feeds: [Int: [Int]] = [:]

    init(_ index: ProductIndex, _ overlay: ProductOverlay) throws(StoreError) {
        self.index = index
        added = overlay.entries.values.filter { $0.row == nil && $0.product != nil }.sorted { $0.id < $1.id }
        addedNodes = Dictionary(uniqueKeysWithValues: added.enumerated().map { ($1.id, index.count + $0) })
        for entry in overlay.entries.values {
            guard let node = entry.row ?? addedNodes[entry.id] else { continue }
            entries[node] = entry
        }
        for (node, entry) in entries {
            for input in try inputs(of: entry) { feeds[input, default: []].append(node) }
        }
    }

    func node(of id: DataProduct.ID) throws(StoreError) -> Int? {
        if let node = addedNodes[id] { return node }
        return try index.row(of: id)
    }

    private func inputs(of entry: OverlayEntry) throws(StoreError) -> [Int] {
        var nodes: [Int] = []
        for case .product(let input) in entry.product?.inputs ?? [] {
            if let node = try node(of: input) { nodes.append(node) }
        }
        return nodes
    }

    func id(of node: Int) throws(StoreError) -> DataProduct.ID {
        node < index.count ? try index.id(node) : added[node - index.count].id
    }

    /// Nodes by hops from one, its own left out; where each hop ends.
    func walk(
        from start: Int, _ direction: LineageReach.Direction, limit: Int
    ) throws(StoreError) -> (nodes: [UInt32], ends: [Int], isCut: Bool) {
        let lists = direction == .downstream ? index.feeds : index.inputs
        return try lists.with(0..<index.count) { (starts, numbers) throws(StoreError) in
            let count = index.count + added.count
            var seen = NodeSet(count, [start])
            var nodes: [UInt32] = []
            var ends: [Int] = []
            var isDamaged = false
            func meet(_ node: Int) {
                guard node < count else {
                    isDamaged = true
                    return
                }
                if seen.insert(node) { nodes.append(UInt32(node)) }
            }
            // Asked of each node that is met, of which the journal knows few.
            let overlaid = NodeSet(count, entries.keys)
            let feeding = NodeSet(count, feeds.keys)
            func expand(_ node: Int) throws(StoreError) {
                if direction == .upstream, overlaid.contains(node), let entry = entries[node] {
                    for input in try inputs(of: entry) { meet(input) }
                    return
                }
                if node < index.count {
                    for place in Int(starts[node] - starts[0])..<Int(starts[node + 1] - starts[0]) {
                        let other = Int(numbers[place])
                        // What the journal stands over says itself what it is made of.
                        if direction == .downstream, overlaid.contains(other) { continue }
                        meet(other)
                    }
                }
                if direction == .downstream, feeding.contains(node) { for other in feeds[node] ?? [] { meet(other) } }
            }
            try expand(start)
            var begin = 0
            while begin < nodes.count, nodes.count <= limit {
                let end = nodes.count
                ends.append(end)
                for place in begin..<end {
                    try expand(Int(nodes[place]))
                    if nodes.count > limit { break }
                }
                begin = end
            }
            guard !isDamaged else { throw lists.section.damage(at: 0, "a list names a row beyond \(index.count)") }
            let isCut = nodes.count > limit
            if isCut { nodes.removeLast(nodes.count - limit) }
            if ends.last.map({ $0 < nodes.count }) ?? !nodes.isEmpty { ends.append(nodes.count) }
            return (nodes, ends.map { min($0, nodes.count) }, isCut)
        }
    }
}

/// Some of so many nodes: a bit for each.
private struct NodeSet {
    private var words: [UInt64]

    init(_ count: Int, _ nodes: some Sequence<Int>) {
        words = [UInt64](repeating: 0, count: count / 64 + 1)
        for node in nodes { insert(node) }
    }

    /// No number is too large to ask for: a damaged list may name any.
    func contains(_ node: Int) -> Bool {
        node / 64 < words.count && words[node / 64] & 1 << UInt64(node % 64) != 0
    }

    /// Whether it was not among them before.
    @discardableResult
    mutating func insert(_ node: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(node % 64)
        defer { words[node / 64] |= bit }
        return words[node / 64] & bit == 0
    }
}

extension StoreReader {
    func reach(
        of id: DataProduct.ID, _ direction: LineageReach.Direction, limit: Int
    ) throws(ReadError) -> LineageReach {
        guard let index else { return try walk(from: id, direction, limit: limit) }
        do throws(StoreError) {
            let search = try LineageSearch(index, overlay)
            guard let start = try search.node(of: id) else {
                return LineageReach(count: 0, isCut: false) { _ in [] }
            }
            let (nodes, ends, isCut) = try search.walk(from: start, direction, limit: max(0, limit))
            return LineageReach(count: nodes.count, isCut: isCut) { (range) throws(ReadError) in
                do throws(StoreError) { return try search.page(range, nodes, ends) } catch { throw ReadError(error) }
            }
        } catch { throw ReadError(error) }
    }
}

extension LineageSearch {
    /// Nodes of a range with their hops; within one hop by id, which of the rows of a snapshot is their order.
    fileprivate func page(
        _ range: Range<Int>, _ nodes: [UInt32], _ ends: [Int]
    ) throws(StoreError) -> [LineageReach.Node] {
        var page: [LineageReach.Node] = []
        var begin = 0
        for (hop, end) in ends.enumerated() where begin < range.upperBound {
            defer { begin = end }
            let wanted = range.clamped(to: begin..<end)
            guard !wanted.isEmpty else { continue }
            var ids: [DataProduct.ID] = []
            if added.isEmpty {
                let sorted = nodes[begin..<end].sorted()
                for node in sorted[wanted.lowerBound - begin..<wanted.upperBound - begin] {
                    ids.append(try id(of: Int(node)))
                }
            } else {
                for node in nodes[begin..<end] { ids.append(try id(of: Int(node))) }
                ids = Array(ids.sorted()[wanted.lowerBound - begin..<wanted.upperBound - begin])
            }
            page += ids.map { .init(id: $0, hops: hop + 1) }
        }
        return page
    }
}
