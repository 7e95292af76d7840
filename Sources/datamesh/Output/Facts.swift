import Terminal

extension Output {
    /// Names and values below each other; what is blank is left out.
    func facts(_ facts: KeyValuePairs<String, String>, indent: Int = 2) {
        let stated = facts.filter { !$0.value.isEmpty }
        guard !stated.isEmpty else { return }
        if form == .plain {
            var table = Table(["": .left, "": .left])
            table.rows = stated.map { [$0.key, $0.value] }
            return self.table(table)
        }
        let width = stated.map { $0.key.columns }.max() ?? 0
        lines(
            stated.map { name, value in
                String(repeating: " ", count: indent) + name
                    + String(repeating: " ", count: width - name.columns + 2) + value
            })
    }
}
