import Testing

@testable import MeshStore

/// Whatever operation a crash or a failed call meets: nothing confirmed is lost, nothing is invented, nothing whole is refused.
struct CrashTests {
    typealias Explorer = CrashExplorer

    @Test func `every disk that a crash may leave is opened, told from and gone on with`() async throws {
        let depth = Effort.isLong ? Explorer.Depth.long : .short
        let tallies = try await withThrowingTaskGroup(of: (CrashOperation, Explorer.Tally).self) { group in
            for operation in CrashOperation.allCases {
                group.addTask { @concurrent in
                    var explorer = Explorer(operation, depth)
                    for mode in Explorer.Mode.allCases { try explorer.explore(mode) }
                    return (operation, explorer.tally)
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var total = Explorer.Tally()
        var rows: [[String]] = []
        for operation in CrashOperation.allCases {
            let tally = tallies[operation] ?? Explorer.Tally()
            #expect(tally.images > 40 && tally.isWhole, "\(operation.rawValue): \(tally)")
            rows.append([operation.rawValue] + tally.columns)
            total += tally
        }
        #expect(total.images >= (Effort.isLong ? 100_000 : 4_000), "\(total)")
        Effort.tell(["operation", "images", "lost", "invented", "refused"], rows + [["in all"] + total.columns])
    }

    /// Each mistake with a mode that finds it.
    static let bugs: [(PlantedBug, Explorer.Mode)] = [
        (.commitNotSynced, .cut),
        (.confirmedBeforeSync, .cut),
        (.copiedJournalNotSynced, .cut),
        (.snapshotNotSynced, .cut),
        (.currentNotSynced, .cut),
        (.namesNotSynced, .cut),
        (.currentNameNotSynced, .cut),
        (.currentInPlace, .cut),
        (.currentFirst, .cut),
        (.watermarkFirst, .cut),
        (.oldJournalRemovedFirst, .cut),
        (.segmentNotSynced, .cut),
        (.mergedSegmentsRemovedFirst, .cut),
        (.checkpointsSegmentRemoved, .cut),
        (.segmentsRemovedUnsynced, .cut),
        (.firstCheckpointRemoved, .cut),
        (.retentionNotSynced, .cut),
        (.syncTriedAgain, .fault),
        (.failedSyncIgnored, .fault),
        (.shortWriteUnchecked, .fault),
        (.failedWriteIgnored, .fault),
        (.lockNotTaken, .rivals),
        (.factsNotSynced, .cut),
        (.factsFolderNotSynced, .cut),
    ]

    @Test(arguments: bugs) func `a mistake in the store is caught`(_ bug: PlantedBug, _ mode: Explorer.Mode) throws {
        for operation in bug.operations {
            var explorer = Explorer(operation, bug == .segmentsRemovedUnsynced ? .singly : .slight, bug: bug)
            try explorer.explore(mode)
            guard let first = explorer.tally.first else { continue }
            return Effort.tell([], [[bug.rawValue, mode.rawValue, "\(operation.rawValue), \(first)"]])
        }
        Issue.record("nothing found: \(bug.rawValue)")
    }

    @Test func `each of them is in the list`() {
        #expect(Set(Self.bugs.map(\.0)) == Set(PlantedBug.allCases))
    }
}

extension CrashExplorer.Tally {
    fileprivate var columns: [String] { [images, lost, invented, refused].map(String.init) }

    fileprivate static func += (left: inout Self, right: Self) {
        left.images += right.images
        left.lost += right.lost
        left.invented += right.invented
        left.refused += right.refused
    }
}
