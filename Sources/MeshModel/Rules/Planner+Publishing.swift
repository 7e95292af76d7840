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
        guard !publication.schema.isEmpty else {
            throw RuleViolation.invalid(what: "schema", value: "", reason: "must name at least one field")
        }
        try Check.schema(publication.schema)
        try Check.terms(publication.access)
        try Check.text(publication.note, "note", longest: 4096)

        var contract = Contract()
        contract.product = product.id
        contract.port = port
        contract.version = version
        contract.schema = publication.schema
        contract.access = publication.access
        contract.note = publication.note
        try put(contract)
        if product.ports.isEmpty { product.ports = [OutputPort(id: port)] }
        product.status = .published
        product.updated = now
        try mesh.put(product)

        consequences.add(
            .does, "product \(product.id)",
            "\(version) is published at port \(port)" + (versions.last.map { " after \($0.version)" } ?? ""))
        try judge(product)
        try warnSubscribers(of: product, about: "will read it")
    }

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

    /// An import's schema becomes a contract: the first as the source numbers it, a changed one as the next minor version.
    mutating func publishImported(_ schema: [SchemaObject], version: String, product: DataProduct, source: String)
        throws -> Bool
    {
        guard !schema.isEmpty else { return false }
        try Check.schema(schema)
        let port = product.defaultPort
        let versions = try mesh.contracts(of: product.id, port: port)
        if let latest = versions.last, latest.schema == schema { return false }
        var contract = Contract()
        contract.product = product.id
        contract.port = port
        contract.version =
            versions.isEmpty
            ? Version(text: version) ?? Version(major: 1, minor: 0, patch: 0) : Self.next(after: versions)
        contract.schema = schema
        contract.access = versions.last?.access
        contract.note = "from \(source)"
        try put(contract)
        return true
    }
}
