/// What waits for somebody, and what changed for them.
public struct Inbox: Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// A request that waits for this person.
        case decide
        /// A new major version that somebody has to move to, and has not answered.
        case answer
        /// A grant that somebody asks to have longer, and this person decides.
        case renewal
        /// Less than was asked for is offered to this person.
        case offer
        /// A decision about a request of theirs.
        case decision
        /// A grant of theirs that ends soon, or has ended.
        case lapse
        /// What a platform that they answer for has still to carry out.
        case platform
        /// Something about a product that they use.
        case notice
    }

    public struct Item: Equatable, Sendable {
        public var kind: Kind
        public var product: DataProduct.ID
        /// Nil for a notice about a product.
        public var link: Subscription.ID?
        /// When it happened, or will.
        public var at: Instant
        /// A sentence, without the product's name at its start.
        public var text: String

        public init(kind: Kind, product: DataProduct.ID, link: Subscription.ID? = nil, at: Instant, text: String) {
            self.kind = kind
            self.product = product
            self.link = link
            self.at = at
            self.text = text
        }
    }

    /// By kind, in the order of the kinds; what is to be decided oldest first, everything else newest first.
    public var items: [Item]

    public init(items: [Item] = []) { self.items = items }

    public func count(_ kind: Kind) -> Int { items.count { $0.kind == kind } }

    /// A request that nobody has decided for so many days goes on to the domain's owner, unless the host says otherwise.
    public static let escalationDays: Int64 = 5
}

extension MeshReader {
    /// The inbox of an actor.
    ///
    /// - Parameters:
    ///   - since: Decisions, ended grants and notices from before are left out; what waits never is.
    ///   - escalationDays: After so many days an undecided request waits for the domain's owner as well.
    public func inbox(
        of actor: Actor, since: Instant, escalationDays: Int64 = Inbox.escalationDays, at now: Instant
    ) throws(ReadError) -> Inbox {
        var items: [Inbox.Item] = []
        for link in try links(SubscriptionQuery(state: .requested), at: now) {
            if let item = try waiting(link, for: actor, escalationDays: escalationDays, at: now) { items.append(item) }
        }
        items += try renewals(for: actor, at: now)
        var used = Set<DataProduct.ID>()
        for link in try links(of: actor, at: now) {
            items += try news(of: link, for: actor, since: since, at: now)
            guard link.standing(at: now).grantsAccess else { continue }
            used.insert(link.product)
            if let item = try move(of: link, at: now) { items.append(item) }
        }
        items += try objections(to: actor, since: since)
        for id in used.sorted() { items += try notices(about: id, since: since, at: now) }
        items += try outstanding(for: actor, at: now)
        return Inbox(items: items.sorted(by: Inbox.precedes))
    }

    /// The links that an actor asked for, and those of the consumers that are theirs or a group's of theirs.
    func links(of actor: Actor, at now: Instant) throws(ReadError) -> [Subscription] {
        var links: [Subscription.ID: Subscription] = [:]
        for link in try self.links(SubscriptionQuery(requestedBy: actor.user), at: now) { links[link.id] = link }
        for consumer in try consumers(of: actor) {
            for link in try self.links(SubscriptionQuery(consumer: consumer.id), at: now) { links[link.id] = link }
        }
        return links.values.sorted { $0.key < $1.key }
    }

    /// The consumers that are an actor's own, or a group's of theirs.
    public func consumers(of actor: Actor) throws(ReadError) -> [Consumer] {
        var consumers: [Consumer] = []
        for owner in [actor.user] + actor.groups.sorted().map({ "@" + $0 }) {
            consumers += try self.consumers(ownedBy: owner)
        }
        return consumers
    }

    private func links(_ query: SubscriptionQuery, at now: Instant) throws(ReadError) -> [Subscription] {
        var links: [Subscription] = []
        var after: RecordKey?
        repeat {
            let page = try subscriptions(query, after: after, limit: 512, at: now)
            links += page.items
            after = page.next
        } while after != nil
        return links
    }

    private func waiting(
        _ link: Subscription, for actor: Actor, escalationDays: Int64, at now: Instant
    ) throws(ReadError) -> Inbox.Item? {
        if link.standing(at: now) == .offered { return try offered(link, to: actor) }
        guard link.state == .requested, let product = try product(link.product) else { return nil }
        let terms = try terms(of: product, port: link.port)
        let waitsFor = try deciders(of: product, terms: terms, at: now)
        let isTheirs = actor.ownsMesh || waitsFor.contains(where: actor.isOrBelongs)
        let isOverdue = now.seconds(since: link.requestedAt) >= Double(escalationDays * Instant.secondsPerDay)
        if !isTheirs {
            guard isOverdue,
                try possibleDeciders(of: product, terms: terms, at: now).contains(where: actor.isOrBelongs)
            else { return nil }
        }
        let purpose = try spelledOut(link).purpose
        let waited = span(max(0, now.seconds(since: link.requestedAt)))
        var text = "\(link.requestedBy) asks for \(link.consumer) of \(link.consumerDomain), \(waited) ago"
        if !purpose.isEmpty { text += ": \(purpose)" }
        if !isTheirs { text += " (undecided by \(waitsFor.abridged(3)))" }
        return .init(kind: .decide, product: link.product, link: link.id, at: link.requestedAt, text: text)
    }

    private func renewals(for actor: Actor, at now: Instant) throws(ReadError) -> [Inbox.Item] {
        var items: [Inbox.Item] = []
        for asked in try all(RenewalRequest.self, under: .under(.renewal)) {
            guard let link = try subscription(asked.link), link.standing(at: now) == .renewing,
                let product = try product(link.product)
            else { continue }
            let terms = try terms(of: product, port: link.port)
            let decides = try deciders(of: product, terms: terms, at: now).contains(where: actor.isOrBelongs)
            guard actor.ownsMesh || decides else { continue }
            let note = try spelledOut(link).history.last?.note ?? ""
            let until = asked.until.map { " until \($0.date)" } ?? ""
            items.append(
                .init(
                    kind: .renewal, product: link.product, link: link.id, at: asked.at,
                    text:
                        "\(asked.by) asks that the access of \(link.consumer), which ends on \(link.until?.date ?? ""), last\(until.isEmpty ? " longer" : until)"
                        + (note.isEmpty ? "" : ": \(note)")))
        }
        return items
    }

    /// An offer waits for whoever asked.
    private func offered(_ link: Subscription, to actor: Actor) throws(ReadError) -> Inbox.Item? {
        let owner = try consumer(link.consumer)?.owner ?? ""
        guard let offer = link.offer, [link.requestedBy, owner].contains(where: actor.isOrBelongs) else { return nil }
        let until = offer.until.map { " until \($0.date)" } ?? ""
        let fields = offer.fields.isEmpty ? "" : " with \(link.inWords(offer.fields))"
        return .init(
            kind: .offer, product: link.product, link: link.id, at: offer.at,
            text: "\(offer.by) offers \(link.consumer) access\(until)\(fields)")
    }

    /// What others decided about a link, and its end.
    private func news(
        of link: Subscription, for actor: Actor, since: Instant, at now: Instant
    ) throws(ReadError) -> [Inbox.Item] {
        var items: [Inbox.Item] = []
        let standing = link.standing(at: now)
        if let event = link.history.last, event.at >= since, event.by != actor.user,
            event.state != .requested, event.state != .cancelled
        {
            let note = try spelledOut(link).history.last?.note ?? ""
            let word =
                event.verdict == .confirm
                ? "confirmed"
                : event.verdict == .deny && event.state == .active
                    ? "not renewed" : event.state == .active ? "granted" : event.state.rawValue
            let until = event.state == .active ? event.until.map { " until \($0.date)" } ?? "" : ""
            items.append(
                .init(
                    kind: .decision, product: link.product, link: link.id, at: event.at,
                    text: "\(word) to \(link.consumer) by \(event.by)\(until)" + (note.isEmpty ? "" : ": \(note)")))
        }
        guard let until = link.until, standing == .expiring || standing == .expired && until >= since else {
            return items
        }
        let when = standing == .expired ? "ended on \(until.date)" : "ends in \(span(until.seconds(since: now)))"
        let product = try product(link.product)
        let renewers = try product.map { product throws(ReadError) in
            try deciders(of: product, terms: try terms(of: product, port: link.port), at: now)
        }
        items.append(
            .init(
                kind: .lapse, product: link.product, link: link.id, at: until,
                text: "the access of \(link.consumer) \(when); \((renewers ?? []).abridged(3)) can renew it"))
        return items
    }

    /// A version that a link has to move to, as long as nobody has said that it did or cannot.
    private func move(of link: Subscription, at now: Instant) throws(ReadError) -> Inbox.Item? {
        guard let campaign = try campaign(of: link.product, port: link.port) else { return nil }
        let stance = campaign.row(link).stance
        guard stance == .unseen || stance == .seen else { return nil }
        let end = campaign.until.map { $0 > now ? " until \($0.date)" : ", which was to end on \($0.date)" } ?? ""
        let note = campaign.note.isEmpty ? "" : ": \(campaign.note)"
        return .init(
            kind: .answer, product: link.product, link: link.id, at: campaign.announced,
            text: "serves \(campaign.from) beside \(campaign.version)\(end); \(link.consumer) has to move\(note)")
    }

    /// What subscribers have against new versions of products that an actor answers for.
    private func objections(to actor: Actor, since: Instant) throws(ReadError) -> [Inbox.Item] {
        var items: [Inbox.Item] = []
        for campaign in try all(Campaign.self, under: .under(.campaign)) {
            let objections = campaign.answers.filter { $0.stance == .objects && $0.at >= since && $0.by != actor.user }
            guard !objections.isEmpty, let product = try product(campaign.product),
                actor.ownsMesh || actor.isOrBelongs(to: product.owner)
            else { continue }
            items += objections.map { answer in
                .init(
                    kind: .notice, product: product.id, at: answer.at,
                    text: "\(answer.consumer) objects to \(campaign.version): \(answer.note)")
            }
        }
        return items
    }

    /// What platforms have still to carry out, for whoever provisioned them and whoever owns the product.
    private func outstanding(for actor: Actor, at now: Instant) throws(ReadError) -> [Inbox.Item] {
        var items: [Inbox.Item] = []
        for standing in try outstanding(at: now) {
            let owner = try product(standing.link.product)?.owner ?? ""
            guard actor.ownsMesh || [standing.provision.by, owner].contains(where: actor.isOrBelongs) else { continue }
            items.append(
                .init(
                    kind: .platform, product: standing.link.product, link: standing.link.id,
                    at: standing.last?.at ?? standing.provision.at,
                    text: "\(standing.link.consumer), \(standing.sentence)"))
        }
        return items
    }

    /// What somebody who uses a product should know of it.
    private func notices(
        about id: DataProduct.ID, since: Instant, at now: Instant
    ) throws(ReadError) -> [Inbox.Item] {
        guard let product = try product(id) else { return [] }
        var items: [Inbox.Item] = []
        func add(_ at: Instant, _ text: String) {
            items.append(.init(kind: .notice, product: id, at: at, text: text))
        }
        for notice in try productNotices(of: id) where notice.holds(at: now) {
            add(notice.since, "has a notice: \(notice.text)")
        }
        for ending in try endings(of: product, at: now) { add(now, ending.text) }
        let note = product.note.isEmpty ? "" : ": \(product.note)"
        if product.status == .deprecated || product.status == .retired, product.updated >= since {
            add(product.updated, "is \(product.status)\(note)")
        }
        if let missing = product.missing, missing >= since { add(missing, "is no longer listed by its source") }
        if let contract = try contract(of: id, port: product.defaultPort), contract.publishedAt >= since {
            add(contract.publishedAt, "has version \(contract.version)")
        }
        let metrics = try metrics(of: id)
        if let promised = product.sla.freshnessSeconds, let age = Quality.ageSeconds(metrics, at: now), age > promised {
            add(now, "is stale: \(span(age)) old, \(span(promised)) promised")
        }
        if let promised = product.sla.quality?.value, let score = Quality.score(metrics), score < promised,
            let point = Quality.newestPoint(metrics), point.at >= since
        {
            add(
                point.at, "has quality \(plainNumber((score * 10).rounded() / 10)) of \(plainNumber(promised)) promised"
            )
        }
        return items
    }
}

extension Inbox {
    fileprivate static func precedes(_ a: Item, _ b: Item) -> Bool {
        let kinds = Kind.allCases
        if a.kind != b.kind {
            return kinds.firstIndex(of: a.kind) ?? 0 < kinds.firstIndex(of: b.kind) ?? 0
        }
        if a.at != b.at { return [.decide, .renewal, .offer].contains(a.kind) ? a.at < b.at : a.at > b.at }
        return a.product == b.product ? a.text < b.text : a.product < b.product
    }
}
