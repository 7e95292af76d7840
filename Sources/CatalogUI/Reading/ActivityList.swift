package import MeshModel

/// What happened, newest first: what was done, and what states of products became of it.
package struct ActivityList: Equatable, Sendable {
    package var happened: [Happening]
}

extension Reading {
    func activity(limit: Int, at now: Instant) throws(ReadError) -> ActivityList {
        let entries = try reader.history(of: nil, before: nil, limit: limit)
        return ActivityList(
            happened: Happening.inOrder(entries, try reader.stateChanges(beside: entries, at: now)))
    }
}
