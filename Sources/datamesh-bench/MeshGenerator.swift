import MeshModel

/// A mesh of any size that looks like a real one: the same for the same size, on every machine.
struct MeshGenerator {
    let productCount: Int
    private var state: UInt64 = 42

    init(productCount: Int) { self.productCount = productCount }

    private static let subjects = [
        "orders", "customers", "payments", "shipments", "returns", "inventory", "campaigns", "sessions", "invoices",
        "contracts",
        "employees", "claims", "sensors", "prices", "forecasts", "tickets", "leads", "budgets", "routes", "suppliers",
    ]
    private static let adjectives = [
        "daily", "hourly", "raw", "clean", "enriched", "regional", "global", "historic", "current", "forecast",
        "audited", "masked",
    ]
    private static let tags = ["pii", "gdpr", "finance", "core", "experimental", "certified", "external", "realtime"]
    private static let people = ["alice", "bob", "carol", "dave", "erin", "frank", "@analysts", "@platform"]

    /// SplitMix64.
    private mutating func roll(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }

    private mutating func pick(_ words: [String]) -> String { words[roll(words.count)] }

    /// Skewed towards the first: what a few everybody knows and most nobody does looks like.
    private mutating func skewed(_ bound: Int) -> Int { roll(roll(bound) + 1) }

    mutating func changes() -> [Change] {
        let domainCount = max(4, productCount / 120)
        var changes: [Change] = []
        var domains: [Domain.ID] = []
        for number in 0..<domainCount {
            guard let id = Domain.ID("d\(number)-\(pick(Self.subjects))") else { continue }
            var domain = Domain(id: id, name: "Domain \(number)", owner: pick(Self.people), team: [pick(Self.people)])
            if number > 8 { domain.parent = domains[skewed(domains.count)] }
            domains.append(id)
            changes.append(.registerDomain(domain))
        }
        var products: [DataProduct.ID] = []
        for number in 0..<productCount {
            let subject = pick(Self.subjects)
            let adjective = pick(Self.adjectives)
            guard let id = DataProduct.ID("\(subject)_\(adjective)_\(number)") else { continue }
            var facts = ProductFacts()
            facts.name = "\(adjective) \(subject) \(number)"
            facts.domain = domains[skewed(domains.count)]
            facts.owner = pick(Self.people)
            facts.description = (0..<16).map { _ in pick(Self.subjects + Self.adjectives) }.joined(separator: " ")
            facts.tags = [pick(Self.tags), pick(Self.tags)]
            facts.sla = SLA(availability: Quantity(99.9), freshness: Quantity(24, .hours), quality: Quantity(95))
            if !products.isEmpty {
                facts.inputs = (0..<roll(5)).map { _ in .product(products[skewed(products.count)]) }
            }
            changes.append(.createProduct(ProductDraft(id: id, facts: facts)))
            let fields = (0..<8).map { SchemaField(name: "\(pick(Self.subjects))_\($0)", type: "string") }
            changes.append(
                .publish(
                    Publication(
                        product: id, version: "1.0", schema: [SchemaObject(name: id.text, fields: fields)],
                        access: AccessTerms(kind: roll(3) == 0 ? .open : .approval))))
            if roll(2) == 0 {
                let metrics = ["completeness", "accuracy"].map {
                    QualityReport.Metric(name: $0, value: "\(80 + roll(20))")
                }
                changes.append(.recordQuality(QualityReport(product: id, metrics: metrics)))
            }
            for consumer in 0..<skewed(4) {
                guard let reader = Consumer.ID("c\(roll(1000))-\(consumer)") else { continue }
                changes.append(
                    .subscribe(SubscriptionRequest(product: id, consumer: reader, consumerDomain: "finance")))
            }
            products.append(id)
        }
        return changes
    }
}
