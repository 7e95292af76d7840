extension LineageGraph {
    /// The graph in the language of Graphviz. Every name is quoted; what the mesh does not hold is dashed, the focus bold.
    ///
    /// Source: graphviz.org, "DOT Language": in a quoted string only `"` has to be escaped; a backslash is doubled so that none begins an escape.
    public func dot(label: (Input) -> String = \.description) -> String {
        var lines = ["digraph lineage {", "  rankdir=LR;", "  node [shape=box];"]
        for (place, node) in nodes.enumerated() {
            var style: [String] = []
            if case .external = node.input { style.append("dashed") }
            if node.input == .product(focus) { style.append("bold") }
            let text = label(node.input) + (node.hidden == 0 ? "" : " (\(node.hidden) more)")
            lines.append(
                "  n\(place) [label=\(Self.quoted(text))"
                    + (style.isEmpty ? "" : ", style=\"\(style.joined(separator: ","))\"") + "];")
        }
        for edge in edges { lines.append("  n\(edge.from) -> n\(edge.to);") }
        return (lines + ["}", ""]).joined(separator: "\n")
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f: quoted += " "
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
