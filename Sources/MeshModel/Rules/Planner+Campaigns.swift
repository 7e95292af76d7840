// A new major version, and how everybody who reads the old one comes to it.
extension Planner {
    /// Opens a campaign where a version leaves another one behind that somebody reads.
    mutating func announce(
        _ contract: Contract, after basis: Contract?, until: Instant?, of product: DataProduct
    ) throws {
        guard let basis, contract.version.prerelease.isEmpty, contract.version.major > basis.version.major else {
            guard until == nil else {
                throw RuleViolation.invalid(
                    what: "old_until", value: until?.date ?? "",
                    reason: "says how long an old major version is served; \(contract.version) leaves none behind")
            }
            return
        }
        if let until { try demandFuture(until, "old_until") }
        let readers = try activeLinks(of: product).filter { $0.port == contract.port }
        guard !readers.isEmpty || until != nil else { return }
        var campaign = Campaign()
        campaign.product = product.id
        campaign.port = contract.port
        campaign.version = contract.version
        campaign.from = basis.version
        campaign.until = until
        campaign.note = contract.note
        campaign.announced = now
        campaign.announcedBy = actor.user
        try mesh.put(campaign)
        let end =
            until.map { " until \($0.date)" } ?? "; datamesh campaign announce \(product.id) --until says how long"
        consequences.add(
            .note, "product \(product.id)",
            "\(basis.version) and \(contract.version) are served together\(end): \(try mesh.standing(of: campaign, at: now).sentence)"
        )
    }

    mutating func announce(_ announcement: CampaignAnnouncement) throws {
        let product = try product(announcement.product)
        try demand("announce versions of the product '\(product.id)'", people: try stewards(of: product))
        let before = try campaign(of: product, port: announcement.port)
        var campaign = before
        if let until = announcement.until {
            try demandFuture(until, "until")
            campaign.until = until
        }
        if let note = announcement.note {
            campaign.note = note
        }
        guard campaign != before else { return }
        try mesh.put(campaign)
        let standing = try mesh.standing(of: campaign, at: now)
        consequences.add(
            .does, "product \(product.id)",
            "\(campaign.from) is served beside \(campaign.version)"
                + (campaign.until.map { " until \($0.date)" } ?? "") + ": \(standing.sentence)")
        let waiting = standing.rows.filter { $0.stance != .moved }.map(\.link.consumer.text)
        if !waiting.isEmpty { consequences.add(.note, "product \(product.id)", "is told to \(Self.list(waiting))") }
        if let old = before.until, let new = campaign.until, new < old {
            consequences.add(
                .warning, "product \(product.id)", "\(campaign.from) ends earlier than was announced: \(old.date)")
        }
    }

    mutating func answer(_ answer: CampaignAnswer) throws {
        let product = try product(answer.product)
        var campaign = try campaign(of: product, port: answer.port)
        let id = Subscription.ID(product: product.id, port: campaign.port, consumer: answer.consumer)
        guard var link = try mesh.subscription(id), link.standing(at: now).grantsAccess else {
            throw RuleViolation.conflict(
                what: "consumer '\(answer.consumer)'",
                reason: "has no access to '\(product.id)'; it has nothing to move")
        }
        let owner = try mesh.consumer(link.consumer)?.owner ?? ""
        try demand("answer for '\(link.consumer)'", people: [link.requestedBy, owner])
        let note = answer.note.trimmed
        guard answer.stance != .unseen else {
            throw RuleViolation.invalid(
                what: "answer", value: "unseen", reason: "is none; say seen, objects or moved")
        }
        guard answer.stance != .objects || !note.isEmpty else {
            throw RuleViolation.invalid(what: "note", value: "", reason: "must be stated: an objection says why")
        }
        if let stands = campaign.answers.first(where: { $0.consumer == link.consumer }),
            stands.stance == answer.stance, stands.note == note
        {
            return
        }
        var said = Campaign.Answer()
        said.consumer = link.consumer
        said.stance = answer.stance
        said.note = note
        said.at = now
        said.by = actor.user
        campaign.answers.removeAll { $0.consumer == link.consumer }
        campaign.answers.append(said)
        try mesh.put(campaign)
        let what =
            switch answer.stance {
            case .moved: "has moved to \(campaign.version)"
            case .objects: "objects to \(campaign.version): \(note)"
            case .seen, .unseen: "has seen \(campaign.version)"
            }
        consequences.add(.does, "consumer \(link.consumer)", what)
        // A pin to what was left would say otherwise.
        if answer.stance == .moved, let pin = link.pin, !pin.admits(campaign.version) {
            link.pin = VersionPin(text: String(campaign.version.major))
            try mesh.put(link)
            consequences.add(.note, "subscription \(link.id)", "stays with \(campaign.version.major) instead of \(pin)")
        }
        consequences.add(.note, "product \(product.id)", try mesh.standing(of: campaign, at: now).sentence)
    }

    private func campaign(of product: DataProduct, port named: OutputPort.ID?) throws -> Campaign {
        let port = try port(named, of: product)
        guard let campaign = try mesh.campaign(of: product.id, port: port) else {
            throw RuleViolation.conflict(
                what: "product '\(product.id)'", reason: "has no major version that anybody has to move to")
        }
        return campaign
    }

    func demandFuture(_ moment: Instant, _ what: String) throws {
        guard moment > now else {
            throw RuleViolation.invalid(what: what, value: moment.date, reason: "is not in the future")
        }
    }
}
