import ArgumentParser
import MeshModel

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check products against the policies that speak about them.",
        discussion: """
            Ends with 1 when something is not compliant. Without a product all are
            checked, and those that are not compliant are listed. --history ends with 0.

            Examples:
              datamesh check sales_transactions --policy data_quality
              datamesh check sales_transactions --history --since 90d
              datamesh check --history --since 30d
              datamesh check --jsonl
            """)

    @Argument(help: "The product; else all.") var product: String?
    @Option(help: "Only this policy.") var policy: String?
    @Flag(help: "How the product, or the mesh and each domain, stood over time.") var history = false
    @Option(help: "With --history: from when on; a time, or how long ago.") var since: Since?
    @OptionGroup var common: ReadingOptions

    func validate() throws {
        if since != nil, !history { throw ValidationError("--since goes with --history") }
    }

    func run() throws {
        let session = try common.open()
        if history {
            let policy = try policy.map(session.policy)
            guard let product else { return try session.showHistory(policy: policy, since: since ?? .fortnight) }
            return try session.showHistory(
                of: session.product(product), policy: policy, since: since ?? .fortnight)
        }
        if let product {
            try session.check(session.product(product), policy: policy.map(session.policy))
        } else {
            try session.checkAll(policy: policy.map(session.policy))
        }
    }
}

extension Session {
    /// One product: every rule, with what was wanted and what was found.
    func check(_ product: DataProduct, policy: Policy?) throws {
        guard let policy else {
            guard let report = try reader.compliance(of: product.id, at: now) else { return }
            output.line(
                report.policies.isEmpty
                    ? "\(product.id): no policy speaks about it"
                    : "\(product.id) is \(report.isCompliant ? "" : "not ")compliant; rules that pass: \(report.score)")
            output.table(report.policies.table(in: output.form))
            output.lines(report.policies.remarks)
            output.document(report.tree(at: now))
            if !report.isCompliant { throw Failure.no(nil) }
            return
        }
        guard let result = try reader.check(policy: policy.id, on: product.id, at: now) else {
            throw Failure.no("policy '\(policy.id)' does not speak about '\(product.id)': its scope is \(policy.scope)")
        }
        let isExcused = !result.isCompliant && result.waiver != nil
        let standing = isExcused ? "excused from" : "\(result.isCompliant ? "" : "not ")compliant with"
        output.line("\(product.id) is \(standing) \(policy.id); rules that pass: \(result.score)")
        output.table([result].table(in: output.form))
        output.lines([result].remarks)
        output.document(
            .map(["product_id": .text(product.id.text)]).adding(result.tree.fields).adding(["checked_at": now.tree]))
        if !result.isCompliant, !isExcused { throw Failure.no(nil) }
    }

    /// All products, in slices; for people only those that are not compliant, those that fail most first.
    func checkAll(policy: Policy?) throws {
        let book = try reader.policyBook()
        var failing: [ComplianceReport] = []
        var reports: [Tree] = []
        var checked = 0
        for id in try find(.all, order: ProductOrder(.name)) {
            guard let product = try reader.product(id), product.status != .retired else { continue }
            var report = try reader.compliance(of: product, under: book, at: now)
            if let policy { report.policies.removeAll { $0.policy != policy.id } }
            checked += 1
            if !report.isCompliant { failing.append(report) }
            switch output.form {
            case .jsonLines: output.document(report.tree(at: now))
            case .json: reports.append(report.tree(at: now))
            case .text, .plain: break
            }
        }
        if output.form == .json { output.documents(reports) }
        if checked == 0 { output.line("no product to check") }
        if checked > 0 {
            output.line("\(checked - failing.count) of \(checked) products are compliant")
        }
        var table = Table(["PRODUCT": .left, "PASS": .right, "OF": .right, "NOT MEASURED": .right, "WORST": .elastic])
        table.rows = failing.sorted { ($1.failures, $0.product) < ($0.failures, $1.product) }.map { report in
            [
                report.product.text, String(report.score.passed), String(report.score.total),
                String(report.score.notMeasured), report.worst,
            ]
        }
        output.table(table)
        if !failing.isEmpty { throw Failure.no(nil) }
    }
}

extension ComplianceReport {
    fileprivate var failures: Int { score.total - score.passed - score.notMeasured }

    /// The first binding rule that fails, else the first that is not measured.
    fileprivate var worst: String {
        let binding = policies.filter(\.binds).flatMap { policy in policy.rules.map { (policy.policy, $0) } }
        let found = binding.first { $0.1.outcome == .fail } ?? binding.first { $0.1.outcome == .notMeasured }
        return found.map { "\($0.0): \($0.1.sentence)" } ?? ""
    }
}
