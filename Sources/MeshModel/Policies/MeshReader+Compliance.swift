extension MeshReader {
    /// - Parameter domainsAlways: False: the domains are only read where there is a policy that may ask for them. A first screen waits for
    ///   this, and there may be thousands.
    public func policyBook(domainsAlways: Bool = true) throws(ReadError) -> PolicyBook {
        let policies = try policies()
        let domains = domainsAlways || !policies.isEmpty ? try domains() : []
        guard !policies.isEmpty else { return PolicyBook(policies: [], domains: DomainTree(domains)) }
        return PolicyBook(
            policies: policies, domains: DomainTree(domains), implementations: try implementations(),
            waivers: try waivers())
    }

    /// The book of one policy that is asked about by name, a draft as well.
    public func policyBook(of policy: Policy) throws(ReadError) -> PolicyBook {
        PolicyBook(
            policies: [policy], domains: DomainTree(try domains()), implementations: try implementations(of: policy.id),
            waivers: try waivers(), isTrying: true)
    }

    /// How a product stands to every policy that speaks about it; nil when there is no such product.
    public func compliance(of id: DataProduct.ID, at now: Instant) throws(ReadError) -> ComplianceReport? {
        guard let product = try product(id) else { return nil }
        return try compliance(of: product, under: try book(of: try policies(), for: product), at: now)
    }

    /// The same with policies that were read before. Reads no more of the product than its policies ask for.
    public func compliance(
        of product: DataProduct, under book: PolicyBook, at now: Instant
    ) throws(ReadError) -> ComplianceReport {
        let policies = book.speaking(of: product)
        let needs = policies.reduce(into: Rule.Needs()) { $0.formUnion($1.needs) }
        let subject = try subject(product, domain: book.domains[product.domain], needs: needs, at: now)
        return book.report(on: subject, under: policies)
    }

    /// One policy's verdict on one product, a draft's included; nil when either is unknown or the policy does not speak about the product.
    public func check(
        policy id: Policy.ID, on product: DataProduct.ID, at now: Instant
    ) throws(ReadError) -> PolicyResult? {
        guard let policy = try policy(id), let product = try self.product(product) else { return nil }
        let book = try book(of: [policy], for: product, isTrying: true)
        return try compliance(of: product, under: book, at: now).policies.first
    }

    /// What one product's verdict needs, and no more: only the domains above it, for one product must not cost a walk over them all.
    private func book(
        of policies: [Policy], for product: DataProduct, isTrying: Bool = false
    ) throws(ReadError) -> PolicyBook {
        var above: [Domain] = []
        for id in try lineage(of: product.domain) {
            if let domain = try domain(id) { above.append(domain) }
        }
        guard !policies.isEmpty else { return PolicyBook(policies: [], domains: DomainTree(above)) }
        return PolicyBook(
            policies: policies, domains: DomainTree(above),
            implementations: try implementations(of: policies.count == 1 ? policies[0].id : nil),
            waivers: try waivers(of: product.id), isTrying: isTrying)
    }

    /// What rules see of a product; the parts that are not needed are left out.
    func subject(
        _ product: DataProduct, domain: Domain?, needs: Rule.Needs, at now: Instant
    ) throws(ReadError) -> RuleSubject {
        RuleSubject(
            product: product, domain: domain,
            contract: needs.contains(.contract) ? try contract(of: product.id, port: product.defaultPort) : nil,
            metrics: needs.contains(.metrics) ? try metrics(of: product.id) : [], now: now)
    }
}
