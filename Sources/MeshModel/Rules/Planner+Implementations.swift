extension Planner {
    /// A domain says how it keeps a policy that is not its own.
    mutating func implement(_ proposal: PolicyImplementation) throws {
        let policy = try policy(proposal.policy)
        let domain = try knownDomain(proposal.domain)
        try demand(
            "say how '\(domain.id)' keeps the policy '\(policy.id)'", people: [domain.owner], roles: [.governance])
        if case .domain(let scope) = policy.scope, try !mesh.lineage(of: domain.id).contains(scope) {
            throw RuleViolation.conflict(
                what: "policy '\(policy.id)'",
                reason: "does not speak about '\(domain.id)': its scope is \(policy.scope)")
        }
        var implementation = proposal
        implementation.metrics = implementation.metrics.filter { $0.key != $0.value }
        let above = try mesh.implementations(of: policy.id)
        let path = try mesh.lineage(of: domain.id).dropFirst().reversed()
        let inherited = path.compactMap { step in above.first { $0.domain == step } }
        var rules: [Rule] = []
        for text in policy.rules {
            do throws(RuleSyntaxError) {
                var rule = try Rule.parse(text)
                for way in inherited { rule = try rule.implemented(by: way) }
                rules.append(rule)
            } catch { throw RuleViolation.unreadableRule(policy: policy.id.text, error: error) }
        }
        try demandNames(implementation, of: policy, rules)
        try demandStrictness(implementation, of: policy, rules)
        for rule in rules {
            do throws(RuleSyntaxError) { _ = try rule.implemented(by: implementation) } catch {
                throw RuleViolation.invalid(
                    what: "implementation of '\(policy.id)' by '\(domain.id)'", value: "",
                    reason: "'\(rule.text)' would not fit any more: \(error.reason)")
            }
        }
        try put(implementation, of: policy, inherited: rules)
    }

    private mutating func put(_ proposal: PolicyImplementation, of policy: Policy, inherited rules: [Rule]) throws {
        var implementation = proposal
        if let stands = try mesh.find(PolicyImplementation.self, implementation.key) {
            implementation.created = stands.created
            implementation.createdBy = stands.createdBy
            if stands == implementation { return }
            try keep(FormerGovernance(stands, until: now))
        } else if implementation.saysNothing {
            throw RuleViolation.invalid(
                what: "implementation", value: policy.id.text,
                reason: "says nothing; name a metric of your own, or a stricter rule")
        }
        implementation.created = now
        implementation.createdBy = actor.user
        try mesh.put(implementation)
        consequences.add(
            .does, "policy \(policy.id)",
            implementation.saysNothing
                ? "holds in \(implementation.domain) as it is written"
                : "is kept its own way in \(implementation.domain)")
        for rule in rules {
            guard let kept = try? rule.implemented(by: implementation), kept != rule else { continue }
            consequences.add(.note, "domain \(implementation.domain)", "\(rule.text) is kept as \(kept.text)")
        }
    }

    private func demandNames(
        _ implementation: PolicyImplementation, of policy: Policy, _ rules: [Rule]
    ) throws {
        let named = Set(rules.flatMap(\.metrics))
        for (metric, own) in implementation.metrics.sorted(by: { $0.key < $1.key }) {
            guard named.contains(metric) else {
                throw RuleViolation.invalid(
                    what: "metric", value: metric,
                    reason: "stands in no rule of '\(policy.id)'; its metrics are "
                        + "\(named.isEmpty ? "none" : named.sorted().joined(separator: ", "))")
            }
            // The name has to be one that a rule can say, and no declared fact.
            guard let probe = try? Rule.parse("\(own) exists"), probe.metrics == [own] else {
                throw RuleViolation.invalid(what: "metric", value: own, reason: "cannot be the name of a metric")
            }
        }
    }

    private func demandStrictness(_ implementation: PolicyImplementation, of policy: Policy, _ rules: [Rule]) throws {
        for text in implementation.rules {
            let own: Rule
            do throws(RuleSyntaxError) { own = try Rule.parse(text) } catch {
                throw RuleViolation.unreadableRule(policy: "\(policy.id) in \(implementation.domain)", error: error)
            }
            let elsewhere =
                "; what else \(implementation.domain) asks for is a policy of its own, with the scope domain:\(implementation.domain)"
            guard own.expression.canTighten else {
                throw RuleViolation.invalid(
                    what: "rule", value: text,
                    reason: "is no test that could be stricter than another; write one such as completeness >= 98%"
                        + elsewhere)
            }
            var found: [RuleExpression.Strictness] = []
            for rule in rules {
                var expression = rule.expression
                found += expression.tighten(by: own.expression)
            }
            guard !found.isEmpty else {
                throw RuleViolation.invalid(
                    what: "rule", value: text,
                    reason: "is about nothing that '\(policy.id)' asks for; its rules are "
                        + policy.rules.joined(separator: "; ") + elsewhere)
            }
            for strictness in found {
                switch strictness {
                case .stricter: continue
                case .looser(let asked):
                    throw RuleViolation.invalid(
                        what: "rule", value: text,
                        reason: "is looser than \(asked), which '\(policy.id)' asks of everybody; "
                            + "a domain may only ask for more, and a single product needs a waiver")
                case .incomparable(let asked):
                    throw RuleViolation.invalid(
                        what: "rule", value: text,
                        reason: "cannot be compared with \(asked) of '\(policy.id)'; write it in the same unit")
                }
            }
        }
    }
}
