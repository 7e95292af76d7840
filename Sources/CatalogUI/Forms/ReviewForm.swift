import MeshModel

/// Looking again at what is held: each grant is left for later, confirmed or taken back, all in one commit.
struct ReviewForm: FormSubject {
    /// The longest unseen first.
    private let items: [ReviewItem]
    /// Due besides these.
    private let more: Int
    private let now: Instant

    /// More than anybody answers at one sitting: what is answered makes way for the next.
    private static let most = 50
    private static let answers = ["later", "confirm", "revoke"]

    init(_ items: [ReviewItem], now: Instant) {
        self.items = Array(items.prefix(Self.most))
        more = max(0, items.count - Self.most)
        self.now = now
    }

    var title: String { "Access review" }
    var key: FormKey { FormKey(command: .reviewAccess, subject: "") }

    func fields(_ values: FormValues) -> [InquiryField] {
        var fields = [
            InquiryField(
                "due", "due", .fact,
                initial:
                    "\(items.count + more) not affirmed for \(ReviewItem.dueAfterSeconds / Instant.secondsPerDay) days"
                    + (more > 0 ? "; the \(items.count) longest unseen are here" : ""))
        ]
        for item in items {
            fields += [
                InquiryField(
                    "\(item.link.id)", item.link.consumer.text, .choice(Self.answers), initial: Self.answers[0]),
                InquiryField("\(item.link.id) facts", "", .fact, initial: Self.facts(of: item)),
            ]
        }
        let revokes = !links(values, "revoke").isEmpty
        fields.append(
            InquiryField(
                "reason", revokes ? "reason" : "note", .text(placeholder: "stands in the history"),
                hint: revokes ? "must be stated where something is taken back" : ""))
        return fields
    }

    /// "sales_orders, affirmed 2026-03-01 by carol, no end, no access recorded"
    private static func facts(of item: ReviewItem) -> String {
        let port = item.link.port == OutputPort.main ? "" : ":\(item.link.port)"
        let end = item.link.until.map { "until \($0.date)" } ?? "no end"
        let read = item.lastRead.map { "read \($0.date)" } ?? "no access recorded"
        return "\(item.link.product)\(port), affirmed \(item.affirmed.date) by \(item.affirmedBy), \(end), \(read)"
    }

    private func links(_ values: FormValues, _ answer: String) -> [Subscription.ID] {
        items.map(\.link.id).filter { values["\($0)"] == answer }
    }

    func complaints(_ values: FormValues) -> [String: String] {
        var complaints: [String: String] = [:]
        let revoked = links(values, "revoke")
        if !revoked.isEmpty, values.text("reason").isEmpty { complaints["reason"] = "state a reason" }
        if revoked.isEmpty, links(values, "confirm").isEmpty, let first = items.first {
            complaints["\(first.link.id)"] = "confirm or revoke at least one"
        }
        return complaints
    }

    func outcome(_ values: FormValues) -> InquiryOutcome {
        let reason = values.text("reason")
        let confirmed = links(values, "confirm").map { SubscriptionDecision(.confirm, $0, reason: reason) }
        let revoked = links(values, "revoke").map { SubscriptionDecision(.revoke, $0, reason: reason) }
        return .changes((confirmed + revoked).map(Change.decide))
    }

    func commandLine(_ values: FormValues) -> [String] {
        var words = ["datamesh", "access", "review"]
        for answer in Self.answers.dropFirst() {
            let links = links(values, answer).map(\.description)
            if !links.isEmpty { words += ["--\(answer)"] + links }
        }
        return words + (values.text("reason").isEmpty ? [] : ["--reason", values.text("reason")])
    }
}
