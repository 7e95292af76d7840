internal import SystemPackage

extension Folder {
    /// What the user set; `none` where nobody has set anything.
    package func checkpointRetention() throws(StoreError) -> CheckpointRetention {
        try Folder.checkpointRetention(disk, mesh: readCurrent().mesh)
    }

    static func checkpointRetention(_ disk: any Disk, mesh: [UInt8]) throws(StoreError) -> CheckpointRetention {
        let path = disk.file(CheckpointRetention.name)
        let bytes: [UInt8]
        do throws(DiskError) {
            bytes = try disk.open(CheckpointRetention.name, writing: false).readWhole(4096, at: 0)
        } catch {
            if error.code == .noSuchFileOrDirectory { return .none }
            throw StoreError(error, path)
        }
        return try CheckpointRetention(bytes, mesh: mesh, file: path)
    }

    /// The numbers of the snapshots before one, ascending.
    static func checkpoints(_ names: [String], before newest: UInt64) -> [UInt64] {
        numbers(names, "snapshot-").filter { $0 < newest }.sorted()
    }

    /// The numbers behind a prefix.
    static func numbers(_ names: [String], _ prefix: String) -> [UInt64] {
        names.compactMap { name in
            guard name.hasPrefix(prefix), let number = UInt64(name.dropFirst(prefix.count)),
                name == "\(prefix)\(number)"
            else { return nil }
            return number
        }
    }
}

/// The snapshots that a mesh can be opened from.
public struct KeptCheckpoints: Equatable, Sendable {
    /// The one in force counted in.
    public var snapshots: Int
    /// The earliest revision that can be opened as it was.
    public var earliest: UInt64
}

extension Writer {
    /// Sets which snapshots stay when later ones are made, and removes those that are not to stay.
    package mutating func keepCheckpoints(_ retention: CheckpointRetention) throws(StoreError) {
        let disk = folder.disk
        try Folder.replace(
            disk, CheckpointRetention.name, mode: Folder.Modes(disk).immutable,
            with: retention.encoded(mesh: opened.current.mesh))
        try on(folder.path) { () throws(DiskError) in try disk.synchronize() }
        try thinCheckpoints()
    }

    /// Removes the snapshots that nobody needs. These are needed: the last two, for sessions map them; what the retention names; and the one
    /// with which the past begins, as long as its journal is kept.
    ///
    /// In doubt, because something cannot be read, all of them stay.
    func thinCheckpoints() throws(StoreError) {
        let (disk, current) = (folder.disk, opened.current)
        let names = try on(folder.path) { () throws(DiskError) in try disk.names() }
        let earlier = Folder.checkpoints(names, before: current.snapshot)
        let old = earlier.filter { $0 + 1 < current.snapshot }
        guard !old.isEmpty else { return try folder.removeUnnamedSegments(current) }
        let retention = try folder.checkpointRetention()
        let bases = try keptJournals().map(\.header.snapshot)
        // A snapshot whose journal is gone has nothing to be read on with.
        let usable = (earlier + [current.snapshot]).filter(bases.contains)
        var needed: Set<UInt64> = []
        if retention != .none {
            needed = retention.kept(
                of: try usable.map { (number) throws(StoreError) in (number, try time(of: number)) })
        }
        // Where the oldest journal begins with the empty mesh, so does the past.
        if let first = usable.first, !bases.contains(0) { needed.insert(first) }
        for number in old where !needed.contains(number) { try Folder.removeIfThere(disk, Snapshot.name(number)) }
        try folder.removeUnnamedSegments(current)
    }

    /// The journal in force and those before it that are still there, the newest first.
    func keptJournals() throws(StoreError) -> [Journal] {
        var journals = [opened.journal]
        while let previous = try folder.journal(before: journals[journals.count - 1]) { journals.append(previous) }
        return journals
    }

    package func keptCheckpoints() throws(StoreError) -> KeptCheckpoints {
        let names = try on(folder.path) { () throws(DiskError) in try folder.disk.names() }
        return KeptCheckpoints(
            snapshots: Folder.checkpoints(names, before: opened.current.snapshot + 1).count,
            earliest: try folder.earliestBase(of: keptJournals()))
    }

    private func time(of snapshot: UInt64) throws(StoreError) -> Int64 {
        try Snapshot(folder.disk, Snapshot.name(snapshot), known: folder.known).header.time
    }
}
