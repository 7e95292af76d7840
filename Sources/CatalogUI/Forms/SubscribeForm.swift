import MeshModel

/// Asking for access to a port of a product.
struct SubscribeForm: FormSubject {
    let product: DataProduct.ID
    private let ports: [OutputPort.ID]
    private let terms: [OutputPort.ID: AccessTerms]
    /// Those that the person owns, with their domains.
    private let consumers: [Consumer]
    /// The only domain that the person works in; blank where there are none or several.
    private let home: String
    private let user: String
    private let now: Instant

    init(_ material: Material, user: String) {
        let sheet = material.sheet
        product = sheet.product.id
        ports = sheet.product.ports.isEmpty ? [sheet.product.defaultPort] : sheet.product.ports.map(\.id)
        var terms: [OutputPort.ID: AccessTerms] = [:]
        for port in ports {
            terms[port] = sheet.contracts(of: port).last?.access ?? sheet.product.access ?? AccessTerms()
        }
        self.terms = terms
        consumers = material.consumers
        home = material.homes.count == 1 ? material.homes[0].text : ""
        self.user = user
        now = sheet.now
    }

    var title: String { "Subscribe to \(product)" }
    var key: FormKey { FormKey(command: .subscribe, subject: product.text) }

    private func port(_ values: FormValues) -> OutputPort.ID { OutputPort.ID(values.text("port")) ?? ports[0] }
    private func terms(_ values: FormValues) -> AccessTerms { terms[port(values)] ?? AccessTerms() }
    private func registered(_ values: FormValues) -> Consumer? {
        consumers.first { $0.id.text == values.text("consumer") }
    }

    func fields(_ values: FormValues) -> [InquiryField] {
        var fields = [
            InquiryField(
                "consumer", "consumer", .text(placeholder: "what will read it, such as crm_board"),
                initial: consumers.first?.id.text ?? Consumer.ID(slugging: user)?.text ?? "", isSuggested: true,
                hint: consumers.isEmpty
                    ? "a pipeline, a dashboard, a notebook" : "yours: \(Words.list(consumers.map(\.id.text), most: 3))"),
            InquiryField(
                "domain", "its domain", .text(placeholder: "such as analytics"),
                initial: consumers.first?.domain ?? home, isSuggested: true,
                hint: registered(values).map { "\($0.id) is registered in \($0.domain)" } ?? "may lie outside this mesh"
            ),
        ]
        if ports.count > 1 {
            fields.append(InquiryField("port", "port", .choice(ports.map(\.text)), initial: ports[0].text))
        }
        let terms = terms(values)
        fields += [
            InquiryField(
                "purpose", "purpose", .text(placeholder: "what it is for"),
                hint: terms.purposeRequired ? "the terms ask for it" : ""),
            InquiryField(
                "until", "until",
                .text(placeholder: terms.longestDays > 0 ? "\(terms.longestDays)d at most" : "no end"),
                hint: "2027-06-30 or 90d"),
            InquiryField(
                "uses", "reads", .text(placeholder: "not stated"), hint: "fields, with commas"),
            InquiryField("version", "version", .text(placeholder: "the newest"), hint: "1 is every 1.x"),
            InquiryField("terms", "terms", .fact, initial: SheetText.terms(terms)),
        ]
        return fields
    }

    func complaints(_ values: FormValues) -> [String: String] {
        var complaints: [String: String] = [:]
        complaints["consumer"] = FieldReading.id(values.text("consumer"), Consumer.self)
        if values.text("domain").isEmpty, registered(values) == nil {
            complaints["domain"] = "name the consumer's domain"
        }
        if terms(values).purposeRequired, values.text("purpose").isEmpty {
            complaints["purpose"] = "say what it is for"
        }
        let version = values.text("version")
        if !version.isEmpty, VersionPin(text: version) == nil {
            complaints["version"] = "expected \(VersionPin.expectation)"
        }
        let until = values.text("until")
        if !until.isEmpty {
            if let moment = FieldReading.until(until, now: now) {
                if moment <= now { complaints["until"] = "this has passed" }
            } else {
                complaints["until"] = FieldReading.untilExpectation
            }
        }
        return complaints
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        .changes([
            .subscribe(
                SubscriptionRequest(
                    product: product, port: ports.count > 1 ? port(values) : nil,
                    consumer: Consumer.ID(values.text("consumer")) ?? Self.nobody,
                    consumerDomain: values.text("domain"),
                    purpose: values.text("purpose"), until: FieldReading.until(values.text("until"), now: now),
                    pin: VersionPin(text: values.text("version")), uses: uses(values)))
        ])
    }

    private func uses(_ values: FormValues) -> [String] {
        values.text("uses").split { $0 == "," || $0 == " " }.map(String.init)
    }

    /// Only where a complaint was passed over: the rules refuse it.
    private static let nobody = SubscriptionRequest().consumer

    func commandLine(_ values: FormValues) -> [String] {
        var words = ["datamesh", "subscribe", product.text, "--consumer", values.text("consumer")]
        if !values.text("domain").isEmpty { words += ["--consumer-domain", values.text("domain")] }
        if ports.count > 1 { words += ["--port", port(values).text] }
        if !values.text("purpose").isEmpty { words += ["--purpose", values.text("purpose")] }
        if let until = FieldReading.until(values.text("until"), now: now) { words += ["--until", until.date] }
        if !uses(values).isEmpty { words += ["--uses", uses(values).joined(separator: ",")] }
        if let pin = VersionPin(text: values.text("version")) { words += ["--version", "\(pin)"] }
        return words
    }
}
