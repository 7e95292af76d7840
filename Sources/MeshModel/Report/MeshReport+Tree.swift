/// The report for `--json`, with the original's names where it had one.
extension MeshReport {
    public var tree: Tree {
        .map(
            [
                ("generated_at", .text(at.description)), ("revision", .number(String(revision))),
                ("total_domains", .count(domains.count)), ("total_products", .count(mesh.products)),
                ("total_subscriptions", .count(mesh.totalSubscriptions)), ("total_policies", .count(policies.count)),
            ] + mesh.fields + [
                ("domains", .list(domains.map(\.tree))), ("policies", .list(policies.map(\.tree))),
                ("top_products", .list(topProducts.map { $0.tree("product_id", "consumers") })),
                ("top_consumers", .list(topConsumers.map { $0.tree("consumer_id", "subscriptions") })),
            ])
    }
}

extension MeshReport.Figures {
    fileprivate var fields: [(key: String, value: Tree)] {
        [
            ("products_by_status", .map(DataProduct.Status.allCases.map { ($0.rawValue, .count(statuses[$0] ?? 0)) })),
            (
                "subscriptions_by_standing",
                .map(MeshReport.standings.map { ($0.rawValue, .count(subscriptions[$0] ?? 0)) })
            ),
            ("active_subscriptions", .count(activeSubscriptions)),
            (
                "compliance",
                .map([
                    ("checked", .count(checked)), ("compliant", .count(compliant)),
                    ("percent", .oneDecimal(complianceRate)), ("rules_passed", .count(score.passed)),
                    ("rules", .count(score.total)), ("rules_not_measured", .count(score.notMeasured)),
                ])
            ),
            ("quality", .oneDecimal(quality)), ("products_measured", .count(measured)),
            ("promising_freshness", .count(promisingFreshness)), ("unclaimed", .count(unclaimed)),
            ("missing", .count(missing)), ("without_description", .count(withoutDescription)),
            ("without_contract", .count(withoutContract)),
        ]
    }
}

extension MeshReport.DomainFigures {
    fileprivate var tree: Tree {
        .map(
            [
                ("domain_id", .text(id.text)), ("name", .text(name)), ("owner", .text(owner)),
                ("parent", parent.map { .text($0.text) } ?? .null), ("products", .count(figures.products)),
            ] + figures.fields)
    }
}

extension MeshReport.PolicyFigures {
    fileprivate var tree: Tree {
        .map([
            ("policy_id", .text(id.text)), ("products", .count(products)), ("passed", .count(passed)),
            ("failed", .count(failed)), ("not_measured", .count(notMeasured)),
        ])
    }
}

extension MeshReport.Ranked {
    fileprivate func tree(_ noun: String, _ number: String) -> Tree {
        .map([(noun, .text(name)), (number, .count(count))])
    }
}

extension MeshReport {
    static let standings: [Subscription.Standing] = [
        .requested, .offered, .active, .expiring, .renewing, .expired, .denied, .revoked, .cancelled,
    ]
}

extension Tree {
    fileprivate static func count(_ number: Int) -> Tree { .number(String(number)) }

    fileprivate static func oneDecimal(_ value: Double?) -> Tree {
        value.map { .number(plainNumber(($0 * 10).rounded() / 10)) } ?? .null
    }
}
