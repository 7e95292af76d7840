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
            "binds": .bool(binds), "kept_as_in": keptAsIn.map { .text($0.text) } ?? .null,
            "waiver": waiver?.tree ?? .null, "score": score.tree,
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
    /// What is to be known beside the verdicts: who is excused and why, and whose way of keeping a policy was asked for.
    var remarks: [String] {
        flatMap { policy -> [String] in
            let kept = policy.keptAsIn.map { "\(policy.policy) is checked as \($0) keeps it" }
            let excused = policy.waiver.map {
                "\(policy.policy) is waived until \($0.until.date) by \($0.createdBy): \($0.reason)"
            }
            return [kept, excused].compactMap(\.self)
        }
    }

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
