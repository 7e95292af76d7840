extension Planner {
    mutating func create(_ proposal: InfrastructureTemplate) throws {
        try Check.id(proposal.id, "template")
        try demand("create the template '\(proposal.id)'", roles: [.platform])
        guard try mesh.template(proposal.id) == nil else {
            throw RuleViolation.duplicate(
                noun: "template", name: proposal.id.text, hint: "datamesh template show \(proposal.id) shows it")
        }
        var template = try checked(proposal)
        template.created = now
        try mesh.put(template)
        consequences.add(.does, "template \(template.id)", "is created")
    }

    /// All of a template is stated again. What was made from it stays as it is until it is provisioned again.
    mutating func edit(_ proposal: InfrastructureTemplate) throws {
        guard let before = try mesh.template(proposal.id) else {
            throw RuleViolation.unknown(
                noun: "template", name: proposal.id.text, hint: "datamesh template list shows those there are")
        }
        try demand("change the template '\(before.id)'", roles: [.platform])
        var template = try checked(proposal)
        template.created = before.created
        guard try mesh.put(template) else { return }
        let changed = template.tree.namesOfDifferences(from: before.tree)
        consequences.add(.does, "template \(template.id)", "\(changed.joined(separator: ", ")) changed")
    }

    private func checked(_ proposal: InfrastructureTemplate) throws -> InfrastructureTemplate {
        var template = proposal
        template.name = template.name.trimmed.isEmpty ? template.id.text : template.name
        var names = Set<String>()
        for parameter in template.parameters {
            guard !parameter.name.isEmpty, names.insert(parameter.name).inserted else {
                throw RuleViolation.invalid(
                    what: "parameter", value: parameter.name,
                    reason: "has no name of its own in template '\(template.id)'")
            }
            if parameter.kind == .choice, parameter.choices.isEmpty {
                throw RuleViolation.invalid(
                    what: "parameter", value: parameter.name, reason: "is a choice without choices")
            }
            guard parameter.fallback.isEmpty || parameter.admits(parameter.fallback) else {
                throw RuleViolation.invalid(
                    what: "parameter", value: parameter.name,
                    reason: "is of type \(parameter.kind), and its default '\(parameter.fallback)' is not")
            }
        }
        for hook in template.hooks { try check(hook) }
        let events = Set(template.hooks.map(\.event))
        guard !events.contains(.grant) || events.contains(.revoke) else {
            throw RuleViolation.invalid(
                what: "hook", value: "grant",
                reason: "stands without a revoke hook: what it grants could not be taken back")
        }
        for file in template.files where !Self.staysInside(file.path) {
            throw RuleViolation.invalid(
                what: "file", value: file.path, reason: "must be a relative path that stays inside the workspace")
        }
        return template
    }

    /// What is gone lets nobody in: when it is made again, everybody is granted again.
    private mutating func close(_ provision: Provision) throws {
        for var grant in try openGrants(of: provision) {
            (grant.action, grant.outcome, grant.log, grant.reason, grant.attempts) = (.revoke, .done, [], "", 1)
            (grant.at, grant.by) = (now, actor.user)
            try mesh.put(grant)
        }
    }

    private func openGrants(of provision: Provision) throws -> [PlatformGrant] {
        try mesh.all(PlatformGrant.self, under: .under(.platformGrant, provision.product.text)).filter {
            $0.template == provision.template && $0.mayBeOpen
        }
    }

    private func check(_ hook: InfrastructureTemplate.Hook) throws {
        guard !(hook.argv.first?.isEmpty ?? true) else {
            throw RuleViolation.invalid(what: "hook", value: hook.event.rawValue, reason: "names no command")
        }
        for name in hook.environment {
            let isName = name.utf8.allSatisfy {
                (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0) || $0 == 95
            }
            // What the loader listens to would run other code than the hook's.
            guard isName, !name.isEmpty, !name.hasPrefix("LD_") else {
                throw RuleViolation.invalid(
                    what: "environment", value: name,
                    reason: "is no variable that a \(hook.event) hook may see; name one such as PGPASSFILE")
            }
        }
    }

    private static func staysInside(_ path: String) -> Bool {
        // A folder ends with a slash.
        let name = path.hasSuffix("/") ? path.dropLast() : path[...]
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && !path.contains("\0")
            && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    mutating func record(_ proposal: Provision) throws {
        var provision = proposal
        let product = try product(provision.product)
        try demand("provision infrastructure for '\(product.id)'", people: try stewards(of: product))
        guard product.status != .retired else {
            throw RuleViolation.conflict(what: "product '\(product.id)'", reason: "is retired")
        }
        guard try mesh.template(provision.template) != nil else {
            throw RuleViolation.unknown(
                noun: "template", name: provision.template.text, hint: "datamesh template list shows those there are")
        }
        let before = try mesh.find(Provision.self, provision.key)
        guard provision.state.follows(before?.state) else {
            throw RuleViolation.conflict(
                what: "provision '\(product.id)/\(provision.template)'",
                reason: "is \(before?.state.rawValue ?? "not there"); it cannot become \(provision.state)")
        }
        if provision.state != .destroyed, !provision.hooks.contains(.revoke),
            let open = try openGrants(of: provision).first
        {
            throw RuleViolation.conflict(
                what: "provision '\(product.id)/\(provision.template)'",
                reason:
                    "would lose its revoke hook while '\(open.link)' may still be open; end that and run datamesh reconcile first"
            )
        }
        provision.at = now
        provision.by = actor.user
        try mesh.put(provision)
        if provision.state == .destroyed { try close(provision) }
        consequences.add(
            .does, "product \(product.id)", "infrastructure from template \(provision.template) is \(provision.state)")
    }
}

extension Provision.State {
    /// A new attempt may begin at any time: an interrupted one must not lock the product.
    func follows(_ before: Provision.State?) -> Bool {
        switch self {
        case .planned, .applying: true
        case .ready, .failed: before == .applying || before == .ready || before == .failed
        case .destroyed: before == .ready || before == .failed
        }
    }
}

extension InfrastructureTemplate.Parameter {
    /// Whether a text can be a value of it, as far as that can be told without a workspace.
    fileprivate func admits(_ text: String) -> Bool {
        switch kind {
        case .text, .path: true
        case .number: Double(text)?.isFinite ?? false
        case .flag: text == "true" || text == "false"
        case .choice: choices.contains(text)
        }
    }
}
