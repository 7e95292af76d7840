extension Planner {
    mutating func create(_ proposal: Policy) throws {
        var policy = proposal
        try Check.id(policy.id, "policy")
        try demandPolicy("create the policy '\(policy.id)'", policy.scope)
        guard try mesh.policy(policy.id) == nil else {
            throw RuleViolation.duplicate(
                noun: "policy", name: policy.id.text, hint: "datamesh policy show \(policy.id) shows it")
        }
        try check(&policy)
        policy.created = now
        policy.createdBy = actor.user
        try mesh.put(policy)
        consequences.add(
            .does, "policy \(policy.id)",
            "is created: \(counted(policy.rules.count, "\(policy.enforcement) rule")), \(policy.scope)")
    }

    /// All of a policy is stated again; when it was created and by whom stays.
    mutating func edit(_ proposal: Policy) throws {
        let before = try policy(proposal.id)
        try demandPolicy("change the policy '\(before.id)'", before.scope)
        if proposal.scope != before.scope {
            try demandPolicy("let the policy '\(before.id)' speak about \(proposal.scope)", proposal.scope)
        }
        var policy = proposal
        policy.created = before.created
        policy.createdBy = before.createdBy
        guard policy != before else { return }
        try check(&policy, before: before)
        try keep(FormerGovernance(before, until: now))
        try mesh.put(policy)
        let changed = policy.tree.namesOfDifferences(from: before.tree)
        consequences.add(.does, "policy \(policy.id)", "\(changed.joined(separator: ", ")) changed")
    }

    private func check(_ policy: inout Policy, before: Policy? = nil) throws {
        policy.name = policy.name.trimmed.isEmpty ? policy.id.text : policy.name
        try Check.policy(policy)
        if case .domain(let domain) = policy.scope { _ = try knownDomain(domain) }
        // A grace period that has passed may stay as it is.
        if policy.lifecycle != before?.lifecycle || policy.graceUntil != before?.graceUntil {
            try check(policy.lifecycle, until: policy.graceUntil)
        }
        if policy.lifecycle != .grace { policy.graceUntil = nil }
    }

    mutating func setLifecycle(_ change: PolicyLifecycleChange) throws {
        let before = try policy(change.policy)
        var policy = before
        try demandPolicy("change the policy '\(policy.id)'", policy.scope)
        try check(change.lifecycle, until: change.graceUntil)
        policy.lifecycle = change.lifecycle
        policy.graceUntil = change.lifecycle == .grace ? change.graceUntil : nil
        guard try mesh.put(policy) else { return }
        try keep(FormerGovernance(before, until: now))
        let what =
            policy.lifecycle == .grace
            ? "only warns until \(policy.graceUntil?.date ?? "")" : "is \(policy.lifecycle) from now on"
        consequences.add(.does, "policy \(policy.id)", what)
    }

    /// A policy that a change names.
    func policy(_ id: Policy.ID) throws -> Policy {
        guard let policy = try mesh.policy(id) else {
            throw RuleViolation.unknown(
                noun: "policy", name: id.text, hint: "datamesh policy list shows those there are")
        }
        return policy
    }

    private func check(_ lifecycle: Policy.Lifecycle, until: Instant?) throws {
        guard lifecycle == .grace else { return }
        guard let until, until > now else {
            throw RuleViolation.invalid(what: "grace", value: until?.date ?? "", reason: "needs an end in the future")
        }
    }

    /// Global and tag policies are governance's; a domain's own are its owner's too.
    mutating func demandPolicy(_ action: String, _ scope: Policy.Scope) throws {
        if case .domain(let id) = scope, let domain = try mesh.domain(id) {
            try demand(action, people: [domain.owner], roles: [.governance])
        } else {
            try demand(action, roles: [.governance])
        }
    }
}

extension Check {
    /// All that can be said against a policy without knowing the mesh.
    static func policy(_ policy: Policy) throws(RuleViolation) {
        try BoundsGauge.check(policy)
        guard !policy.rules.isEmpty else {
            throw .invalid(
                what: "policy", value: policy.id.text, reason: "has no rule; state some, such as completeness >= 95%")
        }
        for text in policy.rules {
            do throws(RuleSyntaxError) { _ = try Rule.parse(text) } catch {
                throw .unreadableRule(policy: policy.id.text, error: error)
            }
        }
    }
}
