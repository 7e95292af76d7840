/// A mistake that a store could make, made for it on the way to the disk.
enum PlantedBug: String, CaseIterable, Sendable {
    case commitNotSynced = "a commit is not synced"
    case confirmedBeforeSync = "a commit is confirmed before its sync"
    case copiedJournalNotSynced = "a journal made anew is not synced before it gets its name"
    case snapshotNotSynced = "a snapshot is not synced before it gets its name"
    case currentNotSynced = "CURRENT is not synced before it gets its name"
    case namesNotSynced = "the folder is not synced before CURRENT is replaced"
    case currentNameNotSynced = "the folder is not synced after CURRENT was replaced"
    case currentInPlace = "CURRENT is overwritten in place"
    case currentFirst = "CURRENT is replaced before the journal it names has its name"
    case watermarkFirst = "the watermark is written before the sync of what it vouches for"
    case oldJournalRemovedFirst = "the old journal is removed before CURRENT is replaced"
    case segmentNotSynced = "a segment is not synced before it gets its name"
    case mergedSegmentsRemovedFirst = "segments that were taken together are removed before CURRENT is replaced"
    case checkpointsSegmentRemoved = "a segment is removed that a checkpoint names"
    case segmentsRemovedUnsynced = "segments are removed before it is certain that what named them is"
    case firstCheckpointRemoved = "the checkpoint that the past begins with is removed"
    case retentionNotSynced = "the retention is not synced before it gets its name"
    case syncTriedAgain = "a sync that failed is tried again"
    case failedSyncIgnored = "a sync that failed is taken for done"
    case shortWriteUnchecked = "a short write is taken for a whole one"
    case failedWriteIgnored = "a write that failed is taken for done"
    case lockNotTaken = "the lock is not taken"
    case factsNotSynced = "what few may read is not synced before the frame that refers to it"
    case factsFolderNotSynced = "the folder of what few may read is not synced"

    /// Where it is looked for.
    var operations: [CrashOperation] {
        switch self {
        case .segmentNotSynced, .mergedSegmentsRemovedFirst: [.segmentsAside]
        case .checkpointsSegmentRemoved, .segmentsRemovedUnsynced: [.segments]
        default: CrashOperation.allCases
        }
    }
}
