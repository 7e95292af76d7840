import MeshModel

/// Registering a domain.
struct DomainForm: FormSubject {
    let user: String
    let parent: String

    var title: String { "New domain" }
    var key: FormKey { FormKey(command: .registerDomain, subject: "") }

    func fields(_ values: FormValues) -> [InquiryField] {
        [
            InquiryField("id", "id", .text(placeholder: "sales")),
            InquiryField("name", "name", .text(placeholder: "as people say it: Sales")),
            InquiryField("owner", "owner", initial: user, isSuggested: true, hint: "a user of the host, or @group"),
            InquiryField("team", "team", .text(placeholder: "alice, bob")),
            InquiryField(
                "parent", "part of", .text(placeholder: "no other domain"),
                hint: parent.isEmpty ? "" : "such as \(parent)"),
            InquiryField("description", "description"),
        ]
    }

    func complaints(_ values: FormValues) -> [String: String] {
        var complaints: [String: String] = [:]
        complaints["id"] = FieldReading.id(values.text("id"), Domain.self)
        if values.text("owner").isEmpty { complaints["owner"] = "name a user or an @group" }
        if !values.text("parent").isEmpty { complaints["parent"] = FieldReading.id(values.text("parent"), Domain.self) }
        return complaints
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        guard let id = Domain.ID(values.text("id")) else { return .changes([]) }
        return .changes([
            .registerDomain(
                Domain(
                    id: id, name: values.text("name"), owner: values.text("owner"), team: values.list("team"),
                    description: values.text("description"), parent: Domain.ID(values.text("parent"))))
        ])
    }

    func commandLine(_ values: FormValues) -> [String] {
        var words = ["datamesh", "domain", "register", values.text("id")]
        for (name, option) in [
            ("name", "--name"), ("owner", "--owner"), ("parent", "--parent"), ("description", "--description"),
        ] where !values.text(name).isEmpty { words += [option, values.text(name)] }
        for member in values.list("team") { words += ["--team", member] }
        return words
    }
}

/// Writing a policy.
struct PolicyForm: FormSubject {
    var title: String { "New policy" }
    var key: FormKey { FormKey(command: .createPolicy, subject: "") }

    func fields(_ values: FormValues) -> [InquiryField] {
        [
            InquiryField("id", "id", .text(placeholder: "data_quality")),
            InquiryField(
                "type", "type", .choice(Policy.Kind.allCases.map(\.rawValue)), initial: Policy.Kind.quality.rawValue),
            InquiryField(
                "scope", "scope", .text(placeholder: "global"), initial: "global", isSuggested: true,
                hint: "global, domain:sales or tag:pii"),
            InquiryField(
                "rules", "rules", .text(placeholder: "completeness >= 95%; timeliness <= 24h"), hint: "parted by ;"),
            InquiryField(
                "enforcement", "enforcement", .choice(Policy.Enforcement.allCases.map(\.rawValue)),
                initial: Policy.Enforcement.mandatory.rawValue),
            InquiryField("description", "description"),
        ]
    }

    private func rules(_ values: FormValues) -> [String] {
        values.text("rules").split(separator: ";").map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    func complaints(_ values: FormValues) -> [String: String] {
        var complaints: [String: String] = [:]
        complaints["id"] = FieldReading.id(values.text("id"), Policy.self)
        if Policy.Scope(text: values.text("scope")) == nil {
            complaints["scope"] = "expected \(Policy.Scope.expectation)"
        }
        let rules = rules(values)
        if rules.isEmpty { complaints["rules"] = "write at least one rule" }
        for (index, rule) in rules.enumerated() where complaints["rules"] == nil {
            do throws(RuleSyntaxError) { _ = try Rule.parse(rule) } catch {
                complaints["rules"] = (rules.count > 1 ? "rule \(index + 1), " : "") + error.description
            }
        }
        return complaints
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        guard let id = Policy.ID(values.text("id")), let scope = Policy.Scope(text: values.text("scope")) else {
            return .changes([])
        }
        return .changes([
            .createPolicy(
                Policy(
                    id: id, type: Policy.Kind(rawValue: values.text("type")) ?? .quality, scope: scope,
                    rules: rules(values),
                    enforcement: Policy.Enforcement(rawValue: values.text("enforcement")) ?? .mandatory,
                    description: values.text("description")))
        ])
    }

    func commandLine(_ values: FormValues) -> [String] {
        var words = [
            "datamesh", "policy", "create", values.text("id"), "--type", values.text("type"), "--scope",
            values.text("scope"),
            "--enforcement", values.text("enforcement"),
        ]
        for rule in rules(values) { words += ["--rule", rule] }
        if !values.text("description").isEmpty { words += ["--description", values.text("description")] }
        return words
    }
}
