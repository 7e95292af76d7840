package import MeshModel

/// What happened, newest first, and how the verdict on a product turned with it.
package struct ActivityList: Equatable, Sendable {
    /// Worked out when it is asked for; the journal knows nothing of it.
    package struct Turn: Equatable, Sendable {
        var tone: Tone
        var text: String
    }

    package var entries: [JournalEntry]
    /// By the entry's revision.
    package var turns: [UInt64: Turn]
}

extension Reading {
    /// Entries whose turns are worked out; further back nobody looks for them.
    private static let mostTurns = 100

    mutating func activity(limit: Int, at now: Instant) throws(ReadError) -> ActivityList {
        let entries = try reader.history(of: nil, before: nil, limit: limit)
        var turns: [UInt64: ActivityList.Turn] = [:]
        let book = try policyBook()
        guard !book.policies.isEmpty else { return ActivityList(entries: entries, turns: [:]) }
        for entry in entries.prefix(Self.mostTurns) {
            for change in entry.changes where turns[entry.revision.number] == nil {
                guard case .recordQuality(let report) = change else { continue }
                turns[entry.revision.number] = try turn(with: report, of: entry, under: book)
            }
        }
        return ActivityList(entries: entries, turns: turns)
    }

    /// The rule that turned with a measurement; of several the first that fails.
    private func turn(
        with report: QualityReport, of entry: JournalEntry, under book: PolicyBook
    ) throws(ReadError) -> ActivityList.Turn? {
        guard let product = try reader.product(report.product) else { return nil }
        let at = report.at ?? entry.revision.at
        let history = try reader.complianceHistory(
            of: product, under: book, from: Instant(milliseconds: at.milliseconds - 1), through: at)
        guard let turn = history.turns.first(where: { $0.result.outcome == .fail }) ?? history.turns.first else {
            return nil
        }
        let tone: Tone =
            switch turn.result.outcome {
            case .pass: .good
            case .fail: turn.binds ? .bad : .warning
            case .notMeasured: .unknown
            }
        return ActivityList.Turn(tone: tone, text: "\(turn.policy): \(turn.sentence)")
    }
}
