import MeshModel

extension Offer {
    /// What creates the product, publishes its versions and brings it to where it stands.
    var changes: [Change] {
        let product = DataProduct.ID(known: id)
        var changes: [Change] = [.createProduct(ProductDraft(id: product, facts: facts))]
        let versions: [String] =
            switch stage {
            case .draft: []
            case .published(let versions): versions
            case .deprecated, .retired: ["1.0"]
            }
        for (index, version) in versions.enumerated() {
            // Earlier versions lack the newest field.
            let shown = schemaFields.dropLast(versions.count - 1 - index)
            changes.append(
                .publish(
                    Publication(
                        product: product, version: version, schema: [SchemaObject(name: id, fields: Array(shown))],
                        access: terms, note: index == 0 ? "" : "one field more")))
        }
        switch stage {
        case .draft, .published: break
        case .deprecated(let note): changes.append(.deprecate(StatusChange(product: product, note: note)))
        case .retired(let note): changes.append(.retire(StatusChange(product: product, note: note)))
        }
        return changes
    }

    private var facts: ProductFacts {
        var facts = ProductFacts()
        facts.domain = Domain.ID(known: domain)
        facts.owner = owner
        facts.description = description
        // Some domains have begun to name one, as the policy in grace asks.
        if ["sales", "finance", "logistics"].contains(domain) { facts.contact = "\(domain)-data@example.com" }
        facts.inputs = inputs.compactMap { Input(text: $0) }
        facts.tags = tags
        facts.classification = classification
        facts.sla = SLA(
            availability: Quantity(promise.availability, .percent), freshness: Quantity(promise.freshnessHours, .hours),
            quality: Quantity(promise.quality, .percent))
        facts.ports = [OutputPort(id: OutputPort.main, address: place.address)]
        facts.metadata = ["format": place.address.format]
        return facts
    }

    private var schemaFields: [SchemaField] {
        fields.split(separator: " ").enumerated().compactMap { index, text in
            let pii = text.hasSuffix("*")
            guard var field = FieldOptions.StatedField(argument: String(pii ? text.dropLast() : text))?.field else {
                return nil
            }
            field.pii = pii
            field.primaryKey = index == 0
            return field
        }
    }
}

extension Offer.Place {
    var address: Address {
        switch self {
        case .warehouse(let table):
            Address(server: "postgres://warehouse.example.com/mesh", location: table, format: "table")
        case .lake(let path): Address(server: "s3", location: "s3://mesh-lake/\(path)", format: "parquet")
        case .topic(let name): Address(server: "kafka://broker.example.com:9092", location: name, format: "avro")
        case .api(let path): Address(server: "https", location: "https://data.example.com/\(path)", format: "json")
        }
    }
}

extension Offer {
    /// A month of measurements, one a day; the newest an hour before the present.
    func measurements(at now: Instant) -> [Change] {
        guard let health else { return [] }
        let product = DataProduct.ID(known: id)
        return (0..<30).reversed().map { daysAgo in
            let at = now.adding(seconds: -Int64(daysAgo) * Instant.secondsPerDay - 3600)
            let drift = health.monthAgo * Double(daysAgo) / 29 + wobble(day: daysAgo)
            let share = { (value: Double) in plainNumber(((min(100, max(0, value + drift))) * 10).rounded() / 10) }
            return .recordQuality(
                QualityReport(
                    product: product,
                    metrics: [
                        .init(name: "completeness", value: share(health.completeness)),
                        .init(name: "accuracy", value: share(health.accuracy)),
                        .init(name: "timeliness_hours", value: plainNumber(health.hours)),
                    ],
                    at: at, source: "dbt"))
        }
    }

    /// A little up and down from day to day, the same in every run; today's value is as it was stated.
    private func wobble(day: Int) -> Double {
        guard day > 0 else { return 0 }
        let seed = id.utf8.reduce(day &* 7) { $0 &* 31 &+ Int($1) }
        return Double(abs(seed % 9) - 4) / 10
    }
}
