/// Every policy in force, and the domains that decide whom it speaks about: read once for many products.
public struct PolicyBook: Equatable, Sendable {
    /// Drafts are left out: nobody is held to them yet.
    public let policies: [ParsedPolicy]
    public let domains: DomainTree

    public init(policies: [Policy], domains: DomainTree) {
        self.policies = policies.filter { $0.lifecycle != .draft }.map(ParsedPolicy.init)
        self.domains = domains
    }

    public func speaking(of product: DataProduct) -> [ParsedPolicy] {
        let path = domains.path(of: product.domain)
        return policies.filter { $0.speaks(of: product, domains: path) }
    }

    /// The report on a product as it is, or as it would be.
    public func report(on subject: RuleSubject) -> ComplianceReport {
        ComplianceReport(
            product: subject.product.id, policies: speaking(of: subject.product).map { $0.result(on: subject) })
    }
}
