extension Planner {
    /// One product need not keep one policy for a while.
    mutating func waive(_ proposal: Waiver) throws {
        let policy = try policy(proposal.policy)
        try demandPolicy("waive the policy '\(policy.id)'", policy.scope)
        let product = try product(proposal.product)
        guard try mesh.check(policy: policy.id, on: product.id, at: now) != nil else {
            throw RuleViolation.conflict(
                what: "policy '\(policy.id)'",
                reason: "does not speak about '\(product.id)': its scope is \(policy.scope); nothing is to be waived")
        }
        var waiver = proposal
        waiver.reason = waiver.reason.trimmed
        guard !waiver.reason.isEmpty else {
            throw RuleViolation.invalid(what: "reason", value: "", reason: "must be stated; a waiver says why")
        }
        guard waiver.until > now else {
            throw RuleViolation.invalid(
                what: "until", value: waiver.until.isBlank ? "" : waiver.until.date,
                reason: "needs a day in the future; a waiver ends by itself")
        }
        waiver.created = now
        waiver.createdBy = actor.user
        waiver.endedBy = ""
        if let stands = try mesh.find(Waiver.self, waiver.key) {
            if stands.holds(at: now), stands.reason == waiver.reason, stands.until == waiver.until { return }
            try keep(FormerGovernance(stands, until: now))
        }
        try mesh.put(waiver)
        consequences.add(
            .does, "policy \(policy.id)",
            "is waived for \(product.id) until \(waiver.until.date): \(waiver.reason)")
        try tellVerdict(of: policy, on: product)
    }

    mutating func endWaiver(_ end: WaiverEnd) throws {
        let policy = try policy(end.policy)
        try demandPolicy("end a waiver of the policy '\(policy.id)'", policy.scope)
        guard var waiver = try mesh.find(Waiver.self, Waiver.key(end.product, end.policy)), waiver.holds(at: now) else {
            throw RuleViolation.conflict(
                what: "policy '\(policy.id)'",
                reason: "is not waived for '\(end.product)'; datamesh policy waivers shows those that hold")
        }
        waiver.until = now
        waiver.endedBy = actor.user
        try mesh.put(waiver)
        consequences.add(.does, "policy \(policy.id)", "binds \(end.product) again")
        if let product = try mesh.product(end.product) { try tellVerdict(of: policy, on: product) }
    }

    /// How the product stands now that the policy counts otherwise.
    private mutating func tellVerdict(of policy: Policy, on product: DataProduct) throws {
        guard let result = try mesh.check(policy: policy.id, on: product.id, at: now) else { return }
        for rule in result.rules where rule.outcome != .pass {
            consequences.add(result.binds ? .warning : .note, "product \(product.id)", rule.sentence)
        }
        if result.isCompliant { consequences.add(.note, "product \(product.id)", "keeps it today") }
    }
}
