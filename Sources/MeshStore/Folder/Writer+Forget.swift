public import MeshModel

/// How much of the past is kept.
public enum HistoryBound: Equatable, Sendable {
    /// Journals of so many bytes together, the one in force counted in.
    case bytes(UInt64)
    /// What happened since then.
    case since(Instant)
}

/// What is no longer kept, and what still is.
public struct ForgottenHistory: Equatable, Sendable {
    public var journals = 0
    public var bytes: UInt64 = 0
    /// The log begins behind this revision; 0: with the mesh.
    public var logBegins: UInt64 = 0
    /// The earliest revision that can be opened as it was.
    public var earliest: UInt64 = 0
}

extension Writer {
    /// Removes the oldest journals beyond a bound, and the snapshots that they went on from. The journal in force and the newest snapshots
    /// stay whatever it says.
    package mutating func forget(beyond bound: HistoryBound) throws(StoreError) -> ForgottenHistory {
        let journals = try keptJournals()
        var kept = try opened.journal.status().length
        var count = 1
        while count < journals.count {
            let length = try journals[count].status().length
            guard try isKept(journals[count], length, beside: kept, bound) else { break }
            kept += length
            count += 1
        }
        var forgotten = ForgottenHistory()
        // The oldest first: what a crash leaves has no gap.
        for journal in journals[count...].reversed() {
            forgotten.bytes += try journal.status().length
            forgotten.journals += 1
            try Folder.removeIfThere(folder.disk, Journal.name(journal.header.number))
        }
        if forgotten.journals > 0 {
            try on(folder.path) { () throws(DiskError) in try folder.disk.synchronize() }
        }
        // Snapshots without a journal begin nothing any longer.
        try thinCheckpoints()
        forgotten.logBegins = journals[count - 1].header.baseRevision
        forgotten.earliest = try folder.earliestBase(of: Array(journals[..<count]))
        return forgotten
    }

    private func isKept(
        _ journal: Journal, _ length: UInt64, beside kept: UInt64, _ bound: HistoryBound
    ) throws(StoreError) -> Bool {
        switch bound {
        case .bytes(let most): return length <= most && kept <= most - length
        case .since(let time):
            var newest = Int64.min
            var place = journal.start
            _ = try journal.read(from: &place, to: nil) { (frame, _) in newest = max(newest, frame.time) }
            return newest >= time.milliseconds
        }
    }
}
