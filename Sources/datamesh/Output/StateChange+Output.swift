import MeshModel

extension StateChange {
    var tree: Tree {
        var fields: [(key: String, value: Tree)] = [
            ("at", at.tree), ("product_id", .text(product.text)), ("derived", .bool(true)),
        ]
        switch cause {
        case .rule(let turn, let more):
            fields += [
                ("event", .text("policy")), ("policy_id", .text(turn.policy.text)), ("rule", .text(turn.result.rule)),
                ("before", turn.before.map { .text($0.name) } ?? .null), ("outcome", .text(turn.result.outcome.name)),
                ("binds", .bool(turn.binds)), ("more_rules", .count(more)),
            ]
        case .broken(let breach), .keptAgain(let breach):
            fields += [
                ("event", .text("sla")), ("promise", .text(breach.promise)), ("observed", .text(breach.observed)),
                ("outcome", .text(level == .good ? "kept" : "broken")),
            ]
        }
        return .map(fields + [("text", .text(sentence))])
    }
}
