/// One line of what happened: a commit, or a product's state that became another.
public enum Happening: Equatable, Sendable {
    case done(JournalEntry)
    case became(StateChange)

    public var at: Instant {
        switch self {
        case .done(let entry): entry.revision.at
        case .became(let change): change.at
        }
    }

    /// A measurement is dated when it was sent: so long before its commit it still came of it.
    static let sendingMilliseconds: Int64 = 1000

    /// The newest first; what came of a commit stands above it. Both lists are in that order already.
    public static func inOrder(_ entries: [JournalEntry], _ changes: [StateChange]) -> [Happening] {
        var above: [Int: [StateChange]] = [:]
        for change in changes { above[place(of: change, among: entries), default: []].append(change) }
        return (0...entries.count).flatMap { place in
            (above[place] ?? []).map(Happening.became)
                + (entries.indices.contains(place) ? [.done(entries[place])] : [])
        }
    }

    /// The place of the entry above which a change stands.
    private static func place(of change: StateChange, among entries: [JournalEntry]) -> Int {
        let behind = entries.firstIndex { $0.revision.at <= change.at } ?? entries.count
        func isCause(_ entry: JournalEntry) -> Bool { entry.touched.contains { change.comes(of: $0) } }
        let same = entries[behind...].prefix { $0.revision.at == change.at }.firstIndex(where: isCause)
        let later = entries[..<behind].lastIndex { entry in
            entry.revision.at.milliseconds < change.at.milliseconds + sendingMilliseconds && isCause(entry)
        }
        return same ?? later ?? behind
    }
}

extension StateChange {
    /// Whether it may come of a record that was written: one that verdicts are given on, of the product, or of the policy.
    fileprivate func comes(of key: RecordKey) -> Bool {
        guard [.product, .contract, .metric, .waiver, .policy, .implementation].contains(key.kind) else { return false }
        guard !key.parts.contains(product.text) else { return true }
        guard case .rule(let turn, _) = cause else { return false }
        return key.parts.contains(turn.policy.text)
    }
}
