import MeshModel

/// Deciding about a link: approve it or offer less, deny, renew, revoke, cancel; accept or decline what is offered.
struct DecisionForm: FormSubject {
    let link: Subscription
    let verdict: SubscriptionDecision.Verdict
    let command: Command
    let now: Instant

    var title: String {
        "\(verdict.rawValue.prefix(1).uppercased())\(verdict.rawValue.dropFirst()) \(link.consumer) on \(link.product)"
    }
    var key: FormKey { FormKey(command: command, subject: link.id.description) }

    private static let grant = "grant it"
    private static let offer = "offer this"

    private var needsReason: Bool { verdict == .deny || verdict == .revoke }
    private var grants: Bool { verdict == .approve || verdict == .renew || verdict == .prolong }

    func fields(_ values: FormValues) -> [InquiryField] {
        var fields = [
            InquiryField(
                "who", "asked by", .fact, initial: "\(link.requestedBy), for \(link.consumer) of \(link.consumerDomain)"
            ),
            InquiryField(
                "why", "purpose", .fact, initial: link.purposeInWords.isEmpty ? "not stated" : link.purposeInWords),
        ]
        if let offer = link.offer {
            let terms = [offer.until.map { "until \($0.date)" } ?? "no end", link.inWords(offer.fields)]
            fields.append(
                InquiryField(
                    "offered", "offered", .fact, initial: terms.filter { !$0.isEmpty }.joined(separator: ", with ")))
        }
        if verdict == .approve {
            fields += [
                InquiryField(
                    "answer", "answer", .choice([Self.grant, Self.offer]), initial: Self.grant,
                    hint: "an offer has to be accepted"),
                InquiryField(
                    "only", "only", .text(placeholder: "all fields"), initial: "",
                    hint: link.uses.isEmpty ? "fields, with commas" : "asked for: \(link.inWords(link.uses))"),
            ]
        }
        if grants {
            fields.append(
                InquiryField(
                    "until", "until", .text(placeholder: "no end"), initial: link.until?.date ?? "",
                    hint: "2027-06-30 or 90d"))
        }
        fields.append(
            InquiryField(
                "reason", needsReason ? "reason" : "note", .text(placeholder: needsReason ? "said to who asked" : ""),
                hint: needsReason ? "must be stated" : ""))
        if verdict == .deny {
            fields.append(
                InquiryField(
                    "instead", "instead", .text(placeholder: "nothing else"), hint: "a product to use instead"))
        }
        return fields
    }

    func complaints(_ values: FormValues) -> [String: String] {
        var complaints: [String: String] = [:]
        if needsReason, values.text("reason").isEmpty { complaints["reason"] = "state a reason" }
        if let instead = instead(values) { complaints["instead"] = FieldReading.id(instead, DataProduct.self) }
        let until = values.text("until")
        if grants, !until.isEmpty, FieldReading.until(until, now: now) == nil {
            complaints["until"] = FieldReading.untilExpectation
        }
        return complaints
    }

    private func instead(_ values: FormValues) -> String? {
        let text = values.text("instead")
        return verdict == .deny && !text.isEmpty ? text : nil
    }

    /// What is done in the end: an approval may turn into an offer.
    private func decided(_ values: FormValues) -> SubscriptionDecision.Verdict {
        verdict == .approve && values.text("answer") == Self.offer ? .counter : verdict
    }

    private func only(_ values: FormValues) -> [String] {
        guard verdict == .approve else { return [] }
        return values.text("only").split { $0 == "," || $0 == " " }.map(String.init)
    }

    private func until(_ values: FormValues) -> Instant? {
        grants ? FieldReading.until(values.text("until"), now: now) : nil
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        .changes([
            .decide(
                SubscriptionDecision(
                    decided(values), link.id, reason: values.text("reason"), until: until(values),
                    alternative: instead(values).flatMap { DataProduct.ID($0) }, fields: only(values)))
        ])
    }

    func commandLine(_ values: FormValues) -> [String] {
        var words = ["datamesh", "subscription", decided(values).rawValue, link.id.description]
        if !values.text("reason").isEmpty { words += ["--reason", values.text("reason")] }
        if let until = until(values) { words += ["--until", until.date] }
        if !only(values).isEmpty { words += ["--fields", only(values).joined(separator: ",")] }
        if let instead = instead(values) { words += ["--instead", instead] }
        return words
    }
}
