import Documents

/// What each node of a manifest is made from, as far as it is data: metrics and semantic models are looked through to the models behind them.
struct Parents {
    private let map: [String: [String]]
    private let known: Set<String>

    /// `parent_map`; where a manifest has none, what each node says it depends on.
    init(_ root: Node, known: Set<String>) {
        var parents: [String: [String]] = [:]
        if let map = root.value("parent_map")?.map {
            for entry in map { parents[entry.key] = entry.value.list?.compactMap(\.string) }
        } else {
            for key in ["nodes", "exposures", "metrics", "semantic_models", "saved_queries"] {
                for entry in root[key]?.map ?? Map() {
                    parents[entry.key] = entry.value["depends_on"]?["nodes"]?.list?.compactMap(\.string)
                }
            }
        }
        map = parents
        self.known = known
    }

    /// In the order of the manifest, none twice.
    func of(_ id: String) -> [String] {
        var seen: Set = [id]
        var inputs: [String] = []
        var rest = Array((map[id] ?? []).reversed())
        while let next = rest.popLast() {
            guard seen.insert(next).inserted else { continue }
            if known.contains(next) { inputs.append(next) } else { rest += (map[next] ?? []).reversed() }
        }
        return inputs
    }
}
