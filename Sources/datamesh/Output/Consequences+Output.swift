import MeshModel

extension Output {
    /// A line a consequence, each with the sign of its tone.
    func say(_ consequences: Consequences) {
        guard form != .plain else {
            var table = Table(["": .left, "": .left, "": .left])
            table.rows = consequences.items.map { [Sign($0.tone).text(in: form), $0.subject, $0.text] }
            return self.table(table)
        }
        lines(consequences.items.map { "\(Sign($0.tone).text(in: form)) \($0.subject) \($0.text)" })
    }
}

extension Consequences {
    var isEmpty: Bool { items.isEmpty && tally == Tally() }

    var list: Tree {
        .list(
            items.map { item in
                .map([
                    "tone": .text(item.tone.rawValue), "subject": .text(item.subject), "text": .text(item.text),
                ])
            })
    }

    var tree: Tree { .map(["consequences": list]) }
}
