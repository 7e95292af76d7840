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
    private static let sendingMilliseconds: Int64 = 1000

    /// The newest first; what came of a commit stands above it. Both lists are in that order already.
    public static func inOrder(_ entries: [JournalEntry], _ changes: [StateChange]) -> [Happening] {
        var happened: [Happening] = []
        var rest = changes[...]
        for entry in entries {
            while let change = rest.first,
                change.at.milliseconds > entry.revision.at.milliseconds - sendingMilliseconds
            {
                happened.append(.became(change))
                rest.removeFirst()
            }
            happened.append(.done(entry))
        }
        return happened + rest.map(Happening.became)
    }
}
