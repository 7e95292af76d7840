import ArgumentParser
import MeshModel

extension PolicyCommand {
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Try a policy on the mesh before it is created: who would fail that passes today?",
            discussion: """
                Nothing is changed, and no role is needed. The policy is taken as if it
                bound at once. Ends with 1 when a product that is compliant today would
                not be any more.

                Examples:
                  datamesh policy test quality.yaml
                  datamesh policy test --rule "completeness >= 99%" --scope domain:sales
                """)

        @Argument(
            help: "A YAML or JSON file that states the policy; - reads standard input.",
            completion: .file(extensions: ["yaml", "yml", "json"])) var file: String?
        @OptionGroup var substance: PolicyOptions
        @OptionGroup var common: CommonOptions

        func run() throws {
            var policy = Policy(id: .trial, type: .quality, rules: [])
            if let file {
                policy = try StatedDocument(file: file).shaped { $0.naming("policy_id") }.value(Policy.self)
                if policy.id.isBlank { policy.id = .trial }
            }
            substance.apply(to: &policy)
            guard file != nil || !policy.rules.isEmpty else {
                throw Failure.usage("which policy? Name the file that states it, or write a rule with --rule")
            }
            try common.open().test(policy)
        }
    }
}

extension Policy.ID {
    /// What a policy is called that nobody named.
    fileprivate static var trial: Self { Self(known: "trial") }
}

extension Session {
    fileprivate func test(_ policy: Policy) throws {
        var trial = try PolicyTrial(policy, on: reader, at: now)
        while !trial.isFinished { try trial.advance(4096) }
        output.line(
            trial.total == 0
                ? "\(policy.id) speaks about no product: its scope is \(policy.scope)"
                : "\(trial.passed) of \(trial.total) products keep \(policy.id); "
                    + (trial.newlyFailing == 0
                        ? "none that is compliant today would fail"
                        : "\(trial.newlyFailing) would fail that pass today"))
        var table = Table(["": .left, "PRODUCT": .left, "OWNER": .left, "TODAY": .left, "RULE": .elastic])
        for finding in trial.findings {
            let sign: Sign = finding.isNew ? .bad : .note
            for rule in finding.result.rules where rule.outcome != .pass {
                table.rows.append([
                    sign.text(in: output.form), finding.product.text, finding.owner, finding.today, rule.sentence,
                ])
            }
        }
        output.table(table)
        output.document(trial.tree)
        if trial.newlyFailing > 0 { throw Failure.no(nil) }
    }
}

extension PolicyTrial.Finding {
    /// Why it would, or would not, be news.
    fileprivate var today: String {
        if isNew { return "compliant" }
        return result.binds ? "not compliant" : result.waiver == nil ? "only warned" : "waived"
    }
}

extension PolicyTrial {
    fileprivate var tree: Tree {
        .map([
            "policy_id": .text(policy.id.text), "total": .count(total), "passed": .count(passed),
            "newly_failing": .count(newlyFailing),
            "products": .list(
                findings.map { finding in
                    .map([
                        "product_id": .text(finding.product.text), "owner": .text(finding.owner),
                        "passes_today": .bool(finding.isNew), "today": .text(finding.today),
                        "result": finding.result.tree,
                    ])
                }),
        ])
    }
}
