package import MeshModel

/// What waits for the actor's decision, and what the actor asked for.
package struct SubscriptionLists: Equatable, Sendable {
    package var waiting: [Link]
    package var mine: [Link]
    /// Links of others that the actor answers for.
    package var granted: [Link]

    package struct Link: Equatable, Sendable {
        package var subscription: Subscription
        package var standing: Subscription.Standing
        /// The actor is among those who decide about it.
        package var isDecided: Bool
        /// How far platforms are with it; nil: none has a part in it.
        package var access: PlatformAccess?
    }
}

extension Reading {
    /// More links than anybody reads through; a filter by product shows the rest.
    private static let mostLinks = 2000

    func subscriptionLists(at now: Instant) throws(ReadError) -> SubscriptionLists {
        var lists = SubscriptionLists(waiting: [], mine: [], granted: [])
        var after: RecordKey?
        var answersFor: [DataProduct.ID: Bool] = [:]
        var provisions: [DataProduct.ID: [Provision]] = [:]
        var seen = 0
        repeat {
            let page = try reader.subscriptions(SubscriptionQuery(), after: after, limit: 256, at: now)
            for subscription in page.items {
                if provisions[subscription.product] == nil {
                    provisions[subscription.product] = try reader.provisions(of: subscription.product)
                }
                let decides: Bool
                if let known = answersFor[subscription.product] {
                    decides = known
                } else {
                    decides = try self.decides(about: subscription, at: now)
                    answersFor[subscription.product] = decides
                }
                let link = SubscriptionLists.Link(
                    subscription: try reader.spelledOut(subscription), standing: subscription.standing(at: now),
                    isDecided: decides,
                    access: try reader.platforms(
                        of: subscription, provisions: provisions[subscription.product], at: now
                    ).map(\.access).max())
                if (link.standing == .requested || link.standing == .renewing) && decides
                    || link.standing == .offered && subscription.requestedBy == actor.user
                {
                    lists.waiting.append(link)
                } else if subscription.requestedBy == actor.user {
                    lists.mine.append(link)
                } else if decides {
                    lists.granted.append(link)
                }
            }
            seen += page.items.count
            after = page.next
        } while after != nil && seen < Self.mostLinks
        return lists
    }

    /// Whether the actor is among those who decide about a link; the rules have the last word when a decision is previewed.
    private func decides(about link: Subscription, at now: Instant) throws(ReadError) -> Bool {
        if actor.ownsMesh { return true }
        guard let product = try reader.product(link.product) else { return false }
        let terms = try reader.terms(of: product, port: link.port)
        return try reader.possibleDeciders(of: product, terms: terms, at: now).contains(where: actor.isOrBelongs)
    }
}
