import Terminal

extension Output {
    /// Names and values below each other; what is blank is left out.
    func facts(_ facts: KeyValuePairs<String, String>) { self.facts(facts.map { ($0.key, $0.value) }) }

    func facts(_ facts: [(String, String)]) {
        let stated = facts.filter { !$0.1.isEmpty }
        guard !stated.isEmpty else { return }
        if form == .plain {
            var table = Table(["": .left, "": .left])
            table.rows = stated.map { [$0.0, $0.1] }
            return self.table(table)
        }
        let width = stated.map { $0.0.columns }.max() ?? 0
        lines(
            stated.map { name, value in
                "  " + name
                    + String(repeating: " ", count: width - name.columns + 2) + value
            })
    }
}
