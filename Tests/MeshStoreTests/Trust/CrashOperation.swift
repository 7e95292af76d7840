import MeshModel
import SystemPackage

@testable import MeshStore

/// What a store does to a disk, by name: each is cut, killed and failed at every call.
enum CrashOperation: String, CaseIterable, Sendable {
    case creation
    case commit
    case longCommit = "commit of many sectors"
    case batch = "batch of four"
    case confidence = "commit with words for few"
    case rollOver = "roll-over after a failed sync"
    case compaction
    case compactionAgain = "compaction over a snapshot"
    case bulkLoad = "bulk load"
    case handover = "handover from a killed writer"
    case recovery = "recovery from a torn tail"
    case checkpoints = "compaction with checkpoints"
    case adoption = "adoption of a snapshot made beside"
    case segments = "compaction with segments"
    case segmentsAside = "adoption of a snapshot with a segment"

    /// Whether the story has series in it.
    private var hasSeries: Bool { self == .segments || self == .segmentsAside }

    /// Whether others may read the mesh, so that what few may read lies apart.
    var isShared: Bool { self == .confidence }

    /// Every so manyth call fails where not all do: what writes three files makes hundreds of images at each.
    var stride: Int { hasSeries ? 97 : 29 }

    /// How long the one record of a commit is.
    var size: Int { self == .longCommit ? 1500 : 8 }

    /// What stands on the disk before it begins; all of it confirmed and most of it synced.
    func start() throws -> SimulatedDisk.Moment {
        switch self {
        case .creation: return SimulatedDisk.Moment()
        case .confidence: return try began(0)
        case .commit, .longCommit, .batch, .compaction, .bulkLoad, .adoption: return try began(2)
        case .segmentsAside:
            let disk = SimulatedDisk(try began(2))
            let folder = try Folder(disk)
            try Story.compact(folder)
            try commit(folder, telling: disk)
            return disk.moment
        case .rollOver:
            let disk = SimulatedDisk(try began(2))
            let folder = try Folder(disk)
            disk.fail(.init(at: 0, code: .ioError, nextSync: true))
            // It is told that the change may or may not be there.
            _ = try? commit(folder, telling: disk)
            disk.failNoMore()
            return disk.moment
        case .compactionAgain:
            let disk = SimulatedDisk(try began(2))
            let folder = try Folder(disk)
            for _ in 0..<2 {
                try Story.compact(folder)
                try commit(folder, telling: disk)
            }
            return disk.moment
        case .checkpoints, .segments:
            let disk = SimulatedDisk(try began(2))
            let folder = try Folder(disk)
            try keepCheckpoints(3, folder)
            for _ in 0..<3 {
                try Story.compact(folder)
                try commit(folder, telling: disk)
            }
            // The first journal goes: the past begins with the first snapshot.
            do {
                var writer = try folder.writer(waiting: .zero)
                _ = try writer.forget(beyond: .since(Instant(milliseconds: 3000)))
            }
            return disk.moment
        case .handover:
            // Killed between its write and its sync: the journal is longer than the watermark says.
            return try written()
        case .recovery:
            // One sector of the frame arrived before the power went: prefixes come in their order where not every subset is made.
            return try written().afterPowerCut(exhaustiveTo: 0, draws: 0)[1]
        }
    }

    private func began(_ commits: Int) throws -> SimulatedDisk.Moment {
        let disk = SimulatedDisk(isShared: isShared)
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        for _ in 0..<commits { try commit(folder, telling: disk) }
        return disk.moment
    }

    /// A third commit at the moment when its bytes are written and not synced.
    private func written() throws -> SimulatedDisk.Moment {
        let disk = SimulatedDisk(try began(2), remembering: true)
        try commit(Folder(disk), telling: disk)
        guard let journal = disk.moment.names["journal-1"],
            let moment = disk.history.first(where: { $0.files[journal]?.pending.isEmpty == false })
        else { throw Unexpected() }
        return moment
    }

    struct Unexpected: Error {}

    /// The work itself, on a disk that may lie; what is confirmed is told to the one beneath.
    func run(on disk: any Disk, telling simulated: SimulatedDisk) throws {
        if self == .creation { try Folder.prepare(disk) }
        let folder = try Folder(disk)
        switch self {
        case .creation, .commit, .longCommit, .handover, .recovery, .rollOver:
            try commit(folder, telling: simulated)
        case .confidence:
            for _ in 0..<2 { try commit(folder, telling: simulated) }
        case .batch: try commit(folder, count: 4, telling: simulated)
        case .compaction, .compactionAgain:
            try Story.compact(folder)
            try commit(folder, telling: simulated)
        case .checkpoints, .segments:
            try keepCheckpoints(2, folder)
            try Story.compact(folder)
            try commit(folder, telling: simulated)
        case .bulkLoad:
            try load(folder)
            try commit(folder, telling: simulated)
        case .adoption, .segmentsAside:
            try makeSnapshotBeside(folder)
            try commit(folder, telling: simulated)
            do {
                var writer = try folder.writer(waiting: .zero)
                try writer.adoptSnapshot()
            }
            try commit(folder, telling: simulated)
        }
    }

    /// Commits the next chapters in one write, and tells the disk what was begun and what was confirmed.
    func commit(_ folder: Folder, count: UInt64 = 1, telling disk: SimulatedDisk) throws {
        var writer = try folder.writer(waiting: .zero)
        try commit(&writer, count: count, telling: disk)
    }

    func commit(_ writer: inout Writer, count: UInt64 = 1, telling disk: SimulatedDisk) throws {
        let first = writer.view.revision + 1
        disk.attempting(first + count - 1)
        guard let last = try writer.commit((first..<first + count).map(draft)).last else { return }
        disk.acknowledge(last)
    }

    private func draft(_ revision: UInt64) -> Writer.Draft {
        if self == .confidence { return ConfidenceTests.draft(revision) }
        var draft = Story.draft(revision, size: size)
        if hasSeries { draft.writes += SeriesStory.writes(revision) }
        return draft
    }

    /// Whether a mesh says what it should at the revision it is at.
    func isTold(by folder: Folder) throws -> Bool {
        let view = try folder.view()
        let records = try view.scan(7).filter { $0.key != Story.key("secret") }
        guard records == Story.records(at: view.revision, size: size) else { return false }
        if hasSeries {
            guard try SeriesStory.told(by: view) == SeriesStory.records(at: view.revision) else { return false }
        }
        if self == .segments {
            // What begins with the first snapshot, and with the one that is removed.
            for revision in Self.beginningOfThePast...Self.beginningOfThePast + 1 {
                let then = try folder.view(at: .revision(revision))
                guard try SeriesStory.told(by: then) == SeriesStory.records(at: revision) else { return false }
            }
        }
        if self == .checkpoints {
            guard (2...3).contains(try folder.checkpointRetention()[.newest]) else { return false }
            for revision in Self.beginningOfThePast...view.revision {
                let then = try folder.view(at: .revision(revision))
                guard try then.scan(7) == Story.records(at: revision) else { return false }
            }
        }
        guard self == .confidence else { return true }
        return try ConfidenceTests.secret(folder) == (view.revision == 0 ? nil : "purpose \(view.revision)")
    }

    /// The revision of the first snapshot that is kept in `checkpoints`.
    private static let beginningOfThePast: UInt64 = 2

    private func keepCheckpoints(_ count: UInt32, _ folder: Folder) throws {
        var retention = CheckpointRetention()
        retention[.newest] = count
        var writer = try folder.writer(waiting: .zero)
        try writer.keepCheckpoints(retention)
    }

    private func load(_ folder: Folder) throws {
        var writer = try folder.writer(waiting: .zero)
        try writer.load(Chapters(records: Story.records(at: writer.view.revision, size: size)))
    }

    /// What the process that compacts does, without an index: the story's records are not the model's.
    func makeSnapshotBeside(_ folder: Folder) throws {
        let making = try folder.takeLock(Snapshot.asideLockName)
        defer { withExtendedLifetime(making) {} }
        let view = try folder.view()
        guard let opened = folder.lastOpened() else { throw Unexpected() }
        let (number, mesh) = (opened.current.snapshot + 1, opened.current.mesh)
        let segments = try folder.writeSegment(Segments.asideName, number: number, of: view, mesh: mesh)
        try folder.writeSnapshot(
            Snapshot.asideName, number: number, of: view, try view.keptRecords(series: false), segments,
            seal: try folder.lastSeal(of: opened), mesh: mesh
        ) { (_, _) throws(StoreError) in }
    }
}

/// Records that come from elsewhere.
private struct Chapters: RecordStream {
    var records: [StoredRecord]

    mutating func next() throws(StoreError) -> StoredRecord? { records.isEmpty ? nil : records.removeFirst() }
}
