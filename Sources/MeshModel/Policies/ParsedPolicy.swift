/// A policy whose rules were read once, so that many products can be checked against it.
public struct ParsedPolicy: Equatable, Sendable {
    public let policy: Policy
    let rules: [Result<Rule, RuleSyntaxError>]

    public init(_ policy: Policy) {
        self.policy = policy
        rules = policy.rules.map { text in Result { () throws(RuleSyntaxError) -> Rule in try Rule.parse(text) } }
    }

    /// What its rules have to be shown besides the product.
    public var needs: Rule.Needs {
        rules.reduce(into: []) { needs, rule in
            if case .success(let rule) = rule { needs.formUnion(rule.needs) }
        }
    }

    /// Whether the policy's scope takes in a product; `domains` is its domain, then the parents up to the root.
    public func speaks(of product: DataProduct, domains: [Domain.ID]) -> Bool {
        switch policy.scope {
        case .global: true
        case .domain(let id): domains.contains(id)
        case .tag(let tag): product.tags.contains(tag)
        }
    }

    /// Its verdict, whatever its scope. A rule that cannot be read is not shown to hold.
    public func result(on subject: RuleSubject) -> PolicyResult {
        PolicyResult(
            policy: policy.id, name: policy.name.isEmpty ? policy.id.text : policy.name,
            binds: policy.binds(at: subject.now),
            rules: zip(policy.rules, rules).map { text, rule in
                switch rule {
                case .success(let rule): rule.evaluate(on: subject)
                case .failure(let error):
                    RuleResult(
                        rule: text, outcome: .notMeasured, wanted: text, observed: "cannot be read: \(error)",
                        evidence: "", isMeasured: false)
                }
            })
    }
}

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

/// The domains of a mesh with their parents.
public struct DomainTree: Equatable, Sendable {
    private let byID: [Domain.ID: Domain]

    public init(_ domains: [Domain]) {
        byID = Dictionary(domains.map { ($0.id, $0) }) { first, _ in first }
    }

    public subscript(id: Domain.ID) -> Domain? { byID[id] }

    /// In id order.
    public var all: [Domain] { byID.values.sorted { $0.id < $1.id } }

    /// A domain, then its parents up to the root; a circle is walked once.
    public func path(of id: Domain.ID) -> [Domain.ID] {
        var path = [id]
        while let parent = byID[path[path.count - 1]]?.parent, !path.contains(parent) { path.append(parent) }
        return path
    }
}
