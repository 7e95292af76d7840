/// A state of a product that became another: a policy that it began to fail or to pass, a promise that it broke or keeps again.
///
/// Worked out from measurements and from what governance said at the time; nothing of it is stored.
public struct StateChange: Equatable, Sendable {
    public enum Cause: Equatable, Sendable {
        /// The rule that tells most of how a policy's verdict turned, and how many more of its rules turned alike.
        case rule(ComplianceHistory.Turn, more: Int)
        case broken(QualityHistory.Breach)
        case keptAgain(QualityHistory.Breach)
    }

    public var at: Instant
    public var product: DataProduct.ID
    public var cause: Cause
}

extension StateChange {
    public var level: TrustLevel {
        switch cause {
        case .keptAgain: .good
        case .broken: .bad
        case .rule(let turn, _): turn.level
        }
    }

    /// "orders began to fail must: completeness >= 95% wanted, 80% observed (dbt, 2026-11-22T07:10:00Z)"
    public var sentence: String {
        switch cause {
        case .rule(let turn, let more):
            "\(product) \(turn.predicate): \(turn.result.sentence)"
                + (more > 0 ? ", and \(counted(more, "more rule"))" : "")
        case .broken(let breach): "\(product) broke its promise of \(breach.promise): \(breach.observed)"
        case .keptAgain(let breach): "\(product) keeps its promise of \(breach.promise) again"
        }
    }
}

extension ComplianceHistory.Turn {
    /// "began to fail must"
    fileprivate var predicate: String {
        guard before != result.outcome else {
            return binds ? "is held to \(policy) from now on" : "is only warned by \(policy) from now on"
        }
        let warning = binds ? "" : ", which only warns"
        return switch result.outcome {
        case .pass: "began to pass \(policy)\(warning)"
        case .fail: "began to fail \(policy)\(warning)"
        case .notMeasured: "is not measured any more for \(policy)\(warning)"
        }
    }

    /// A rule that passes from the first, or for which nobody has measured yet, changes the state of nothing.
    fileprivate var isNews: Bool { before != nil || result.outcome == .fail }
}

extension ComplianceHistory {
    /// One for each policy and moment: of several rules that turned, those that came out worst.
    fileprivate var changes: [StateChange] {
        var changes: [StateChange] = []
        var rest = turns.filter(\.isNews)[...]
        while let first = rest.first {
            let together = rest.prefix { $0.at == first.at && $0.policy == first.policy }
            rest = rest.dropFirst(together.count)
            let ranks: [RuleResult.Outcome] = [.fail, .notMeasured, .pass]
            let alike = ranks.lazy.map { rank in together.filter { $0.result.outcome == rank } }.first { !$0.isEmpty }
            guard let alike, let told = alike.first else { continue }
            changes.append(StateChange(at: told.at, product: product, cause: .rule(told, more: alike.count - 1)))
        }
        return changes
    }
}

extension MeshReader {
    /// Behind one moment and up to another, oldest first.
    public func stateChanges(
        of product: DataProduct, under chronicle: PolicyChronicle, from: Instant, through now: Instant
    ) throws(ReadError) -> [StateChange] {
        let history = try complianceHistory(of: product, under: chronicle, from: from, through: now)
        return try stateChanges(of: product, history, from: from, through: now)
    }

    /// The same where the verdicts were worked out before.
    func stateChanges(
        of product: DataProduct, _ history: ComplianceHistory, from: Instant, through now: Instant
    ) throws(ReadError) -> [StateChange] {
        var changes = history.changes
        if !product.sla.isBlank {
            let breaches = try qualityHistory(of: product, from: from, through: now).attainments.flatMap(\.breaches)
            for breach in breaches {
                // One that was open when the window opened did not begin in it.
                if breach.from > from {
                    changes.append(StateChange(at: breach.from, product: product.id, cause: .broken(breach)))
                }
                if let until = breach.until {
                    changes.append(StateChange(at: until, product: product.id, cause: .keptAgain(breach)))
                }
            }
        }
        return changes.sorted { $0.at < $1.at }
    }

    /// What changed of the state of products in the time that entries of the journal span, up to now; newest first.
    ///
    /// In a mesh of more than `Activity.mostProducts`, of those only that the entries touch.
    ///
    /// - Parameter product: Only of this one.
    public func stateChanges(
        beside entries: [JournalEntry], of product: DataProduct? = nil, at now: Instant
    ) throws(ReadError) -> [StateChange] {
        guard let oldest = entries.min(by: { $0.revision.number < $1.revision.number }), oldest.revision.at <= now
        else {
            return []
        }
        // What came of the oldest entry may be dated before it, and still behind whatever was done before.
        let sent = Instant(milliseconds: oldest.revision.at.milliseconds - Happening.sendingMilliseconds)
        let earlier = try history(of: nil, before: oldest.revision.number, limit: 1).first
        let from = earlier.map { max(sent, $0.revision.at) } ?? sent
        let chronicle = try policyChronicle(from: from, through: now)
        var changes: [StateChange] = []
        let products = if let product { [product] } else { try products(near: entries) }
        for product in products where product.status != .retired {
            // What is measured of a product as it comes changes its state as well.
            let begun = Instant(milliseconds: product.created.milliseconds - 1)
            changes += try stateChanges(of: product, under: chronicle, from: max(from, begun), through: now)
        }
        return changes.sorted { ($1.at, $0.product) < ($0.at, $1.product) }
    }

    private func products(near entries: [JournalEntry]) throws(ReadError) -> [DataProduct] {
        let few = try scan(DataProduct.self, under: .under(.product), after: nil, limit: Activity.mostProducts)
        guard few.next != nil else { return few.items }
        var seen = Set<DataProduct.ID>()
        var found: [DataProduct] = []
        for key in entries.lazy.flatMap(\.touched) {
            guard [.product, .contract, .metric, .waiver].contains(key.kind), found.count < Activity.mostProducts,
                let id = key.parts.first.flatMap({ DataProduct.ID($0) }), seen.insert(id).inserted,
                let product = try product(id)
            else { continue }
            found.append(product)
        }
        return found
    }
}

/// Beside the journal: states of products that change by themselves.
public enum Activity {
    /// Products whose state is looked at beside a list of what happened.
    public static let mostProducts = 500
}
