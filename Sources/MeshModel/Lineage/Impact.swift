/// Whom a change of a product reaches: everything made from it, and everybody who reads one of them.
public struct Impact: Equatable, Sendable {
    public struct Reached: Equatable, Sendable {
        public var id: DataProduct.ID
        public var title: String
        public var domain: Domain.ID
        /// Blank: unclaimed.
        public var owner: String
        /// Hops from the product that changes; 0 is the product itself.
        public var hops: Int
    }

    public struct Subscriber: Equatable, Sendable {
        public var link: Subscription.ID
        public var domain: String
        public var requestedBy: String
    }

    public var product: DataProduct.ID
    /// Downstream products, the nearest first.
    public var products: [Reached]
    /// Links with access now: to the product itself, then to those downstream.
    public var subscribers: [Subscriber]
    /// There is more downstream than was walked.
    public var isCut: Bool

    /// Each once, in order.
    public var domains: [Domain.ID] { Set(products.map(\.domain)).sorted() }
    public var owners: [String] { Set(products.map(\.owner).filter { !$0.isEmpty }).sorted() }

    /// "7 products in 3 domains, 12 subscribers"
    public var sentence: String {
        let more = isCut ? "more than " : ""
        guard !products.isEmpty else { return "nothing downstream, \(counted(subscribers.count, "subscriber"))" }
        return "\(more)\(counted(products.count, "product")) in \(counted(domains.count, "domain")) downstream, "
            + counted(subscribers.count, "subscriber")
    }
}

/// `1 product`, `7 products`
func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

extension MeshReader {
    /// Everything downstream of a product, at most so many products.
    public func impact(of id: DataProduct.ID, at now: Instant, limit: Int = 10_000) throws(ReadError) -> Impact {
        let reach = try reach(of: id, .downstream, limit: limit)
        var impact = Impact(product: id, products: [], subscribers: [], isCut: reach.isCut)
        for node in [LineageReach.Node(id: id, hops: 0)] + (try reach.page(0..<reach.count)) {
            if node.hops > 0, let product = try product(node.id) {
                impact.products.append(
                    .init(
                        id: node.id, title: product.title, domain: product.domain, owner: product.owner, hops: node.hops
                    ))
            }
            impact.subscribers += try subscriptions(of: node.id)
                .filter { $0.standing(at: now).grantsAccess }
                .map { .init(link: $0.id, domain: $0.consumerDomain, requestedBy: $0.requestedBy) }
        }
        return impact
    }
}
