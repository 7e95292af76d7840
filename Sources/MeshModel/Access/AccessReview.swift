/// A grant that somebody should look at again: it was given, renewed or confirmed longer ago than an organisation wants.
public struct ReviewItem: Equatable, Sendable {
    public var link: Subscription
    /// When somebody last said that it is right.
    public var affirmed: Instant
    public var affirmedBy: String
    /// The newest access that is recorded; nil: none is.
    public var lastRead: Instant?

    /// What nobody affirmed for so long is due, unless another length is asked for.
    public static let dueAfterSeconds = 180 * Instant.secondsPerDay
}

extension MeshReader {
    /// What an actor has to look at again, the longest unseen first: grants of products that they decide about, or all for governance.
    ///
    /// - Parameters:
    ///   - product: Only what is held of it; nil: of all.
    ///   - domain: Only what is held of its products, and of those of the domains below it.
    ///   - before: What somebody affirmed since is left out.
    public func accessReview(
        of actor: Actor, product: DataProduct.ID? = nil, domain: Domain.ID? = nil, before: Instant, at now: Instant
    ) throws(ReadError) -> [ReviewItem] {
        var items: [ReviewItem] = []
        var decides: [DataProduct.ID: Bool] = [:]
        var after: RecordKey?
        repeat {
            let page = try subscriptions(
                SubscriptionQuery(product: product, state: .active, standing: [.active, .expiring, .renewing]),
                after: after,
                limit: 512, at: now)
            for link in page.items {
                guard let event = link.affirmation, event.at < before else { continue }
                let isTheirs: Bool
                if let known = decides[link.product] {
                    isTheirs = known
                } else {
                    isTheirs = try reviews(actor, link, in: domain, at: now)
                    decides[link.product] = isTheirs
                }
                guard isTheirs else { continue }
                items.append(
                    ReviewItem(
                        link: link, affirmed: event.at, affirmedBy: event.by, lastRead: try lastRead(by: link)))
            }
            after = page.next
        } while after != nil
        return items.sorted { ($0.affirmed, $0.link.key) < ($1.affirmed, $1.link.key) }
    }

    private func reviews(
        _ actor: Actor, _ link: Subscription, in domain: Domain.ID?, at now: Instant
    ) throws(ReadError) -> Bool {
        guard let product = try product(link.product) else { return false }
        if let domain, try !lineage(of: product.domain).contains(domain) { return false }
        if actor.holds(.governance) { return true }
        let terms = try terms(of: product, port: link.port)
        return try possibleDeciders(of: product, terms: terms, at: now).contains(where: actor.isOrBelongs)
    }

    /// Among the newest accesses of the product.
    private func lastRead(by link: Subscription) throws(ReadError) -> Instant? {
        let events = try scan(
            AccessEvent.self, under: .under(.access, link.product.text), after: nil, limit: 1000)
        return events.items.first { $0.consumer == link.consumer.text || $0.consumer == link.requestedBy }?.at
    }
}
