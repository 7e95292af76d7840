extension Planner {
    mutating func publish(_ publication: Publication) throws {
        var product = try product(publication.product)
        try demand("publish the product '\(product.id)'", people: try stewards(of: product))
        guard product.status != .retired else {
            throw RuleViolation.conflict(what: "product '\(product.id)'", reason: "is retired")
        }
        let port = try self.port(publication.port, of: product)
        guard let version = Version(text: publication.version.trimmed) else {
            throw RuleViolation.invalid(
                what: "version", value: publication.version, reason: "cannot be read; expected \(Version.expectation)")
        }
        let versions = try mesh.contracts(of: product.id, port: port)
        if let same = versions.first(where: { $0.version == version }) {
            throw RuleViolation.duplicate(
                noun: "version", name: version.written,
                hint: "it was published on \(same.publishedAt.date); the next free one is \(Self.next(after: versions))"
            )
        }
        if let latest = versions.last, version < latest.version {
            throw RuleViolation.invalid(
                what: "version", value: version.written, reason: "is below \(latest.version), which is published")
        }
        let basis = versions.lastRelease
        guard !publication.schema.isEmpty else {
            throw RuleViolation.invalid(what: "schema", value: "", reason: "must name at least one field")
        }
        try Check.schema(publication.schema)
        try Check.terms(publication.access)

        var contract = Contract()
        contract.product = product.id
        contract.port = port
        contract.version = version
        contract.schema = publication.schema
        contract.access = publication.access
        contract.note = publication.note
        if let sla = publication.sla { try Check.sla(sla) }
        contract.sla = publication.sla ?? product.sla
        let comparison = basis.map { ContractComparison($0, contract) }
        if let comparison { try demandVersion(comparison, of: product, port: port) }
        try put(contract)
        if product.ports.isEmpty { product.ports = [OutputPort(id: port)] }
        product.status = .published
        product.updated = now
        try mesh.put(product)

        consequences.add(
            .does, "product \(product.id)",
            "\(version) is published at port \(port)" + (versions.last.map { " after \($0.version)" } ?? ""))
        if let comparison { try tell(comparison, of: product, port: port) }
        if let basis { tellTerms(basis, contract, of: product) }
        try announce(contract, after: basis, until: publication.oldUntil, of: product)
        try judge(product)
        try warnSubscribers(of: product, about: "will read it")
    }

    /// A version that states no terms leaves those of the one before: whoever is asked from now on should know.
    private mutating func tellTerms(_ old: Contract, _ new: Contract, of product: DataProduct) {
        guard let before = old.access, new.access == nil else { return }
        let after = product.access ?? AccessTerms(kind: .approval)
        guard before != after else { return }
        consequences.add(
            .warning, "product \(product.id)",
            before.kind == after.kind
                ? "has other access terms: \(new.version) states none, and the product's own hold"
                : "changes its access from \(before.kind) to \(after.kind): \(new.version) states no terms")
    }

    /// Refuses a version that says less than what changed, with every change that asks for more and everybody whom it hits.
    private func demandVersion(_ comparison: ContractComparison, of product: DataProduct, port: OutputPort.ID) throws {
        guard !comparison.isVersionEnough else { return }
        let readers = try activeLinks(of: product).filter { $0.port == port }
        let hit = readers.filter { link in comparison.reasons.contains { link.reads($0.path) ?? true } }
        throw RuleViolation.versionTooLow(
            version: comparison.to.written, after: comparison.from.written, least: comparison.next.written,
            changes: comparison.reasons.map { $0.sentence + Self.readership(of: $0, among: readers) },
            subscribers: hit.map(\.consumer.text))
    }

    /// ` (4 of 12 read it, 3 did not say)`; blank where nobody said what they read.
    private static func readership(of difference: ContractDifference, among readers: [Subscription]) -> String {
        let answers = readers.map { $0.reads(difference.path) }
        guard difference.impact == .breaking, answers.contains(where: { $0 != nil }) else { return "" }
        let (count, silent) = (answers.count { $0 == true }, answers.count { $0 == nil })
        return " (\(count) of \(readers.count) \(count == 1 ? "reads" : "read") it"
            + (silent > 0 ? ", \(silent) did not say" : "") + ")"
    }

    /// A line a difference, the worst first; of very many the first hundred.
    private mutating func tell(_ comparison: ContractComparison, of product: DataProduct, port: OutputPort.ID) throws {
        let readers = try activeLinks(of: product).filter { $0.port == port }
        let ordered = ContractDifference.Impact.allCases.reversed().flatMap { impact in
            comparison.differences.filter { $0.impact == impact }
        }
        for difference in ordered.prefix(Self.longestTold) {
            consequences.add(
                difference.impact >= .warning ? .warning : .note, "product \(product.id)",
                "\(difference.impact == .breaking ? "breaks: " : "")\(difference.sentence)"
                    + Self.readership(of: difference, among: readers))
        }
        if ordered.count > Self.longestTold {
            consequences.add(
                .note, "product \(product.id)", "and \(ordered.count - Self.longestTold) more differences")
        }
    }

    private static var longestTold: Int { 100 }

    private mutating func put(_ proposal: Contract) throws {
        var contract = proposal
        contract.publishedAt = now
        contract.publishedBy = actor.user
        try mesh.put(contract)
    }

    /// Refuses when a binding rule over stated or measured facts fails; says what is not measured yet.
    private mutating func judge(_ product: DataProduct) throws {
        guard let report = try mesh.compliance(of: product.id, at: now) else { return }
        var failures: [String] = []
        for policy in report.policies {
            for rule in policy.rules where rule.outcome != .pass {
                if policy.binds, rule.outcome == .fail {
                    failures.append("\(policy.policy): \(rule.sentence)")
                } else {
                    consequences.add(
                        rule.outcome == .fail ? .warning : .note, "policy \(policy.policy)", rule.sentence)
                }
            }
        }
        guard failures.isEmpty else {
            throw RuleViolation.blocked(what: "publishing '\(product.id)'", failures: failures)
        }
        if !report.policies.isEmpty {
            consequences.add(.note, "product \(product.id)", "\(report.score) rules pass")
        }
    }

    /// The next minor version behind the newest.
    static func next(after versions: [Contract]) -> Version {
        guard let latest = versions.last?.version else { return Version(major: 1, minor: 0, patch: 0) }
        return Version(major: latest.major, minor: latest.minor + 1, patch: 0)
    }

    /// An import's schema becomes a contract: as the source numbers it where that says enough of what changed, else as the least version that does.
    mutating func publishImported(_ schema: [SchemaObject], version: String, product: DataProduct, source: String)
        throws -> Bool
    {
        guard !schema.isEmpty else { return false }
        let port = product.defaultPort
        let versions = try mesh.contracts(of: product.id, port: port)
        let stated = Version(text: version)
        if let latest = versions.last, latest.schema == schema, stated.map({ $0 <= latest.version }) ?? true {
            return false
        }
        var contract = Contract()
        contract.product = product.id
        contract.port = port
        contract.version = stated ?? Version(major: 1, minor: 0, patch: 0)
        contract.schema = schema
        contract.access = versions.last?.access
        contract.sla = product.sla
        contract.note = "from \(source)"
        if let latest = versions.last {
            let comparison = ContractComparison(versions.lastRelease ?? latest, contract)
            if contract.version <= latest.version || !comparison.isVersionEnough {
                // Differences that no comparison sees are still another record: it takes a version of its own.
                contract.version = max(comparison.step, .patch).next(after: latest.version)
                if let stated, stated > latest.version {
                    consequences.add(
                        .warning, "product \(product.id)",
                        "is \(stated) at \(source), which is too low: "
                            + "\(Self.list(comparison.reasons.map(\.sentence))); it is kept as \(contract.version)")
                }
            }
        }
        try put(contract)
        return true
    }
}
