// What platforms are told, and what they answered.
extension Planner {
    mutating func record(_ proposal: PlatformGrant) throws {
        var grant = proposal
        guard let link = try mesh.subscription(grant.link) else {
            throw RuleViolation.unknown(
                noun: "subscription", name: "\(grant.link)", hint: "datamesh subscription list shows those there are")
        }
        let product = try product(grant.product)
        try demand(
            "say what a platform did about '\(link.id)'", people: try stewards(of: product), roles: [.platform])
        let place = "provision '\(grant.product)/\(grant.template)'"
        guard let provision = try mesh.find(Provision.self, Provision.key(grant.product, grant.template)) else {
            throw RuleViolation.conflict(what: place, reason: "is not there")
        }
        guard provision.carriesOut(grant.action, for: link) else {
            throw RuleViolation.conflict(
                what: place, reason: "is \(provision.state) and has no \(grant.action) hook for port \(link.port)")
        }
        let last = try mesh.find(PlatformGrant.self, grant.key)
        guard grant.outcome != .running || provision.access(of: link, last: last, at: now)?.due == grant.action else {
            throw RuleViolation.conflict(
                what: "subscription '\(link.id)'",
                reason: "is \(link.standing(at: now).rawValue); \(grant.template) has nothing to \(grant.action)")
        }
        let isAgain = last?.action == grant.action && last?.outcome != .done
        grant.attempts = (isAgain ? last?.attempts ?? 0 : 0) + (grant.outcome == .running || !isAgain ? 1 : 0)
        grant.at = now
        grant.by = actor.user
        try mesh.put(grant)
        say(grant, of: link)
    }

    private mutating func say(_ grant: PlatformGrant, of link: Subscription) {
        let subject = "subscription \(link.id)"
        let verb = grant.action == .grant ? "granted" : "revoked"
        switch grant.outcome {
        case .running: consequences.add(.does, subject, "is being \(verb) by \(grant.template)")
        case .done: consequences.add(.does, subject, "is \(verb) by \(grant.template)")
        case .failed:
            consequences.add(
                .warning, subject,
                "could not be \(verb) by \(grant.template)" + (grant.reason.isEmpty ? "" : ": \(grant.reason)"))
        }
        guard grant.outcome == .done, (grant.action == .grant) != link.standing(at: now).grantsAccess else { return }
        consequences.add(
            .warning, subject, "is \(link.standing(at: now).rawValue) meanwhile: datamesh reconcile mends it")
    }

    /// Says which platforms have to be told of a link as it is now.
    mutating func tellPlatforms(of link: Subscription) throws {
        for platform in try mesh.platforms(of: link, at: now) {
            guard let action = platform.access.due else { continue }
            consequences.add(
                .note, "subscription \(link.id)",
                action == .grant
                    ? "is usable once \(platform.provision.template) has granted it"
                    : "stays open until \(platform.provision.template) has revoked it")
        }
    }
}
