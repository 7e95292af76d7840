/// Every policy in force with the domains that decide whom it speaks about, the domains' own ways of keeping it and who is excused:
/// read once for many products.
public struct PolicyBook: Equatable, Sendable {
    /// As they are written.
    public let policies: [ParsedPolicy]
    public let domains: DomainTree
    /// By policy, then by the domain that has a way of its own: what holds there, the ways of the domains above it counted in.
    private let own: [Policy.ID: [Domain.ID: ParsedPolicy]]
    private let waivers: [DataProduct.ID: [Policy.ID: Waiver]]

    /// - Parameter isTrying: Drafts are left out, since nobody is held to them yet; true: they count as well.
    public init(
        policies: [Policy], domains: DomainTree, implementations: [PolicyImplementation] = [], waivers: [Waiver] = [],
        isTrying: Bool = false
    ) {
        self.policies = policies.filter { isTrying || $0.lifecycle != .draft }.map(ParsedPolicy.init)
        self.domains = domains
        let ways = Dictionary(grouping: implementations.filter { !$0.saysNothing }, by: \.policy)
        var own: [Policy.ID: [Domain.ID: ParsedPolicy]] = [:]
        for policy in self.policies {
            guard let ways = ways[policy.policy.id] else { continue }
            for domain in ways.map(\.domain) {
                own[policy.policy.id, default: [:]][domain] = domains.path(of: domain).reversed().reduce(policy) {
                    parsed, step in
                    ways.first { $0.domain == step }.map(parsed.implemented) ?? parsed
                }
            }
        }
        self.own = own
        var excused: [DataProduct.ID: [Policy.ID: Waiver]] = [:]
        for waiver in waivers { excused[waiver.product, default: [:]][waiver.policy] = waiver }
        self.waivers = excused
    }

    /// The policies that speak about a product, each as the nearest domain above it keeps it.
    public func speaking(of product: DataProduct) -> [ParsedPolicy] {
        let path = domains.path(of: product.domain)
        return policies.filter { $0.speaks(of: product, domains: path) }.map { policy in
            guard let ways = own[policy.policy.id] else { return policy }
            return path.lazy.compactMap { ways[$0] }.first ?? policy
        }
    }

    /// How a domain keeps a policy of its own, by domain: it holds there and below, up to the next domain that has a way of its own.
    package func ways(of policy: Policy.ID) -> [Domain.ID: ParsedPolicy] { own[policy] ?? [:] }

    /// Products that are excused from something at a moment.
    package func excused(at now: Instant) -> [DataProduct.ID] {
        waivers.filter { $0.value.values.contains { $0.holds(at: now) } }.map(\.key)
    }

    /// The report on a product as it is, or as it would be.
    public func report(on subject: RuleSubject) -> ComplianceReport {
        report(on: subject, under: speaking(of: subject.product))
    }

    func report(on subject: RuleSubject, under policies: [ParsedPolicy]) -> ComplianceReport {
        ComplianceReport(subject, under: policies, excused: waivers[subject.product.id] ?? [:])
    }
}

extension ComplianceReport {
    init(_ subject: RuleSubject, under policies: [ParsedPolicy], excused: [Policy.ID: Waiver]) {
        self.init(
            product: subject.product.id,
            policies: policies.map { $0.result(on: subject, waiver: excused[$0.policy.id]) })
    }
}
