// What a contract promises besides its schema: quality, service levels, access.

extension ContractDiffer {
    mutating func compare(_ old: [QualityExpectation], _ new: [QualityExpectation], of path: String) {
        guard old != new else { return }
        var rest = Self.named(new)
        for (identity, expectation) in Self.named(old) {
            guard let index = rest.firstIndex(where: { $0.identity == identity }) else {
                note(path, .compatible, "is no longer checked for \(identity)")
                continue
            }
            compare(expectation, rest.remove(at: index).expectation, identity, of: path)
        }
        for (identity, _) in rest { note(path, .compatible, "is checked for \(identity), too") }
    }

    /// Several checks of one name are told apart by their order.
    private static func named(
        _ expectations: [QualityExpectation]
    ) -> [(identity: String, expectation: QualityExpectation)] {
        var counts: [String: Int] = [:]
        return expectations.map { expectation in
            let count = counts[expectation.identity, default: 0] + 1
            counts[expectation.identity] = count
            let name = expectation.identity.isEmpty ? "quality" : expectation.identity
            return (count == 1 ? name : "\(name) (\(count))", expectation)
        }
    }

    private mutating func compare(
        _ old: QualityExpectation, _ new: QualityExpectation, _ identity: String, of path: String
    ) {
        if old.metric != new.metric || old.query != new.query {
            return note(path, .warning, "checks \(identity) in another way, which cannot be compared")
        }
        if (old.comparison, old.values, old.unit) != (new.comparison, new.values, new.unit) {
            let change = "from \(old.threshold) to \(new.threshold)"
            switch Self.relation(old, new) {
            case .same: note(path, .none, "writes its threshold of \(identity) otherwise: \(change)")
            case .wider: note(path, .compatible, "loosens its threshold of \(identity) \(change)")
            case .narrower: note(path, .breaking, "has a stricter threshold of \(identity): \(change)")
            case .incomparable:
                note(path, .warning, "changes its threshold of \(identity) \(change), which cannot be compared")
            }
        }
        if old.severity != new.severity || old.description != new.description {
            note(path, .compatible, step: .patch, "describes its check of \(identity) otherwise")
        }
    }

    private static func relation(_ old: QualityExpectation, _ new: QualityExpectation) -> ValueRange.Relation {
        if old.comparison == nil, new.comparison != nil { return .narrower }
        if old.comparison != nil, new.comparison == nil { return .wider }
        // What is left out can only be compared where the same is: a larger gap is stricter.
        if old.unit == new.unit, old.comparison == .outside, new.comparison == .outside,
            old.values.count == 2, new.values.count == 2
        {
            let gap = { (values: [String]) in ValueRange(low: .init(value: values[0]), high: .init(value: values[1])) }
            switch gap(old.values).relation(to: gap(new.values)) {
            case .same: return .same
            case .wider: return .narrower
            case .narrower: return gap(new.values).relation(to: gap(old.values)) == .wider ? .wider : .narrower
            case .incomparable: return .incomparable
            }
        }
        // An equality that moves shares no value with the one before.
        if old.comparison == .equal, new.comparison == .equal {
            guard let a = old.values.first, let b = new.values.first, old.unit == new.unit else { return .incomparable }
            return ValueRange.order(a, b) == 0 ? .same : .incomparable
        }
        guard old.unit == new.unit, let before = ValueRange(old), let after = ValueRange(new) else {
            return .incomparable
        }
        return before.relation(to: after)
    }

    /// Versions that were published before promises were noted beside them say nothing of them.
    mutating func compare(_ old: SLA?, _ new: SLA?) {
        guard let old, let new, old != new else { return }
        promise("availability", old.availability, new.availability, isBetterHigher: true)
        promise("freshness", old.freshness, new.freshness, isBetterHigher: false) { $0.unit == nil ? 3600 : 1 }
        promise("quality", old.quality, new.quality, isBetterHigher: true)
        for name in Set(old.others.keys).union(new.others.keys).sorted() {
            let path = "sla.\(name)"
            switch (old.others[name], new.others[name]) {
            case (let before?, let after?) where before != after:
                note(path, .warning, "changes from \(before) to \(after), which cannot be compared")
            case (.some, nil): note(path, .warning, "is no longer promised")
            case (nil, let after?): note(path, .compatible, "is promised: \(after)")
            default: break
            }
        }
    }

    private mutating func promise(
        _ name: String, _ old: Quantity?, _ new: Quantity?, isBetterHigher: Bool,
        scale: (Quantity) -> Double = { _ in 1 }
    ) {
        guard old != new else { return }
        let path = "sla.\(name)"
        guard let old else {
            if let new { note(path, .compatible, "is promised: \(new)") }
            return
        }
        guard let new else { return note(path, .warning, "is no longer promised; it was \(old)") }
        let (before, after) = (old.base * scale(old), new.base * scale(new))
        if before == after {
            note(path, .none, "is written \(new) instead of \(old), which is the same")
        } else if (after > before) == isBetterHigher {
            note(path, .compatible, "is promised better: \(old) becomes \(new)")
        } else {
            note(path, .warning, "is promised worse: \(old) becomes \(new)")
        }
    }

    /// Nil: the product's own terms hold, which are no part of a version.
    mutating func compare(_ old: AccessTerms?, _ new: AccessTerms?) {
        guard let old, let new, old != new else { return }
        let path = "access"
        let rank: [AccessTerms.Kind: Int] = [.open: 0, .roleBased: 1, .approval: 2]
        if old.kind != new.kind {
            let isTighter = (rank[old.kind] ?? 0) < (rank[new.kind] ?? 0)
            note(path, isTighter ? .warning : .compatible, "changes from \(old.kind) to \(new.kind)")
        } else if old.kind == .roleBased {
            let gone = old.roles.filter { !new.roles.contains($0) }
            let added = new.roles.filter { !old.roles.contains($0) }
            if !gone.isEmpty { note(path, .warning, "is no longer granted to \(gone.joined(separator: ", "))") }
            if !added.isEmpty { note(path, .compatible, "is granted to \(added.joined(separator: ", "))") }
        }
        if Set(old.approvers) != Set(new.approvers) {
            note(path, .compatible, step: .patch, "is decided by other people")
        }
        turn(path, old.purposeRequired, new.purposeRequired, on: .warning, "bound to a purpose", "free of a purpose")
        if old.longestDays != new.longestDays {
            let days = { (days: Int64) in days == 0 ? "no end" : "\(days) days" }
            let isTighter = new.longestDays != 0 && (old.longestDays == 0 || new.longestDays < old.longestDays)
            note(
                path, isTighter ? .warning : .compatible,
                "lasts \(days(new.longestDays)) at most instead of \(days(old.longestDays))")
        }
    }
}

extension QualityExpectation {
    /// `must be at least 95%`
    var threshold: String {
        let unit = unit.isEmpty ? "" : " \(unit)"
        if let range = ValueRange(self) { return range.description + unit }
        switch comparison {
        case .notEqual: return "not \(values.first ?? "")\(unit)"
        case .outside where values.count == 2: return "outside \(values[0]) to \(values[1])\(unit)"
        case nil: return "none"
        default: return values.joined(separator: ", ") + unit
        }
    }
}
