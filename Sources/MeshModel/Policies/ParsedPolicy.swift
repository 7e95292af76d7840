/// A policy whose rules were read once, so that many products can be checked against it.
public struct ParsedPolicy: Equatable, Sendable {
    public let policy: Policy
    package let rules: [Result<Rule, RuleSyntaxError>]
    /// The domain whose way of keeping it this is; nil: as it is written.
    let keptAsIn: Domain.ID?

    public init(_ policy: Policy) {
        self.policy = policy
        rules = policy.rules.map { text in Result { () throws(RuleSyntaxError) -> Rule in try Rule.parse(text) } }
        keptAsIn = nil
    }

    private init(_ policy: Policy, rules: [Result<Rule, RuleSyntaxError>], keptAsIn: Domain.ID) {
        self.policy = policy
        self.rules = rules
        self.keptAsIn = keptAsIn
    }

    /// The same as a domain keeps it.
    func implemented(by implementation: PolicyImplementation) -> ParsedPolicy {
        let rules = rules.map { rule in
            rule.flatMap { rule in
                Result { () throws(RuleSyntaxError) -> Rule in try rule.implemented(by: implementation) }
            }
        }
        return ParsedPolicy(policy, rules: rules, keptAsIn: implementation.domain)
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
    public func result(on subject: RuleSubject, waiver: Waiver? = nil) -> PolicyResult {
        let waiver = waiver.flatMap { $0.holds(at: subject.now) ? $0 : nil }
        return PolicyResult(
            policy: policy.id, name: policy.name.isEmpty ? policy.id.text : policy.name,
            binds: policy.binds(at: subject.now) && waiver == nil,
            rules: zip(policy.rules, rules).map { text, rule in
                switch rule {
                case .success(let rule): rule.evaluate(on: subject)
                case .failure(let error):
                    RuleResult(
                        rule: text, outcome: .notMeasured, wanted: text, observed: "cannot be read: \(error)",
                        evidence: "", isMeasured: false)
                }
            }, keptAsIn: keptAsIn, waiver: waiver)
    }
}
