import MeshModel

extension RuleResult.Outcome {
    var name: String {
        switch self {
        case .pass: "pass"
        case .fail: "fail"
        case .notMeasured: "not_measured"
        }
    }
}

extension ComplianceReport.Score {
    var tree: Tree {
        .map(["passed": .count(passed), "total": .count(total), "not_measured": .count(notMeasured)])
    }
}

extension PolicyResult {
    var tree: Tree {
        .map([
            "policy_id": .text(policy.text), "name": .text(name), "compliant": .bool(isCompliant),
            "binds": .bool(binds), "score": score.tree,
            "rules": .list(
                rules.map { rule in
                    .map([
                        "rule": .text(rule.rule), "outcome": .text(rule.outcome.name), "wanted": .text(rule.wanted),
                        "observed": .text(rule.observed), "evidence": .text(rule.evidence),
                    ])
                }),
        ])
    }
}

extension ComplianceReport {
    func tree(at now: Instant) -> Tree {
        .map([
            "product_id": .text(product.text), "compliant": .bool(isCompliant), "score": score.tree,
            "policies": .list(policies.map(\.tree)), "checked_at": now.tree,
        ])
    }
}

extension [PolicyResult] {
    /// A row a rule.
    func table(in form: Output.Form) -> Table {
        var table = Table(["": .left, "POLICY": .left, "RULE": .left])
        for policy in self {
            for rule in policy.rules {
                let sign: Sign =
                    switch rule.outcome {
                    case .pass: .good
                    case .notMeasured: policy.binds ? .warning : .note
                    case .fail: policy.binds ? .bad : .warning
                    }
                table.rows.append([sign.text(in: form), policy.policy.text, rule.sentence])
            }
        }
        return table
    }
}
