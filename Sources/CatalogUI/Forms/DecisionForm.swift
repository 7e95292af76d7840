import MeshModel

/// Deciding about a link: approve, deny, renew, revoke, cancel.
struct DecisionForm: FormSubject {
    let link: Subscription
    let verdict: SubscriptionDecision.Verdict
    let command: Command
    let now: Instant

    var title: String {
        "\(verdict.rawValue.prefix(1).uppercased())\(verdict.rawValue.dropFirst()) \(link.consumer) on \(link.product)"
    }
    var key: FormKey { FormKey(command: command, subject: link.id.description) }

    private var needsReason: Bool { verdict == .deny || verdict == .revoke }
    private var grants: Bool { verdict == .approve || verdict == .renew }

    func fields(_ values: FormValues) -> [InquiryField] {
        var fields = [
            InquiryField(
                "who", "asked by", .fact, initial: "\(link.requestedBy), for \(link.consumer) of \(link.consumerDomain)"
            ),
            InquiryField(
                "why", "purpose", .fact, initial: link.purposeInWords.isEmpty ? "not stated" : link.purposeInWords),
        ]
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

    private func until(_ values: FormValues) -> Instant? {
        grants ? FieldReading.until(values.text("until"), now: now) : nil
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        .changes([
            .decide(
                SubscriptionDecision(
                    verdict, link.id, reason: values.text("reason"), until: until(values),
                    alternative: instead(values).flatMap { DataProduct.ID($0) }))
        ])
    }

    func commandLine(_ values: FormValues) -> [String] {
        var words = ["datamesh", "subscription", verdict.rawValue, link.id.description]
        if !values.text("reason").isEmpty { words += ["--reason", values.text("reason")] }
        if let until = until(values) { words += ["--until", until.date] }
        if let instead = instead(values) { words += ["--instead", instead] }
        return words
    }
}
