extension Planner {
    mutating func decide(_ decision: SubscriptionDecision) throws {
        guard var link = try mesh.subscription(decision.subscription) else {
            throw RuleViolation.unknown(
                noun: "subscription", name: "\(decision.subscription)",
                hint: "datamesh subscription list shows those there are")
        }
        let product = try product(link.product)
        let terms = try self.terms(of: product, port: link.port)
        let standing = link.standing(at: now)
        let verdict = decision.verdict
        try demandAuthority(for: verdict, about: link, of: product, terms)
        guard verdict.applies(to: standing) else {
            throw RuleViolation.conflict(
                what: "subscription '\(link.id)'", reason: "is \(standing.rawValue); it cannot be \(verdict.participle)"
            )
        }
        if [.deny, .revoke].contains(verdict), decision.reason.trimmed.isEmpty {
            throw RuleViolation.invalid(
                what: "reason", value: "", reason: "must be stated when a subscription is \(verdict.participle)")
        }
        if let alternative = decision.alternative { try demand(alternative, insteadOf: product, verdict) }
        guard decision.fields.isEmpty || verdict == .approve || verdict == .counter else {
            throw RuleViolation.invalid(
                what: "fields", value: "",
                reason: "stand beside an approval or an offer, and this one is \(verdict.participle)")
        }
        let granted = try granted(by: decision, over: link, terms)
        if verdict == .prolong, let reason = try grantedAtOnce(product, terms) {
            return try renew(link, until: decision.until, saying: decision.reason, because: reason, terms)
        }
        // A renewal that is denied leaves the grant to its end.
        let state = verdict == .deny && standing == .renewing ? .active : verdict.outcome
        var event = Subscription.Event(
            state: state, at: now, by: actor.user, until: granted.until, verdict: verdict,
            fields: granted.fields)
        event.alternative = decision.alternative
        if verdict == .approve || verdict == .deny || verdict == .counter { try tellPurpose(of: link) }
        link.state = state
        if state == .active { (link.until, link.fields) = granted }
        try add(event, saying: decision.reason, to: &link)
        try mesh.put(link)
        if verdict == .prolong {
            try mesh.put(RenewalRequest(link.id, until: decision.until, at: now, by: actor.user))
        } else if verdict != .confirm {
            try mesh.remove(RenewalRequest.self, RenewalRequest.key(link.id))
        }
        try say(verdict, of: link, event, product, terms)
        try tellPlatforms(of: link)
    }

    /// Whoever would be granted at once is renewed at once.
    private mutating func renew(
        _ link: Subscription, until: Instant?, saying words: String, because reason: String, _ terms: AccessTerms
    ) throws {
        var link = link
        link.until = try checked(until, terms: terms)
        let event = Subscription.Event(
            state: .active, at: now, by: actor.user, note: reason, until: link.until, verdict: .renew,
            fields: link.fields)
        try add(event, saying: words, to: &link)
        try mesh.put(link)
        consequences.add(
            .does, "subscription \(link.id)",
            "is renewed at once\(link.until.map { " until \($0.date)" } ?? ""): \(reason)")
        try tellPlatforms(of: link)
    }

    private mutating func demandAuthority(
        for verdict: SubscriptionDecision.Verdict, about link: Subscription, of product: DataProduct,
        _ terms: AccessTerms
    ) throws {
        let action = "\(verdict) the subscription '\(link.id)'"
        if verdict.isTheRequesters {
            try demand(action, people: [link.requestedBy, try mesh.consumer(link.consumer)?.owner ?? ""])
        } else {
            try demand(
                action, people: try mesh.possibleDeciders(of: product, terms: terms, at: now),
                roles: verdict == .revoke || verdict == .confirm ? [.governance] : [])
        }
    }

    /// The end and the fields that a decision grants or offers.
    private func granted(
        by decision: SubscriptionDecision, over link: Subscription, _ terms: AccessTerms
    ) throws -> (until: Instant?, fields: [String]) {
        switch decision.verdict {
        case .approve:
            return (
                try checked(decision.until ?? link.until, terms: terms), try columns(decision.fields, of: link)
            )
        case .renew:
            let asked = try mesh.find(RenewalRequest.self, RenewalRequest.key(link.id))?.until
            return (try checked(decision.until ?? asked, terms: terms), link.fields)
        case .prolong:
            guard let end = link.until else {
                throw RuleViolation.conflict(
                    what: "subscription '\(link.id)'", reason: "has no end that could be later")
            }
            let asked = try checked(decision.until, terms: terms)
            guard asked.map({ $0 > end }) ?? true else {
                throw RuleViolation.invalid(
                    what: "until", value: asked?.date ?? "", reason: "is not later than \(end.date), when it ends")
            }
            return (link.until, link.fields)
        case .accept: return (try checked(link.offer?.until ?? link.until, terms: terms), link.offer?.fields ?? [])
        case .counter:
            let fields = try columns(decision.fields, of: link)
            guard decision.until != nil || !fields.isEmpty else {
                throw RuleViolation.invalid(
                    what: "offer", value: "", reason: "states neither an end nor fields; say what is offered")
            }
            let until = try checked(decision.until ?? link.until, terms: terms)
            if let asked = link.until, let until, until > asked {
                throw RuleViolation.invalid(
                    what: "until", value: until.date, reason: "is later than \(asked.date), which was asked for")
            }
            return (until, fields)
        case .deny, .revoke, .cancel, .decline, .confirm: return (link.until, link.fields)
        }
    }

    /// Fields that can be granted: those of objects, for what lies in one goes with it.
    private func columns(_ names: [String], of link: Subscription) throws -> [String] {
        let contract = try contract(link.pin, of: link.product, port: link.port)
        let paths = try fields(names, of: contract, product: link.product)
        let columns = Set(
            (contract?.schema ?? []).flatMap { object in object.fields.map { "\(object.name).\($0.name)" } })
        if let nested = paths.first(where: { !columns.contains($0) }) {
            throw RuleViolation.invalid(
                what: "field", value: nested, reason: "lies in another field, and is granted with it; name that one")
        }
        return paths
    }

    private mutating func say(
        _ verdict: SubscriptionDecision.Verdict, of link: Subscription, _ event: Subscription.Event,
        _ product: DataProduct, _ terms: AccessTerms
    ) throws {
        let subject = "subscription \(link.id)"
        let end = link.until.map { " on \($0.date)" } ?? ""
        if verdict == .prolong {
            let deciders = Self.list(try mesh.deciders(of: product, terms: terms, at: now))
            return consequences.add(.does, subject, "ends\(end) unless it is renewed; \(deciders) decides")
        }
        if verdict == .deny, link.state == .active {
            return consequences.add(.does, subject, "is not renewed, and ends\(end)")
        }
        let grants = event.state == .active || verdict == .counter
        let until = grants ? event.until.map { " until \($0.date)" } ?? "" : ""
        let fields = grants && !event.fields.isEmpty ? " with \(link.inWords(event.fields))" : ""
        consequences.add(
            .does, subject,
            "is \(verdict == .counter ? "offered" : verdict.participle)\(until)\(fields)"
                + (event.alternative.map { "; \($0) is offered instead" } ?? ""))
        let missed =
            event.fields.isEmpty || !grants ? [] : link.uses.filter { use in !event.fields.contains { $0.covers(use) } }
        if !missed.isEmpty {
            consequences.add(.warning, subject, "asked for \(link.inWords(missed)) as well, and does not get it")
        }
        if verdict == .revoke {
            consequences.add(.warning, subject, "\(link.consumer) of \(link.consumerDomain) loses its access")
        }
    }

    /// What is offered instead must be something else, and something that can be asked for.
    private func demand(
        _ alternative: DataProduct.ID, insteadOf product: DataProduct, _ verdict: SubscriptionDecision.Verdict
    ) throws {
        guard verdict == .deny else {
            throw RuleViolation.invalid(
                what: "alternative", value: alternative.text,
                reason: "stands beside a denial, and this one is \(verdict.participle)")
        }
        guard alternative != product.id else {
            throw RuleViolation.invalid(
                what: "alternative", value: alternative.text, reason: "is the product that is denied")
        }
        let offered = try self.product(alternative)
        guard offered.status == .published else {
            throw RuleViolation.invalid(
                what: "alternative", value: alternative.text, reason: "is \(offered.status); offer a published product")
        }
    }
}

extension String {
    /// Whether a path is another one, or what it lies in.
    fileprivate func covers(_ path: String) -> Bool { path == self || path.hasPrefix(self + ".") }
}
