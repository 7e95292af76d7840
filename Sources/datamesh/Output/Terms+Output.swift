import MeshModel

extension SLA {
    /// `availability 99.9%, freshness 24h`
    var words: String {
        let known = [
            availability.map { "availability \($0.percent)" }, freshness.map { "freshness \($0.hours)" },
            quality.map { "quality \($0.percent)" },
        ]
        let named = others.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return (known.compactMap(\.self) + named).joined(separator: ", ")
    }
}

extension Quantity {
    fileprivate var percent: String { unit == nil ? "\(self)%" : "\(self)" }
    fileprivate var hours: String { unit == nil ? "\(self)h" : "\(self)" }
}

extension AccessTerms {
    /// `role-based: analyst, manager; a purpose is required; at most 90 days`
    var words: String {
        var text =
            switch kind {
            case .open: "open to everybody"
            case .roleBased: "role-based: \(roles.joined(separator: ", "))"
            case .approval: "asks for approval"
            }
        if !approvers.isEmpty { text += "; \(approvers.joined(separator: ", ")) may decide too" }
        if purposeRequired { text += "; a purpose is required" }
        if longestDays > 0 { text += "; at most \(longestDays) days" }
        return text
    }
}

extension Subscription {
    /// A link that was spelled out, with its standing at a moment, which is not stored; where words are withheld, it says so.
    func tree(at now: Instant) -> Tree {
        var events: [Tree] = []
        for event in history {
            events.append(event.isNoteWithheld ? event.tree.adding(["withheld": .bool(true)]) : event.tree)
        }
        let withheld = isPurposeWithheld || history.contains(where: \.isNoteWithheld)
        return .map(tree.fields.map { $0.key == "history" ? ($0.key, .list(events)) : $0 })
            .adding(["subscription_id": .text("\(id)"), "standing": .text(standing(at: now).rawValue)])
            .adding(withheld ? ["withheld": .bool(true)] : [:])
    }
}
