extension Planner {
    mutating func record(_ report: QualityReport) throws {
        let product = try product(report.product)
        try demand("record the quality of '\(product.id)'", people: try stewards(of: product))
        guard !report.metrics.isEmpty else {
            throw RuleViolation.invalid(
                what: "quality report", value: product.id.text, reason: "holds no metric; state some as name=number")
        }
        let at = report.at ?? now
        guard at <= now.adding(seconds: Instant.secondsPerDay) else {
            throw RuleViolation.invalid(what: "time", value: "\(at)", reason: "lies in the future")
        }
        try record(report.metrics, of: product.id, at: at, source: report.source.isEmpty ? actor.user : report.source)
        consequences.add(
            .does, "product \(product.id)",
            report.metrics.map { "\($0.name) \($0.value)" }.joined(separator: ", ") + " recorded")
    }

    mutating func record(_ metrics: [QualityReport.Metric], of id: DataProduct.ID, at: Instant, source: String) throws {
        for metric in metrics {
            let value = try metric.checked()
            try mesh.put(MetricPoint(product: id, name: metric.name, value: value, at: at, source: source))
        }
    }

    /// Nobody puts an access into somebody else's record: one's own, or with a reason to know.
    private mutating func demandAccess(by consumer: String, of product: DataProduct) throws {
        guard consumer != actor.user else { return }
        var people = try stewards(of: product)
        if let id = Consumer.ID(consumer) {
            people.append(try mesh.consumer(id)?.owner ?? "")
            people += try mesh.subscriptions(of: product.id).filter { $0.consumer == id }.map(\.requestedBy)
        }
        try demand("record an access by '\(consumer)'", people: people, roles: [.platform])
    }

    mutating func record(_ report: AccessReport) throws {
        guard !report.events.isEmpty else {
            throw RuleViolation.invalid(what: "access report", value: "", reason: "holds no event")
        }
        // The next number at a moment of a product: what this report has put there is not counted again.
        var serials: [String: Int64] = [:]
        for proposal in report.events {
            var event = proposal
            let product = try product(event.product)
            event.consumer = event.consumer.trimmed
            guard !event.consumer.isEmpty,
                !event.consumer.unicodeScalars.contains(where: \.isControl)
            else {
                throw RuleViolation.invalid(
                    what: "consumer", value: event.consumer, reason: "must be a name without control characters")
            }
            try demandAccess(by: event.consumer, of: product)
            if event.at.isBlank { event.at = now }
            guard event.at <= now.adding(seconds: Instant.secondsPerDay) else {
                throw RuleViolation.invalid(what: "time", value: "\(event.at)", reason: "lies in the future")
            }
            event.action = event.action.isEmpty ? "read" : event.action
            event.recordedBy = actor.user
            let moment = "\(event.product)/\(event.at.milliseconds)"
            event.serial = serials[moment] ?? 0
            while try mesh.find(AccessEvent.self, event.key) != nil { event.serial += 1 }
            serials[moment] = event.serial + 1
            try mesh.put(event)
            consequences.add(.does, "product \(product.id)", "access by \(event.consumer) recorded")
            if try !mesh.mayRead(event.consumer, product.id, at: event.at) {
                consequences.add(.warning, "product \(product.id)", "\(event.consumer) had no active subscription")
            }
        }
    }
}

extension MeshReader {
    /// Whether a consumer holds a link to any port that grants access at a moment.
    public func mayRead(_ consumer: String, _ product: DataProduct.ID, at moment: Instant) throws(ReadError) -> Bool {
        try subscriptions(of: product).contains {
            $0.consumer.text == consumer && $0.granted(at: moment)
        }
    }

    /// A product's accesses, newest first.
    public func accesses(of product: DataProduct.ID, after: RecordKey? = nil, limit: Int) throws(ReadError) -> Page<
        AccessEvent
    > {
        try scan(AccessEvent.self, under: .under(.access, product.text), after: after, limit: limit)
    }
}

extension QualityReport.Metric {
    /// A metric's value: a finite number that its name can mean.
    package func checked() throws -> Double {
        guard !name.isEmpty,
            name.utf8.allSatisfy({
                (97...122).contains($0) || (48...57).contains($0) || [45, 46, 95].contains($0)
            })
        else {
            throw RuleViolation.invalid(
                what: "metric", value: name, reason: "is not a name of small letters, digits, '.', '_' and '-'")
        }
        guard let number = Double(value), number.isFinite else {
            throw RuleViolation.invalid(
                what: "metric '\(name)'", value: value, reason: "is not a number")
        }
        guard abs(number) <= Bounds.magnitude else {
            throw RuleViolation.invalid(
                what: "metric '\(name)'", value: value,
                reason: "is not between -\(Bounds.magnitude) and \(Bounds.magnitude)")
        }
        let unit = Unit.suffixes.first { name.hasSuffix($0.suffix) }?.unit
        let isShare = unit == .percent || (Quality.dimensions + ["quality", "availability"]).contains(name)
        if isShare, !(0...100).contains(number) {
            throw RuleViolation.invalid(
                what: "metric '\(name)'", value: value, reason: "is not a share between 0 and 100 percent"
            )
        }
        if unit != nil || name.hasSuffix("_count"), number < 0 {
            throw RuleViolation.invalid(what: "metric '\(name)'", value: value, reason: "is negative")
        }
        return number
    }
}
