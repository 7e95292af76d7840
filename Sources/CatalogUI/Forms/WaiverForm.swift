import MeshModel

/// Excusing a product from a policy.
struct WaiverForm: FormSubject {
    let product: DataProduct.ID
    /// Those that the product does not keep, the ones that bind first.
    let policies: [Policy.ID]
    let now: Instant

    init(_ sheet: Sheet, now: Instant) {
        product = sheet.product.id
        let failing = sheet.compliance?.policies.filter { !$0.isCompliant } ?? []
        policies = failing.filter(\.binds).map(\.policy) + failing.filter { !$0.binds }.map(\.policy)
        self.now = now
    }

    var title: String { "Waive a policy for \(product)" }
    var key: FormKey { FormKey(command: .waive, subject: product.text) }

    func fields(_ values: FormValues) -> [InquiryField] {
        [
            InquiryField("product", "product", .fact, initial: product.text),
            InquiryField(
                "policy", "policy", initial: policies.first?.text ?? "", isSuggested: true,
                hint: policies.isEmpty ? "" : "it does not keep \(policies.map(\.text).joined(separator: ", "))"),
            InquiryField("until", "until", .text(placeholder: "the day it binds again"), hint: "2027-06-30 or 90d"),
            InquiryField("reason", "reason", .text(placeholder: "stands beside every check"), hint: "must be stated"),
        ]
    }

    func complaints(_ values: FormValues) -> [String: String] {
        var complaints: [String: String] = [:]
        complaints["policy"] = FieldReading.id(values.text("policy"), Policy.self)
        if FieldReading.until(values.text("until"), now: now) == nil {
            complaints["until"] = FieldReading.untilExpectation
        }
        if values.text("reason").isEmpty { complaints["reason"] = "state a reason" }
        return complaints
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        guard let policy = Policy.ID(values.text("policy")),
            let until = FieldReading.until(values.text("until"), now: now)
        else { return .changes([]) }
        return .changes([
            .waive(Waiver(policy: policy, product: product, reason: values.text("reason"), until: until))
        ])
    }

    func commandLine(_ values: FormValues) -> [String] {
        var words = ["datamesh", "policy", "waive", values.text("policy"), product.text]
        if let until = FieldReading.until(values.text("until"), now: now) { words += ["--until", until.date] }
        return words + ["--reason", values.text("reason")]
    }
}
