import Synchronization
import SystemPackage

@testable import MeshStore

/// A simulated disk as a store with one mistake would use it.
final class BuggyDisk: Disk {
    private struct State {
        var lastRename = ""
        var lastRemoved = ""
        /// What was put off, to be done at the next chance.
        var late: (file: any DiskFile, name: String)?
        var lateRename: (from: String, to: String)?
    }

    fileprivate let disk: SimulatedDisk
    fileprivate let bug: PlantedBug
    private let state = Mutex(State())

    init(_ disk: SimulatedDisk, _ bug: PlantedBug) {
        self.disk = disk
        self.bug = bug
    }

    var path: String { disk.path }
    var boot: [UInt8] { disk.boot }

    func open(_ name: String, writing: Bool) throws(DiskError) -> any DiskFile {
        // A name that is still to come is known by what it was.
        let aside = state.withLock { $0.lateRename.flatMap { $0.to == name ? $0.from : nil } }
        return BuggyFile(try disk.open(aside ?? name, writing: writing), name, self)
    }

    func create(_ name: String, mode: UInt32) throws(DiskError) -> any DiskFile {
        BuggyFile(try disk.create(name, mode: mode), name, self)
    }

    func createFolder(_ name: String, mode: UInt32) throws(DiskError) { try disk.createFolder(name, mode: mode) }
    func names() throws(DiskError) -> [String] { try disk.names() }
    func status() throws(DiskError) -> FileStatus { try disk.status() }

    func remove(_ name: String) throws(DiskError) {
        state.withLock { $0.lastRemoved = name }
        try disk.remove(name)
        if bug == .firstCheckpointRemoved, name == Snapshot.name(2) { try disk.remove(Snapshot.name(1)) }
        if bug == .checkpointsSegmentRemoved, name == Snapshot.name(2) { try? disk.remove(Segments.name(1)) }
    }

    func rename(_ name: String, to newName: String) throws(DiskError) {
        state.withLock { $0.lastRename = newName }
        switch (bug, newName) {
        case (.currentInPlace, Current.name):
            guard let old = try? disk.open(newName, writing: true), let bytes = disk.bytes(name) else { break }
            try old.writeWhole(bytes, at: 0)
            return try disk.remove(name)
        case (.currentFirst, _) where newName.hasPrefix("journal-") && newName != "journal-1":
            return state.withLock { $0.lateRename = (name, newName) }
        case (.oldJournalRemovedFirst, Current.name):
            guard let bytes = disk.bytes(newName), let old = try? Current(bytes, file: newName) else { break }
            try? disk.remove(Journal.name(old.journal))
        case (.mergedSegmentsRemovedFirst, Current.name):
            for number in (try? unnamed(by: name)) ?? [] { try? disk.remove(Segments.name(number)) }
        default: break
        }
        try disk.rename(name, to: newName)
    }

    func synchronize() throws(DiskError) {
        let isOfCurrent = state.withLock { $0.lastRename } == Current.name
        if bug == .namesNotSynced && !isOfCurrent || bug == .currentNameNotSynced && isOfCurrent { return }
        if bug == .segmentsRemovedUnsynced, state.withLock({ $0.lastRemoved.hasPrefix("snapshot-") }) { return }
        try attempt { () throws(DiskError) in try disk.synchronize() }
        guard isOfCurrent, let late = state.withLock({ $0.lateRename.take() }) else { return }
        try disk.rename(late.from, to: late.to)
        try disk.synchronize()
    }

    func synchronize(folder name: String) throws(DiskError) {
        if bug == .factsFolderNotSynced { return }
        try attempt { () throws(DiskError) in try disk.synchronize(folder: name) }
    }

    fileprivate func synchronize(_ file: any DiskFile, _ name: String) throws(DiskError) {
        let isAside = name.hasSuffix(".new")
        switch bug {
        case .commitNotSynced where name.hasPrefix("journal-") && !isAside,
            .copiedJournalNotSynced where name.hasPrefix("journal-") && isAside,
            .snapshotNotSynced where name.hasPrefix("snapshot-") && isAside,
            .segmentNotSynced where name.hasPrefix("segment-") && isAside,
            .retentionNotSynced where name.hasPrefix(CheckpointRetention.name),
            .currentNotSynced where name.hasPrefix(Current.name),
            .factsNotSynced where name == Confidences.name:
            return
        case .confirmedBeforeSync where name.hasPrefix("journal-") && !isAside:
            return state.withLock { $0.late = (file, name) }
        default: try attempt { () throws(DiskError) in try file.synchronize() }
        }
    }

    /// A sync, as a store with one of these mistakes takes its failure.
    private func attempt(_ sync: () throws(DiskError) -> Void) throws(DiskError) {
        do throws(DiskError) { try sync() } catch {
            switch bug {
            case .syncTriedAgain: try sync()
            case .failedSyncIgnored: return
            default: throw error
            }
        }
    }

    fileprivate func write(
        _ bytes: RawSpan, at offset: UInt64, _ file: any DiskFile, _ name: String
    ) throws(DiskError) -> Int {
        let count = bytes.byteCount
        if let late = state.withLock({ $0.late?.name == name ? $0.late.take() : nil }) {
            try late.file.synchronize()
        }
        do throws(DiskError) {
            let written = try file.write(bytes, at: offset)
            if bug == .watermarkFirst, name.hasPrefix("journal-"), !name.hasSuffix(".new") {
                vouch(for: offset + UInt64(written))
            }
            return bug == .shortWriteUnchecked ? count : written
        } catch {
            guard bug == .failedWriteIgnored, error.code != .interrupted else { throw error }
            return count
        }
    }

    /// Segments that are named by the snapshot that is in force and not by the one that a new CURRENT names.
    private func unnamed(by newCurrent: String) throws -> [UInt64] {
        func named(_ current: String) throws -> [UInt64] {
            let current = try Current(disk.bytes(current) ?? [], file: current)
            let snapshot = try Snapshot(disk, Snapshot.name(current.snapshot), known: [])
            return try SegmentList(of: snapshot)?.segments.map(\.number) ?? []
        }
        let new = try named(newCurrent)
        return try named(Current.name).filter { !new.contains($0) }
    }

    /// Says of bytes that they are durable.
    private func vouch(for length: UInt64) {
        guard var mark = disk.bytes(Watermark.name).flatMap(Watermark.init) else { return }
        mark.length = length
        mark.revision += 1
        try? disk.open(Watermark.name, writing: true).writeWhole(mark.encoded, at: 0)
    }
}

private final class BuggyFile: DiskFile {
    private let file: any DiskFile
    private let name: String
    private let disk: BuggyDisk

    init(_ file: any DiskFile, _ name: String, _ disk: BuggyDisk) {
        self.file = file
        self.name = name
        self.disk = disk
    }

    func read(upTo count: Int, at offset: UInt64) throws(DiskError) -> [UInt8] {
        try file.read(upTo: count, at: offset)
    }

    func write(_ bytes: RawSpan, at offset: UInt64) throws(DiskError) -> Int {
        try disk.write(bytes, at: offset, file, name)
    }

    func truncate(to length: UInt64) throws(DiskError) { try file.truncate(to: length) }
    func synchronize() throws(DiskError) { try disk.synchronize(file, name) }
    func status() throws(DiskError) -> FileStatus { try file.status() }
    func lock() throws(DiskError) -> Bool { disk.bug == .lockNotTaken ? true : try file.lock() }
    func unlock() { file.unlock() }
    func lockHolder() -> Int32? { file.lockHolder() }
    func map(_ length: Int) throws(DiskError) -> Mapping { try file.map(length) }
}
