extension Planner {
    mutating func create(_ proposal: Policy) throws {
        var policy = proposal
        try Check.id(policy.id, "policy")
        try demandPolicy("create the policy '\(policy.id)'", policy.scope)
        guard try mesh.policy(policy.id) == nil else {
            throw RuleViolation.duplicate(
                noun: "policy", name: policy.id.text, hint: "datamesh policy show \(policy.id) shows it")
        }
        policy.name = policy.name.trimmed.isEmpty ? policy.id.text : policy.name
        try Check.text(policy.name, "name", longest: Check.longestName)
        try Check.text(policy.description, "description")
        guard !policy.rules.isEmpty else {
            throw RuleViolation.invalid(
                what: "policy", value: policy.id.text, reason: "has no rule; state some, such as completeness >= 95%")
        }
        for text in policy.rules {
            do { _ = try Rule.parse(text) } catch {
                throw RuleViolation.unreadableRule(policy: policy.id.text, error: error)
            }
        }
        if case .domain(let domain) = policy.scope { _ = try knownDomain(domain) }
        try check(policy.lifecycle, until: policy.graceUntil)
        policy.created = now
        policy.createdBy = actor.user
        try mesh.put(policy)
        consequences.add(
            .does, "policy \(policy.id)",
            "is created: \(policy.rules.count) \(policy.enforcement) rules, \(policy.scope)")
    }

    mutating func setLifecycle(_ change: PolicyLifecycleChange) throws {
        guard var policy = try mesh.policy(change.policy) else {
            throw RuleViolation.unknown(
                noun: "policy", name: change.policy.text, hint: "datamesh policy list shows those there are")
        }
        try demandPolicy("change the policy '\(policy.id)'", policy.scope)
        try check(change.lifecycle, until: change.graceUntil)
        policy.lifecycle = change.lifecycle
        policy.graceUntil = change.lifecycle == .grace ? change.graceUntil : nil
        guard try mesh.put(policy) else { return }
        let what =
            policy.lifecycle == .grace
            ? "only warns until \(policy.graceUntil?.date ?? "")" : "is \(policy.lifecycle) from now on"
        consequences.add(.does, "policy \(policy.id)", what)
    }

    private func check(_ lifecycle: Policy.Lifecycle, until: Instant?) throws {
        guard lifecycle == .grace else { return }
        guard let until, until > now else {
            throw RuleViolation.invalid(what: "grace", value: until?.date ?? "", reason: "needs an end in the future")
        }
    }

    /// Global and tag policies are governance's; a domain's own are its owner's too.
    private mutating func demandPolicy(_ action: String, _ scope: Policy.Scope) throws {
        if case .domain(let id) = scope, let domain = try mesh.domain(id) {
            try demand(action, people: [domain.owner], roles: [.governance])
        } else {
            try demand(action, roles: [.governance])
        }
    }
}
