import MeshModel

/// Publishing a version of a port's contract.
struct PublishForm: FormSubject {
    let product: DataProduct.ID
    private let ports: [OutputPort.ID]
    /// The newest contract of each port.
    private let newest: [OutputPort.ID: Contract]
    /// What the file named by a path held.
    private var read: (path: String, schema: [SchemaObject])?

    init(_ sheet: Sheet) {
        product = sheet.product.id
        ports = sheet.product.ports.isEmpty ? [sheet.product.defaultPort] : sheet.product.ports.map(\.id)
        var newest: [OutputPort.ID: Contract] = [:]
        for port in ports { newest[port] = sheet.contracts(of: port).last }
        self.newest = newest
    }

    static func == (a: PublishForm, b: PublishForm) -> Bool {
        a.product == b.product && a.ports == b.ports && a.newest == b.newest && a.read?.path == b.read?.path
            && a.read?.schema == b.read?.schema
    }

    var title: String { "Publish \(product)" }
    var key: FormKey { FormKey(command: .publish, subject: product.text) }

    private func port(_ values: FormValues) -> OutputPort.ID { OutputPort.ID(values.text("port")) ?? ports[0] }
    private func before(_ values: FormValues) -> Contract? { newest[port(values)] }

    private static let asBefore = "as before"

    func fields(_ values: FormValues) -> [InquiryField] {
        let before = before(values)
        var fields: [InquiryField] = []
        if ports.count > 1 {
            fields.append(InquiryField("port", "port", .choice(ports.map(\.text)), initial: ports[0].text))
        }
        fields += [
            InquiryField(
                "version", "version", .text(placeholder: "1.0.0"), initial: Self.next(after: before?.version),
                isSuggested: true,
                hint: before.map { "after \($0.version)" } ?? "the first"),
            InquiryField(
                "schema", "schema",
                .text(placeholder: before == nil ? "name:type, … or @file" : "as in \(before?.version.written ?? "")"),
                initial: before.flatMap { SchemaText.line($0.schema) } ?? "", hint: "name:type, name:type, … or @file"),
            InquiryField(
                "terms", "access",
                .choice((before == nil ? [] : [Self.asBefore]) + AccessTerms.Kind.allCases.map(\.rawValue)),
                initial: before == nil ? AccessTerms.Kind.approval.rawValue : Self.asBefore,
                hint: before.map { SheetText.terms($0.access ?? AccessTerms()) } ?? "who may use it, and how"),
        ]
        switch AccessTerms.Kind(rawValue: values.text("terms")) {
        case .roleBased: fields.append(InquiryField("roles", "roles", .text(placeholder: "analyst, manager")))
        case .approval:
            fields.append(
                InquiryField("approvers", "approvers", .text(placeholder: "besides the owner: alice, @stewards")))
        case .open, nil: break
        }
        fields.append(InquiryField("note", "note", .text(placeholder: "what changed")))
        return fields
    }

    private static func next(after version: Version?) -> String {
        version.map { Version(major: $0.major, minor: $0.minor + 1, patch: 0).written } ?? "1.0.0"
    }

    func complaints(_ values: FormValues) -> [String: String] {
        var complaints: [String: String] = [:]
        if let version = Version(text: values.text("version")) {
            if let before = before(values)?.version, version <= before {
                complaints["version"] = "\(before) is published already"
            }
        } else {
            complaints["version"] = "expected \(Version.expectation)"
        }
        let schema = values.text("schema")
        if schema == "@" {
            complaints["schema"] = "name the file: @schema.json"
        } else if !schema.hasPrefix("@"), !(schema.isEmpty && before(values) != nil),
            case .failure(let refusal) = SchemaText.fields(schema)
        {
            complaints["schema"] = refusal.sentence
        }
        if AccessTerms.Kind(rawValue: values.text("terms")) == .roleBased, values.list("roles").isEmpty {
            complaints["roles"] = "name the roles that are granted at once"
        }
        return complaints
    }

    mutating func take(_ schema: [SchemaObject], for values: FormValues) {
        read = (String(values.text("schema").dropFirst()), schema)
    }

    mutating func forgetFile() { read = nil }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        let text = values.text("schema")
        var schema = schema(values)
        if text.hasPrefix("@") {
            let path = String(text.dropFirst())
            guard let read, read.path == path else { return .file(path: path, of: product) }
            schema = read.schema
        }
        return .changes([
            .publish(
                Publication(
                    product: product, port: ports.count > 1 ? port(values) : nil, version: values.text("version"),
                    schema: schema, access: access(values), note: values.text("note")))
        ])
    }

    private func access(_ values: FormValues) -> AccessTerms? {
        guard let kind = AccessTerms.Kind(rawValue: values.text("terms")) else { return before(values)?.access }
        var terms = before(values)?.access ?? AccessTerms()
        terms.kind = kind
        terms.roles = kind == .roleBased ? values.list("roles") : []
        terms.approvers = kind == .approval ? values.list("approvers") : []
        return terms
    }

    /// A file by its name, else field by field.
    private func schemaWords(_ values: FormValues) -> [String] {
        let text = values.text("schema")
        if text.hasPrefix("@") { return ["-f", String(text.dropFirst())] }
        return schema(values).flatMap(\.fields).flatMap { field in
            ["--field", "\(field.name):\(field.type)\(field.required ? "!" : "")"]
                + (field.primaryKey ? ["--key", field.name] : []) + (field.pii ? ["--pii", field.name] : [])
        }
    }

    /// The schema that was typed; as before where nothing was.
    private func schema(_ values: FormValues) -> [SchemaObject] {
        let before = before(values)?.schema ?? []
        guard !values.text("schema").isEmpty, case .success(let fields) = SchemaText.fields(values.text("schema"))
        else {
            return before
        }
        return SchemaText.merge(fields, onto: before, name: product.text)
    }

    func commandLine(_ values: FormValues) -> [String] {
        var words = ["datamesh", "product", "publish", product.text, values.text("version")]
        if ports.count > 1 { words += ["--port", port(values).text] }
        words += schemaWords(values)
        if let kind = AccessTerms.Kind(rawValue: values.text("terms")) {
            words += ["--access", kind.rawValue]
            for role in values.list("roles") where kind == .roleBased { words += ["--role", role] }
            for approver in values.list("approvers") where kind == .approval { words += ["--approver", approver] }
        }
        if !values.text("note").isEmpty { words += ["--note", values.text("note")] }
        return words
    }
}
