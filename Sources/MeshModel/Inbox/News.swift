/// One thing that somebody outside should be told of, as the host's `notify` command gets it.
public struct News: Equatable, Sendable {
    public enum Kind: String, NamedCase {
        /// Somebody asks for access.
        case requested
        /// Nobody decided for days.
        case escalated
        /// A request was granted or denied, a grant renewed or revoked.
        case decided
        /// A grant ends soon.
        case lapsing
        /// A product that people use was deprecated, retired, or has a new version.
        case product
        /// A platform let somebody in, or could not do what was decided.
        case platform
    }

    /// The same for the same thing however often it is told.
    public var id: String
    public var kind: Kind
    /// Users and `@groups`; never empty.
    public var to: [String]
    public var product: DataProduct.ID
    public var link: Subscription.ID?
    public var by: String
    public var at: Instant
    /// A whole sentence. It holds no purpose and no comment: those stay in the mesh.
    public var text: String
}

extension News {
    public var tree: Tree {
        .map([
            "id": .text(id), "event": kind.tree, "to": .list(to.map(Tree.text)), "product_id": .text(product.text),
            "subscription": link.map { .text("\($0)") } ?? .null, "by": .text(by), "at": at.tree, "text": .text(text),
        ])
    }
}

extension MeshReader {
    /// Whom one commit concerns, and what they are told. Read from a revision at or behind the commit.
    public func news(of entry: JournalEntry) throws(ReadError) -> [News] {
        var all: [News] = []
        for (index, change) in entry.changes.enumerated() {
            let news: News?
            switch change {
            case .subscribe(let request): news = try self.news(of: request, entry)
            case .decide(let decision): news = try self.news(of: decision, entry)
            case .publish(let publication):
                news = try self.news(about: publication.product, "has version \(publication.version)", entry)
            case .deprecate(let change):
                news = try self.news(
                    about: change.product,
                    "is deprecated" + (change.until.map { " and ends on \($0.date)" } ?? "")
                        + (change.note.isEmpty ? "" : ": \(change.note)"), entry)
            case .retire(let change): news = try self.news(about: change.product, "is retired", entry)
            case .recordGrant(let grant): news = try self.news(of: grant, entry)
            case .postNotice(let notice):
                news = try self.news(about: notice.product, "has a notice: \(notice.text)", entry)
            case .endNotice(let end): news = try self.news(about: end.product, "has one notice less", entry)
            case .announceCampaign(let change): news = try self.news(of: change, entry)
            case .answerCampaign(let answer): news = try self.news(of: answer, entry)
            case .registerDomain, .editDomain, .createProduct, .editProduct, .claimProduct, .registerConsumer,
                .createPolicy, .setPolicyLifecycle, .createTemplate, .provision, .recordQuality, .recordAccess,
                .importDomain, .importProduct, .concludeImport, .setAbsence, .waive, .endWaiver, .implementPolicy,
                .editConsumer, .editPolicy, .editTemplate, .endorse, .withdrawEndorsement:
                news = nil
            }
            guard var news else { continue }
            // Nobody has to be told what they did themselves.
            news.to.removeAll { $0 == entry.actor }
            news.id = "\(entry.revision.number).\(index)"
            if !news.to.isEmpty { all.append(news) }
        }
        return all
    }

    private func news(of request: SubscriptionRequest, _ entry: JournalEntry) throws(ReadError) -> News? {
        guard let product = try product(request.product) else { return nil }
        let port = request.port ?? product.defaultPort
        let id = Subscription.ID(product: product.id, port: port, consumer: request.consumer)
        // One that was granted at once waits for nobody.
        guard let link = try subscription(id), link.state(at: entry.revision.at) == .requested else { return nil }
        let terms = try terms(of: product, port: port)
        return News(
            id: "", kind: .requested, to: try deciders(of: product, terms: terms, at: entry.revision.at),
            product: product.id, link: id, by: entry.actor, at: entry.revision.at,
            text: "\(entry.actor) asks for access to \(product.id) for \(link.consumer) of \(link.consumerDomain)")
    }

    private func news(of decision: SubscriptionDecision, _ entry: JournalEntry) throws(ReadError) -> News? {
        guard let link = try subscription(decision.subscription) else { return nil }
        if decision.verdict == .prolong {
            guard let product = try product(link.product), link.standing(at: entry.revision.at) == .renewing else {
                return nil
            }
            let terms = try terms(of: product, port: link.port)
            return News(
                id: "", kind: .requested, to: try deciders(of: product, terms: terms, at: entry.revision.at),
                product: product.id, link: link.id, by: entry.actor, at: entry.revision.at,
                text: "\(entry.actor) asks that the access of \(link.consumer) to \(product.id) last longer")
        }
        let owner = try consumer(link.consumer)?.owner ?? ""
        var to = [link.requestedBy]
        if !owner.isEmpty, owner != link.requestedBy { to.append(owner) }
        // Whoever made an offer hears what became of it.
        if decision.verdict == .accept || decision.verdict == .decline {
            to += link.history.filter { $0.verdict == .counter }.suffix(1).map(\.by)
        }
        return News(
            id: "", kind: .decided, to: to, product: link.product, link: link.id, by: entry.actor,
            at: entry.revision.at,
            text: decision.verdict == .counter
                ? "\(entry.actor) offers \(link.consumer) less access to \(link.product) than was asked for"
                : "\(entry.actor) has \(decision.verdict.participle) the access of \(link.consumer) to \(link.product)"
                    + (decision.alternative.map { "; use \($0) instead" } ?? ""))
    }

    /// Whoever asked hears that they are in; whoever answers for the platform, that it could not do something.
    private func news(of grant: PlatformGrant, _ entry: JournalEntry) throws(ReadError) -> News? {
        guard let link = try subscription(grant.link), let product = try product(grant.product) else { return nil }
        let to: [String]
        let text: String
        switch (grant.outcome, grant.action) {
        case (.running, _), (.done, .revoke): return nil
        case (.done, .grant):
            let owner = try consumer(link.consumer)?.owner ?? ""
            to = [link.requestedBy] + (owner.isEmpty || owner == link.requestedBy ? [] : [owner])
            text = "\(grant.template) has let \(link.consumer) in to \(link.product)"
        case (.failed, let action):
            let by = try find(Provision.self, Provision.key(grant.product, grant.template))?.by ?? ""
            to = [by] + (product.owner == by ? [] : [product.owner])
            text =
                "\(grant.template) could not \(action) the access of \(link.consumer) to \(link.product); datamesh reconcile"
        }
        return News(
            id: "", kind: .platform, to: to.filter { !$0.isEmpty }, product: product.id, link: link.id, by: entry.actor,
            at: entry.revision.at, text: text)
    }

    private func news(of change: CampaignAnnouncement, _ entry: JournalEntry) throws(ReadError) -> News? {
        guard let product = try product(change.product),
            let campaign = try campaign(of: product.id, port: change.port ?? product.defaultPort)
        else { return nil }
        return try news(
            about: product.id,
            "serves \(campaign.from) beside \(campaign.version)" + (campaign.until.map { " until \($0.date)" } ?? ""),
            entry)
    }

    /// For whoever answers for the product: somebody cannot move.
    private func news(of answer: CampaignAnswer, _ entry: JournalEntry) throws(ReadError) -> News? {
        guard answer.stance == .objects, let product = try product(answer.product), !product.owner.isEmpty else {
            return nil
        }
        return News(
            id: "", kind: .product, to: [product.owner], product: product.id, link: nil, by: entry.actor,
            at: entry.revision.at,
            text: "\(answer.consumer) objects to the new version of \(product.id): \(answer.note)")
    }

    /// For everybody who uses a product.
    private func news(about id: DataProduct.ID, _ what: String, _ entry: JournalEntry) throws(ReadError) -> News? {
        var to: [String] = []
        for link in try subscriptions(of: id) where link.granted(at: entry.revision.at) {
            if !to.contains(link.requestedBy) { to.append(link.requestedBy) }
        }
        return News(
            id: "", kind: .product, to: to, product: id, link: nil, by: entry.actor, at: entry.revision.at,
            text: "\(id) \(what)")
    }

    /// What only time brings, from behind one moment up to another: grants that come within two weeks of their end, and requests that
    /// nobody decided in time.
    public func news(
        from: Instant, through now: Instant, escalationDays: Int64 = Inbox.escalationDays
    ) throws(ReadError) -> [News] {
        func falls(_ moment: Instant) -> Bool { moment > from && moment <= now }
        var all: [News] = []
        var after: RecordKey?
        repeat {
            let page = try subscriptions(SubscriptionQuery(), after: after, limit: 512, at: now)
            for link in page.items {
                if let until = link.until, link.state == .active,
                    falls(until.adding(seconds: -Subscription.expiringDays * Instant.secondsPerDay)), until > now
                {
                    all.append(
                        News(
                            id: "lapsing.\(link.id).\(until)", kind: .lapsing, to: [link.requestedBy],
                            product: link.product, link: link.id, by: "", at: now,
                            text: "the access of \(link.consumer) to \(link.product) ends on \(until.date)"))
                }
                let due = link.requestedAt.adding(seconds: escalationDays * Instant.secondsPerDay)
                if link.state == .requested, falls(due), let news = try escalation(of: link, at: now) {
                    all.append(news)
                }
            }
            after = page.next
        } while after != nil
        return all
    }

    private func escalation(of link: Subscription, at now: Instant) throws(ReadError) -> News? {
        guard let product = try product(link.product) else { return nil }
        let terms = try terms(of: product, port: link.port)
        let waited = try deciders(of: product, terms: terms, at: now)
        let above = try possibleDeciders(of: product, terms: terms, at: now).filter { !waited.contains($0) }
        let to = above.isEmpty ? waited : above
        guard !to.isEmpty else { return nil }
        return News(
            id: "escalated.\(link.id).\(link.requestedAt)", kind: .escalated, to: to, product: link.product,
            link: link.id, by: link.requestedBy, at: now,
            text:
                "\(link.requestedBy) asked for access to \(link.product) on \(link.requestedAt.date), and nobody has decided"
        )
    }
}

extension Subscription {
    /// What was stored at a moment, as the history tells.
    fileprivate func state(at moment: Instant) -> State? { history.last { $0.at <= moment }?.state }
}
