package import MeshModel

/// Everything about one product that its sheet shows, as of one moment.
package struct Sheet: Equatable, Sendable {
    package var product: DataProduct
    package var domain: Domain?
    package var row: ProductRow
    /// All versions of all ports, oldest first.
    package var contracts: [Contract]
    package var metrics: [Measured]
    package var links: [Subscription]
    /// How far platforms are with those links in which they have a part.
    package var access: [Subscription.ID: PlatformAccess]
    package var feeds: [DataProduct.ID]
    package var provisions: [Provision]
    package var usage: [Usage]
    package var compliance: ComplianceReport?
    package var trust: Trust
    /// What stands above everything else: notices, versions to move to, ends that come near.
    package var banner: [Trust.Part]
    package var now: Instant

    /// A metric with its history, oldest first.
    package struct Measured: Equatable, Sendable {
        package var newest: MetricPoint
        package var history: [Double]
    }

    /// How often a consumer read the product, among the newest accesses.
    package struct Usage: Equatable, Sendable {
        package var consumer: String
        package var count: Int
        package var newest: Instant
    }

    package func contracts(of port: OutputPort.ID) -> [Contract] { contracts.filter { $0.port == port } }
}

/// What forms about a product are filled from.
package struct Material: Equatable, Sendable {
    package var sheet: Sheet
    package var templates: [InfrastructureTemplate]
    /// Those of the actor.
    package var consumers: [Consumer]
    /// Domains that the actor works in.
    package var homes: [Domain.ID]
    /// Policies that speak of the product, as they are written, and the domains' own ways of keeping them.
    package var policies: [Policy]
    package var ways: [PolicyImplementation]
}

extension Reading {
    /// Points of a metric that a sparkline shows.
    private static let historyLength = 30
    /// Links that a sheet lists.
    private static let mostLinks = 500
    /// The newest accesses, which usage is told from.
    private static let mostAccesses = 1000

    mutating func sheet(_ id: DataProduct.ID, at now: Instant) throws(ReadError) -> Sheet? {
        guard let product = try reader.product(id), let row = try row(id, at: now) else { return nil }
        var metrics: [Sheet.Measured] = []
        for newest in try reader.metrics(of: id) {
            let history = try reader.points(of: id, metric: newest.name, limit: Self.historyLength).map(\.value)
            metrics.append(Sheet.Measured(newest: newest, history: history.reversed()))
        }
        let links = try reader.subscriptions(
            SubscriptionQuery(product: id), after: nil, limit: Self.mostLinks, at: now
        ).items.map { link throws(ReadError) in try reader.spelledOut(link) }
        let provisions = try reader.provisions(of: id)
        var access: [Subscription.ID: PlatformAccess] = [:]
        for link in links {
            access[link.id] = try reader.platforms(of: link, provisions: provisions, at: now).map(\.access).max()
        }
        return Sheet(
            product: product, domain: try reader.domain(product.domain), row: row,
            contracts: try reader.contracts(of: id), metrics: metrics, links: links,
            access: access,
            feeds: try reader.consumers(of: id), provisions: provisions,
            usage: try usage(of: id),
            compliance: try reader.compliance(of: id, at: now),
            trust: try reader.trust(of: product, under: try policyBook(), at: now),
            banner: try reader.banner(of: product, at: now), now: now)
    }

    private func usage(of id: DataProduct.ID) throws(ReadError) -> [Sheet.Usage] {
        let events = try reader.scan(
            AccessEvent.self, under: .under(.access, id.text), after: nil, limit: Self.mostAccesses)
        return Dictionary(grouping: events.items, by: \.consumer)
            .map { Sheet.Usage(consumer: $0.key, count: $0.value.count, newest: $0.value[0].at) }
            .sorted { ($1.count, $0.consumer) < ($0.count, $1.consumer) }
    }

    mutating func material(_ id: DataProduct.ID, at now: Instant) throws(ReadError) -> Material? {
        guard let sheet = try sheet(id, at: now) else { return nil }
        return Material(
            sheet: sheet, templates: try templates(),
            consumers: try reader.consumers(of: actor),
            homes: try reader.domains().filter { domain in
                ([domain.owner] + domain.team).contains(where: actor.isOrBelongs)
            }.map(\.id),
            policies: try policyBook().speaking(of: sheet.product).map(\.policy),
            ways: try reader.implementations())
    }
}
