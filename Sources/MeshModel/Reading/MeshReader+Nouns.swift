/// The nouns by name, over what every reader offers.
extension MeshReader {
    public func domain(_ id: Domain.ID) throws(ReadError) -> Domain? { try find(Domain.self, Domain.key(id)) }
    public func product(_ id: DataProduct.ID) throws(ReadError) -> DataProduct? {
        try find(DataProduct.self, DataProduct.key(id))
    }
    public func consumer(_ id: Consumer.ID) throws(ReadError) -> Consumer? { try find(Consumer.self, Consumer.key(id)) }
    public func policy(_ id: Policy.ID) throws(ReadError) -> Policy? { try find(Policy.self, Policy.key(id)) }
    public func subscription(_ id: Subscription.ID) throws(ReadError) -> Subscription? {
        try find(Subscription.self, Subscription.key(id))
    }
    public func template(_ id: InfrastructureTemplate.ID) throws(ReadError) -> InfrastructureTemplate? {
        try find(InfrastructureTemplate.self, InfrastructureTemplate.key(id))
    }

    /// The product that a name means: its id, or one of its aliases.
    public func product(named name: String) throws(ReadError) -> DataProduct? {
        guard let id = try productID(named: name) else { return nil }
        return try product(id)
    }

    /// The id of that product, without reading it.
    func productID(named name: String) throws(ReadError) -> DataProduct.ID? {
        if let id = DataProduct.ID(name), try holds(DataProduct.key(id)) { return id }
        guard let alias = try find(Alias.self, Alias.key(name)) else { return nil }
        return try holds(DataProduct.key(alias.product)) ? alias.product : nil
    }

    /// Every record below a prefix. For what is few by nature: versions of a port, policies, templates, domains.
    public func all<R: MeshRecord>(_ type: R.Type, under prefix: RecordKey) throws(ReadError) -> [R] {
        var found: [R] = []
        var after: RecordKey?
        repeat {
            let page = try scan(type, under: prefix, after: after, limit: 512)
            found += page.items
            after = page.next
        } while after != nil
        return found
    }

    public func domains() throws(ReadError) -> [Domain] { try all(Domain.self, under: .under(.domain)) }
    public func policies() throws(ReadError) -> [Policy] { try all(Policy.self, under: .under(.policy)) }
    public func templates() throws(ReadError) -> [InfrastructureTemplate] {
        try all(InfrastructureTemplate.self, under: .under(.template))
    }
    public func provisions(of id: DataProduct.ID) throws(ReadError) -> [Provision] {
        try all(Provision.self, under: .under(.provision, id.text))
    }
    public func subscriptions(of id: DataProduct.ID) throws(ReadError) -> [Subscription] {
        try all(Subscription.self, under: .under(.subscription, id.text))
    }

    /// A port's contracts, oldest version first; of all ports when none is named.
    public func contracts(of product: DataProduct.ID, port: OutputPort.ID? = nil) throws(ReadError) -> [Contract] {
        let prefix: RecordKey = port.map { .under(.contract, product.text, $0.text) } ?? .under(.contract, product.text)
        return try all(Contract.self, under: prefix).sorted { ($0.port, $0.version) < ($1.port, $1.version) }
    }

    public func contract(of product: DataProduct.ID, port: OutputPort.ID) throws(ReadError) -> Contract? {
        try contracts(of: product, port: port).last
    }

    /// The newest point of each metric, by name.
    public func metrics(of id: DataProduct.ID) throws(ReadError) -> [MetricPoint] {
        try firsts(MetricPoint.self, under: .under(.metric, id.text))
    }

    /// By a scan for each group: for readers that have no place to go on from.
    public func firsts<R: MeshRecord>(_ type: R.Type, under prefix: RecordKey) throws(ReadError) -> [R] {
        var firsts: [R] = []
        var after: RecordKey?
        while let record = try scan(type, under: prefix, after: after, limit: 1).items.first {
            firsts.append(record)
            after = record.key.end(ofGroupBehind: prefix)
        }
        return firsts
    }

    /// Links with access by walking a product's links: for readers without an index of them.
    public func countUsers(of id: DataProduct.ID, at now: Instant) throws(ReadError) -> Int {
        try all(SubscriptionOutline.self, under: .under(.subscription, id.text)).count { $0.grantsAccess(at: now) }
    }

    /// Consumers of an owner by walking them all: for readers without an index of them.
    public func scanConsumers(ownedBy owner: String) throws(ReadError) -> [Consumer] {
        try all(Consumer.self, under: .under(.consumer)).filter { $0.owner == owner }
    }

    /// Points of one metric, newest first.
    public func points(of id: DataProduct.ID, metric: String, limit: Int) throws(ReadError) -> [MetricPoint] {
        try scan(MetricPoint.self, under: .under(.metric, id.text, metric), after: nil, limit: limit).items
    }

    /// A domain, then its parents up to the root.
    public func lineage(of domain: Domain.ID) throws(ReadError) -> [Domain.ID] {
        var path = [domain]
        while let parent = try self.domain(path[path.count - 1])?.parent, !path.contains(parent) { path.append(parent) }
        return path
    }

    public func card(of product: DataProduct) throws(ReadError) -> ProductCard {
        ProductCard(
            product, domains: try lineage(of: product.domain),
            consumers: try subscriptions(of: product.id).count { $0.state == .active },
            quality: Quality.score(try metrics(of: product.id)),
            fields: Contract.fieldNames(try contracts(of: product.id)))
    }

    /// What rules see of a product; nil when there is none.
    public func subject(_ id: DataProduct.ID, at now: Instant) throws(ReadError) -> RuleSubject? {
        guard let product = try product(id) else { return nil }
        return RuleSubject(
            product: product, domain: try domain(product.domain),
            contract: try contract(of: id, port: product.defaultPort), metrics: try metrics(of: id), now: now)
    }
}
