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

/// The links that are an actor's, by product: read once for many rows.
public struct ActorLinks: Sendable {
    private var byProduct: [DataProduct.ID: [Subscription]] = [:]

    fileprivate init(_ links: [Subscription]) { byProduct = Dictionary(grouping: links, by: \.product) }

    fileprivate func links(to product: DataProduct.ID) -> [Subscription] { byProduct[product] ?? [] }
}

extension MeshReader {
    /// The links that an actor asked for, and those of consumers that are theirs or a group's of theirs.
    public func actorLinks(_ actor: Actor, at now: Instant) throws(ReadError) -> ActorLinks {
        ActorLinks(try links(of: actor, at: now))
    }

    public func trust(
        of product: DataProduct, under book: PolicyBook, at now: Instant
    ) throws(ReadError) -> Trust {
        try trust(
            of: product, domain: try domain(product.domain), consumers: try userCount(of: product.id, at: now),
            endorsements: try endorsements(of: product.id), under: book, at: now)
    }

    /// For a row of a list. Reads the product's policies' needs and its metrics.
    public func standing(
        of product: DataProduct, under book: PolicyBook, for actor: Actor, with links: ActorLinks, at now: Instant
    ) throws(ReadError) -> ProductStanding {
        let domain = try domain(product.domain)
        let consumers = try userCount(of: product.id, at: now)
        let trust = try trust(of: product, domain: domain, consumers: consumers, under: book, at: now)
        return ProductStanding(
            product: product.id, level: trust.level, score: trust.score, freshnessSeconds: trust.freshnessSeconds,
            consumers: consumers,
            access: try access(to: product, links: links.links(to: product.id), domain: domain, for: actor, at: now))
    }

    private func trust(
        of product: DataProduct, domain: Domain?, consumers: Int, endorsements: [Endorsement] = [],
        under book: PolicyBook, at now: Instant
    ) throws(ReadError) -> Trust {
        let policies = book.speaking(of: product)
        let needs = policies.reduce(into: Rule.Needs.metrics) { $0.formUnion($1.needs) }
        let subject = try subject(product, domain: domain, needs: needs, at: now)
        return Trust(
            product, metrics: subject.metrics, report: book.report(on: subject, under: policies), consumers: consumers,
            endorsements: endorsements, at: now)
    }

    /// The word for an actor, as the rules of subscribing would decide. `links` are theirs.
    private func access(
        to product: DataProduct, links: [Subscription], domain: Domain?, for actor: Actor, at now: Instant
    ) throws(ReadError) -> AccessWord {
        guard product.status != .retired else { return .closed }
        let keepers = [product.owner, domain?.owner ?? ""] + (domain?.team ?? [])
        if keepers.contains(where: actor.isOrBelongs) { return .yours }
        let open = links.filter { $0.isOpen(at: now) }
        if open.contains(where: { $0.state == .active }) { return .yours }
        if !open.isEmpty { return .asked }
        guard product.status != .draft else { return .closed }
        let terms = try terms(of: product, port: product.defaultPort)
        if terms.kind == .open || actor.ownsMesh { return .open }
        if terms.kind == .roleBased, terms.roles.contains(where: { actor.holds(Role($0)) }) { return .open }
        return try deciders(of: product, terms: terms, at: now).first.map(AccessWord.asks) ?? .unclaimed
    }
}
