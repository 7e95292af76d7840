import MeshModel

/// Recording measurements of a product.
struct QualityForm: FormSubject {
    let product: DataProduct.ID
    /// Names that were measured before, for the hint.
    let known: [String]

    var title: String { "Record quality of \(product)" }
    var key: FormKey { FormKey(command: .recordQuality, subject: product.text) }

    func fields(_ values: FormValues) -> [InquiryField] {
        [
            InquiryField(
                "metrics", "metrics", .text(placeholder: "completeness=98.5 timeliness_hours=2.5"),
                hint: known.isEmpty ? "name=number …" : "known: \(Words.list(known, most: 4))"),
            InquiryField("source", "measured by", .text(placeholder: "you")),
        ]
    }

    private func metrics(_ values: FormValues) -> [QualityReport.Metric]? {
        let parts = values.list("metrics").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        guard !parts.isEmpty, parts.allSatisfy({ $0.count == 2 }) else { return nil }
        return parts.map { QualityReport.Metric(name: $0[0], value: $0[1]) }
    }

    func complaints(_ values: FormValues) -> [String: String] {
        guard let metrics = metrics(values) else {
            return ["metrics": "expected name=number, such as completeness=98.5"]
        }
        for metric in metrics where Double(metric.value) == nil {
            return ["metrics": "\(metric.name): '\(metric.value)' is not a number"]
        }
        return [:]
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        .changes([
            .recordQuality(
                QualityReport(product: product, metrics: metrics(values) ?? [], source: values.text("source")))
        ])
    }

    func commandLine(_ values: FormValues) -> [String] {
        ["datamesh", "quality", "record", product.text] + values.list("metrics")
            + (values.text("source").isEmpty ? [] : ["--source", values.text("source")])
    }
}

/// Taking a product that nobody owns.
struct ClaimForm: FormSubject {
    let product: DataProduct.ID
    let user: String

    var title: String { "Claim \(product)" }
    var key: FormKey { FormKey(command: .claim, subject: product.text) }

    func fields(_ values: FormValues) -> [InquiryField] {
        [InquiryField("owner", "new owner", initial: user, isSuggested: true, hint: "a user of the host, or @group")]
    }

    func complaints(_ values: FormValues) -> [String: String] {
        values.text("owner").isEmpty ? ["owner": "name a user or an @group"] : [:]
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        .changes([.claimProduct(ProductClaim(id: product, owner: values.text("owner")))])
    }

    func commandLine(_ values: FormValues) -> [String] {
        ["datamesh", "product", "claim", product.text, "--owner", values.text("owner")]
    }
}

/// Deprecating or retiring a product.
struct StatusForm: FormSubject {
    let product: DataProduct.ID
    let command: Command

    var title: String { "\(command == .retire ? "Retire" : "Deprecate") \(product)" }
    var key: FormKey { FormKey(command: command, subject: product.text) }

    func fields(_ values: FormValues) -> [InquiryField] {
        [InquiryField("note", "note", .text(placeholder: "what to use instead, and by when"))]
    }

    func complaints(_ values: FormValues) -> [String: String] { [:] }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        let change = StatusChange(product: product, note: values.text("note"))
        return .changes([command == .retire ? .retire(change) : .deprecate(change)])
    }

    func commandLine(_ values: FormValues) -> [String] {
        ["datamesh", "product", command.name, product.text]
            + (values.text("note").isEmpty ? [] : ["--note", values.text("note")])
    }
}

/// Creating a data product.
struct ProductForm: FormSubject {
    let domain: String
    let user: String

    var title: String { "New data product" }
    var key: FormKey { FormKey(command: .createProduct, subject: "") }

    func fields(_ values: FormValues) -> [InquiryField] {
        [
            InquiryField("id", "id", .text(placeholder: "sales_orders")),
            InquiryField(
                "domain", "domain", .text(placeholder: "sales"), initial: domain, isSuggested: true, hint: "its id"),
            InquiryField("owner", "owner", initial: user, isSuggested: true, hint: "a user of the host, or @group"),
            InquiryField("description", "description", .text(placeholder: "what it is, in a sentence")),
            InquiryField("freshness", "fresh within", .text(placeholder: "24h")),
            InquiryField("availability", "available", .text(placeholder: "99.9%")),
            InquiryField("quality", "quality", .text(placeholder: "95%")),
            InquiryField("tags", "tags", .text(placeholder: "orders, daily")),
            InquiryField(
                "class", "class", .choice(DataProduct.Classification.allCases.map(\.rawValue)),
                initial: DataProduct.Classification.internal.rawValue),
            InquiryField("inputs", "made from", .text(placeholder: "product ids, external:crm.raw")),
        ]
    }

    private static let promises = ["freshness", "availability", "quality"]

    func complaints(_ values: FormValues) -> [String: String] {
        var complaints: [String: String] = [:]
        complaints["id"] = FieldReading.id(values.text("id"), DataProduct.self)
        complaints["domain"] = FieldReading.id(values.text("domain"), Domain.self)
        if values.text("owner").isEmpty { complaints["owner"] = "name a user or an @group" }
        for name in Self.promises where !values.text(name).isEmpty && Quantity(text: values.text(name)) == nil {
            complaints[name] = "expected \(Quantity.expectation)"
        }
        if let bad = values.list("inputs").first(where: { MeshModel.Input(text: $0) == nil }) {
            complaints["inputs"] = "'\(bad)' is not \(MeshModel.Input.expectation)"
        }
        return complaints
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        guard let id = DataProduct.ID(values.text("id")) else { return .changes([]) }
        var facts = ProductFacts()
        facts.domain = Domain.ID(values.text("domain"))
        facts.owner = values.text("owner")
        facts.description = values.text("description").isEmpty ? nil : values.text("description")
        let sla = SLA(
            availability: Quantity(text: values.text("availability")),
            freshness: Quantity(text: values.text("freshness")),
            quality: Quantity(text: values.text("quality")))
        facts.sla = sla.isBlank ? nil : sla
        facts.tags = values.list("tags").isEmpty ? nil : values.list("tags")
        facts.classification = DataProduct.Classification(rawValue: values.text("class"))
        let inputs = values.list("inputs").compactMap { MeshModel.Input(text: $0) }
        facts.inputs = inputs.isEmpty ? nil : inputs
        return .changes([.createProduct(ProductDraft(id: id, facts: facts))])
    }

    func commandLine(_ values: FormValues) -> [String] {
        var words = ["datamesh", "product", "create", values.text("id")]
        for (name, option) in [
            ("domain", "--domain"), ("owner", "--owner"), ("description", "--description"),
            ("freshness", "--freshness"),
            ("availability", "--availability"), ("quality", "--quality"), ("class", "--classification"),
        ] where !values.text(name).isEmpty { words += [option, values.text(name)] }
        for tag in values.list("tags") { words += ["--tag", tag] }
        for input in values.list("inputs") { words += ["--input", input] }
        return words
    }
}
