import MeshModel

/// Choosing a template for a product, and its parameters.
struct ProvisionForm: FormSubject {
    let product: DataProduct.ID
    private let templates: [InfrastructureTemplate]

    init(_ material: Material) {
        product = material.sheet.product.id
        templates = material.templates
    }

    var title: String { "Provision \(product)" }
    var key: FormKey { FormKey(command: .provision, subject: product.text) }

    private func template(_ values: FormValues) -> InfrastructureTemplate? {
        templates.first { $0.id.text == values.text("template") } ?? templates.first
    }

    func fields(_ values: FormValues) -> [InquiryField] {
        guard let template = template(values) else {
            return [
                InquiryField("none", "template", .fact, initial: "none yet: datamesh template create -f template.yaml")
            ]
        }
        var fields = [
            InquiryField(
                "template", "template", .choice(templates.map(\.id.text)), initial: templates.first?.id.text ?? "",
                hint: template.description.isEmpty ? template.name : template.description)
        ]
        for parameter in template.parameters {
            let kind: InquiryField.Kind =
                switch parameter.kind {
                case .choice: .choice(parameter.choices)
                case .flag: .choice(["false", "true"])
                case .text, .number, .path: .text(placeholder: parameter.required ? "needed" : "")
                }
            fields.append(
                InquiryField(
                    Self.name(of: parameter, in: template), parameter.name, kind, initial: parameter.fallback,
                    hint: parameter.description))
        }
        return fields
    }

    /// Parameters of two templates may share a name and not a meaning.
    private static func name(of parameter: InfrastructureTemplate.Parameter, in template: InfrastructureTemplate)
        -> String
    {
        "\(template.id)/\(parameter.name)"
    }

    func complaints(_ values: FormValues) -> [String: String] {
        guard let template = template(values) else { return ["none": "there is no template"] }
        var complaints: [String: String] = [:]
        for parameter in template.parameters {
            let name = Self.name(of: parameter, in: template)
            let value = values.text(name)
            if value.isEmpty {
                if parameter.required { complaints[name] = "this is needed" }
            } else if parameter.kind == .number, Quantity(text: value) == nil {
                complaints[name] = "expected \(Quantity.expectation)"
            }
        }
        return complaints
    }

    private func parameters(_ values: FormValues) -> [String: String] {
        guard let template = template(values) else { return [:] }
        var parameters: [String: String] = [:]
        for parameter in template.parameters {
            let value = values.text(Self.name(of: parameter, in: template))
            if !value.isEmpty { parameters[parameter.name] = value }
        }
        return parameters
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        guard let template = template(values) else { return .changes([]) }
        return .plan(ProvisionWish(product: product, template: template.id, parameters: parameters(values)))
    }

    func commandLine(_ values: FormValues) -> [String] {
        guard let template = template(values) else { return [] }
        let stated = parameters(values).filter { name, value in
            template.parameters.first { $0.name == name }?.fallback != value
        }
        return ["datamesh", "provision", product.text, "--template", template.id.text]
            + stated.sorted { $0.key < $1.key }.flatMap { ["--set", "\($0.key)=\($0.value)"] }
    }
}
