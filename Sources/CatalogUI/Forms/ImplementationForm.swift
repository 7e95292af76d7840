import MeshModel

/// Saying how a product's domain keeps a policy: by its own metrics, or more strictly.
struct ImplementationForm: FormSubject {
    private let domain: Domain.ID
    /// Those that speak of the product, with what each asks for.
    private let policies: [Policy]
    /// How the domain keeps them today.
    private let ways: [Policy.ID: PolicyImplementation]

    init(_ material: Material) {
        domain = material.sheet.product.domain
        policies = material.policies
        ways = Dictionary(
            material.ways.filter { $0.domain == material.sheet.product.domain }.map { ($0.policy, $0) },
            uniquingKeysWith: { first, _ in first })
    }

    var title: String { "Keep a policy in \(domain)" }
    var key: FormKey { FormKey(command: .implement, subject: domain.text) }

    func fields(_ values: FormValues) -> [InquiryField] {
        let first = policies.first?.id.text ?? ""
        let policy = policies.first { $0.id.text == (values["policy"] ?? first) }
        let way = policy.flatMap { ways[$0.id] }
        let names = Words.list(policies.map(\.id.text), most: 3)
        return [
            InquiryField("domain", "domain", .fact, initial: domain.text),
            InquiryField(
                "policy", "policy", initial: first, isSuggested: true,
                hint: policies.isEmpty ? "none speaks of the product" : "those that speak of the product: \(names)"),
            InquiryField("asks", "it asks", .fact, initial: policy?.rules.joined(separator: "; ") ?? ""),
            InquiryField("kept", "kept as", .fact, initial: way.map(Self.words) ?? "it is written"),
            InquiryField(
                "metrics", "metrics", .text(placeholder: "completeness=fill_rate"),
                hint: "what the domain calls its own, with commas"),
            InquiryField(
                "rules", "rules", .text(placeholder: "completeness >= 98%"), hint: "stricter ones only, parted by ;"),
            InquiryField("description", "why"),
        ]
    }

    /// "completeness=fill_rate; completeness >= 98%"
    private static func words(_ way: PolicyImplementation) -> String {
        (way.metrics.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } + way.rules).joined(separator: "; ")
    }

    /// Nil: one of them is no pair of names.
    private func metrics(_ values: FormValues) -> [String: String]? {
        var metrics: [String: String] = [:]
        for pair in values.text("metrics").split(separator: ",") {
            let names = pair.split(separator: "=", omittingEmptySubsequences: false).map { String($0).trimmed }
            guard names.count == 2, !names.contains("") else { return nil }
            metrics[names[0]] = names[1]
        }
        return metrics
    }

    private func rules(_ values: FormValues) -> [String] {
        values.text("rules").split(separator: ";").map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    func complaints(_ values: FormValues) -> [String: String] {
        var complaints: [String: String] = [:]
        complaints["policy"] = FieldReading.id(values.text("policy"), Policy.self)
        if metrics(values) == nil { complaints["metrics"] = "expected metric=own, such as completeness=fill_rate" }
        for (index, rule) in rules(values).enumerated() where complaints["rules"] == nil {
            do throws(RuleSyntaxError) { _ = try Rule.parse(rule) } catch {
                complaints["rules"] = (rules(values).count > 1 ? "rule \(index + 1), " : "") + error.description
            }
        }
        return complaints
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        guard let policy = Policy.ID(values.text("policy")) else { return .changes([]) }
        return .changes([
            .implementPolicy(
                PolicyImplementation(
                    policy: policy, domain: domain, metrics: metrics(values) ?? [:], rules: rules(values),
                    description: values.text("description")))
        ])
    }

    func commandLine(_ values: FormValues) -> [String] {
        var words = ["datamesh", "policy", "implement", values.text("policy"), "--domain", domain.text]
        for (metric, own) in (metrics(values) ?? [:]).sorted(by: { $0.key < $1.key }) {
            words += ["--metric", "\(metric)=\(own)"]
        }
        for rule in rules(values) { words += ["--rule", rule] }
        if !values.text("description").isEmpty { words += ["--description", values.text("description")] }
        return words
    }
}
