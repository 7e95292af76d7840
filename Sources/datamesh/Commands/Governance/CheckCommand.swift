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
    @Option(help: "Only this policy, whether it binds or not, or is a draft.") var policy: String?
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
        let standing =
            result.failsWhenAsked
            ? "not compliant with" : result.isCompliant ? "compliant with" : "excused from"
        output.line("\(product.id) is \(standing) \(policy.id); rules that pass: \(result.score)")
        output.table([result].table(in: output.form))
        output.lines([result].remarks)
        output.document(result.tree(of: product.id, at: now))
        if result.failsWhenAsked { throw Failure.no(nil) }
    }

    /// All products, in slices; for people only those that are not compliant, those that fail most first.
    ///
    /// - Parameter policy: Only those that it speaks about, whether it binds them or not: one that is asked for by name is no mere advice.
    func checkAll(policy: Policy?) throws {
        let book = try policy.map { try reader.policyBook(of: $0) } ?? reader.policyBook()
        var failing: [ComplianceReport] = []
        var reports: [Tree] = []
        var checked = 0
        for id in try find(.all, order: ProductOrder(.name)) {
            guard let product = try reader.product(id), product.status != .retired else { continue }
            let report = try reader.compliance(of: product, under: book, at: now)
            let asked = policy.flatMap { _ in report.policies.first }
            if policy != nil, asked == nil { continue }
            checked += 1
            if asked?.failsWhenAsked ?? !report.isCompliant { failing.append(report) }
            guard output.form == .json || output.form == .jsonLines else { continue }
            let tree = asked?.tree(of: id, at: now) ?? report.tree(at: now)
            if output.form == .json { reports.append(tree) } else { output.document(tree) }
        }
        if output.form == .json { output.documents(reports) }
        let with = policy.map { " with \($0.id)" } ?? ""
        if checked == 0 {
            output.line(policy.map { "policy \($0.id) speaks about no product" } ?? "no product to check")
        } else {
            let compliant = checked - failing.count
            output.line("\(compliant) of \(checked) products \(compliant == 1 ? "is" : "are") compliant\(with)")
        }
        var table = Table(["PRODUCT": .left, "PASS": .right, "OF": .right, "NOT MEASURED": .right, "WORST": .elastic])
        table.rows = failing.sorted { ($1.failures, $0.product) < ($0.failures, $1.product) }.map { report in
            [
                report.product.text, String(report.score.passed), String(report.score.total),
                String(report.score.notMeasured), report.worst { policy != nil || $0.binds },
            ]
        }
        output.table(table)
        if !failing.isEmpty { throw Failure.no(nil) }
    }
}

extension PolicyResult {
    /// Whether who asks for this policy by name is told no: it may be a draft or advice, and still it is not kept.
    fileprivate var failsWhenAsked: Bool { !isCompliant && waiver == nil }

    fileprivate func tree(of product: DataProduct.ID, at now: Instant) -> Tree {
        .map(["product_id": .text(product.text)]).adding(tree.fields).adding(["checked_at": now.tree])
    }
}

extension ComplianceReport {
    fileprivate var failures: Int { score.total - score.passed - score.notMeasured }

    /// The first rule that fails of those policies that count, else the first that is not measured.
    fileprivate func worst(_ counts: (PolicyResult) -> Bool) -> String {
        let counting = policies.filter(counts).flatMap { policy in policy.rules.map { (policy.policy, $0) } }
        let found = counting.first { $0.1.outcome == .fail } ?? counting.first { $0.1.outcome == .notMeasured }
        return found.map { "\($0.0): \($0.1.sentence)" } ?? ""
    }
}
