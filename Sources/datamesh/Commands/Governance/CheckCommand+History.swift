import MeshModel

extension Session {
    /// How one product stood from a moment on: every verdict that turned, newest first.
    func showHistory(of product: DataProduct, policy: Policy?, since: Since) throws {
        let from = since.moment(before: now)
        var history = try reader.complianceHistory(
            of: product, under: reader.policyChronicle(from: from, through: now), from: from, through: now)
        if let policy { history.turns.removeAll { $0.policy != policy.id } }
        output.line(history.sentence(since: from))
        if history.turns.isEmpty { output.line("no verdict turned since \(from.date)") }
        var table = Table(["WHEN": .left, "": .left, "POLICY": .left, "RULE": .elastic])
        table.rows = history.turns.reversed().map { turn in
            [turn.at.minute, Sign(turn.level).text(in: output.form), turn.policy.text, turn.sentence]
        }
        output.table(table)
        output.document(history.tree(since: from))
    }
}

extension ComplianceHistory {
    fileprivate func tree(since from: Instant) -> Tree {
        .map([
            "product_id": .text(product.text), "since": from.tree,
            "standings": .list(
                standings.map { standing in
                    .map([
                        "at": standing.at.tree, "compliant": .bool(standing.isCompliant), "score": standing.score.tree,
                    ])
                }),
            "turns": .list(
                turns.map { turn in
                    .map([
                        "at": turn.at.tree, "policy_id": .text(turn.policy.text), "rule": .text(turn.result.rule),
                        "before": turn.before.map { .text($0.name) } ?? .null,
                        "outcome": .text(turn.result.outcome.name), "binds": .bool(turn.binds),
                        "observed": .text(turn.result.observed), "evidence": .text(turn.result.evidence),
                    ])
                }),
        ])
    }
}
