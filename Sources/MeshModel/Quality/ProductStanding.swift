/// What a row of a list says of a product: may I rely on it, how fresh is it, who uses it, and may I?
public struct ProductStanding: Equatable, Sendable {
    public var product: DataProduct.ID
    public var level: TrustLevel
    public var score: ComplianceReport.Score
    /// Nil: not measured.
    public var freshnessSeconds: Double?
    /// Links with access now.
    public var consumers: Int
    public var access: AccessWord

    public init(
        product: DataProduct.ID, level: TrustLevel, score: ComplianceReport.Score, freshnessSeconds: Double?,
        consumers: Int, access: AccessWord
    ) {
        self.product = product
        self.level = level
        self.score = score
        self.freshnessSeconds = freshnessSeconds
        self.consumers = consumers
        self.access = access
    }
}

/// How an actor stands to using a product.
public enum AccessWord: Hashable, Sendable {
    /// It is the actor's domain's, or a link of theirs has access.
    case yours
    /// Granted at once when asked for.
    case open
    /// Their request waits for a decision.
    case asked
    /// Somebody decides; how many others may, too, is not said.
    case asks(String)
    /// Cannot be asked for: a draft, or retired.
    case closed
    /// Nobody could decide.
    case unclaimed
}

extension AccessWord: CustomStringConvertible {
    public var description: String {
        switch self {
        case .yours: "yours"
        case .open: "open"
        case .asked: "asked"
        case .asks(let name): "asks \(name)"
        case .closed: "closed"
        case .unclaimed: "unclaimed"
        }
    }
}

extension MeshReader {
    public func trust(
        of product: DataProduct, under book: PolicyBook, at now: Instant
    ) throws(ReadError) -> Trust {
        try trust(of: product, links: try subscriptions(of: product.id), under: book, at: now)
    }

    /// For a row of a list. Reads the product's policies' needs, its metrics and its links.
    public func standing(
        of product: DataProduct, under book: PolicyBook, for actor: Actor, at now: Instant
    ) throws(ReadError) -> ProductStanding {
        let links = try subscriptions(of: product.id)
        let trust = try trust(of: product, links: links, under: book, at: now)
        return ProductStanding(
            product: product.id, level: trust.level, score: trust.score, freshnessSeconds: trust.freshnessSeconds,
            consumers: links.count { $0.standing(at: now).grantsAccess },
            access: try access(to: product, links: links, domain: book.domains[product.domain], for: actor, at: now))
    }

    private func trust(
        of product: DataProduct, links: [Subscription], under book: PolicyBook, at now: Instant
    ) throws(ReadError) -> Trust {
        let policies = book.speaking(of: product)
        let needs = policies.reduce(into: Rule.Needs.metrics) { $0.formUnion($1.needs) }
        let subject = try subject(product, domain: book.domains[product.domain], needs: needs, at: now)
        let report = ComplianceReport(product: product.id, policies: policies.map { $0.result(on: subject) })
        return Trust(
            product, metrics: subject.metrics, report: report,
            consumers: links.count { $0.standing(at: now).grantsAccess }, at: now)
    }

    /// The word for an actor, as the rules of subscribing would decide.
    private func access(
        to product: DataProduct, links: [Subscription], domain: Domain?, for actor: Actor, at now: Instant
    ) throws(ReadError) -> AccessWord {
        guard product.status != .retired else { return .closed }
        let keepers = [product.owner, domain?.owner ?? ""] + (domain?.team ?? [])
        if keepers.contains(where: actor.isOrBelongs) { return .yours }
        var isAsked = false
        for link in links where link.isOpen(at: now) {
            guard try isTheirs(link, actor) else { continue }
            if link.standing(at: now).grantsAccess { return .yours }
            isAsked = true
        }
        if isAsked { return .asked }
        guard product.status != .draft else { return .closed }
        let terms = try terms(of: product, port: product.defaultPort)
        if terms.kind == .open || actor.ownsMesh { return .open }
        if terms.kind == .roleBased, terms.roles.contains(where: { actor.holds(Role($0)) }) { return .open }
        return try deciders(of: product, terms: terms, at: now).first.map(AccessWord.asks) ?? .unclaimed
    }

    private func isTheirs(_ link: Subscription, _ actor: Actor) throws(ReadError) -> Bool {
        if link.requestedBy == actor.user { return true }
        guard let owner = try consumer(link.consumer)?.owner, !owner.isEmpty else { return false }
        return actor.isOrBelongs(to: owner)
    }
}
