internal import SystemPackage

extension Writer {
    /// Writes everything into a new snapshot and begins a new journal behind it.
    ///
    /// `index` may add sections of its own; it is handed the view that is being written. Readers move over when they
    /// next look; the snapshot and the journals before stay for them and for history.
    package mutating func compact(
        _ index: (RecordView, inout SnapshotWriter) throws(StoreError) -> Void = { _, _ in }
    ) throws(StoreError) {
        let (disk, view) = (folder.disk, opened.view)
        let modes = try Folder.Modes(disk)
        var current = opened.current
        let replaced = current.snapshot
        current.snapshot += 1
        current.journal += 1
        let name = Snapshot.name(current.snapshot)
        try Folder.replace(disk, name, mode: modes.immutable) { (file) throws(StoreError) in
            var writer = SnapshotWriter(file, disk.file(name))
            let count = try writer.appendRecords(of: view)
            try index(view, &writer)
            try writer.finish(mesh: current.mesh, number: current.snapshot, of: view, recordCount: count)
            // Read back before anybody depends on it.
            try Snapshot(disk, name + ".new", known: folder.known).checkEverything()
        }
        let header = JournalHeader(
            mesh: current.mesh, number: current.journal, snapshot: current.snapshot, baseRevision: view.revision,
            baseChain: view.chain, previous: opened.current.journal, salt: Account.random(8).integer(at: 0))
        try Folder.replace(disk, Journal.name(current.journal), mode: modes.growing, with: header.encoded)
        try Folder.replaceCurrent(disk, current)
        opened = try Opened(disk, current, known: folder.known)
        opened.mark = try Folder.write(disk, .sound, of: current, at: opened.place)
        let journal = Journal.name(current.journal)
        self.journal = try on(disk.file(journal)) { () throws(DiskError) in try disk.open(journal, writing: true) }
        folder.adopt(opened)
        if replaced > 1 { try? Folder.removeIfThere(disk, Snapshot.name(replaced - 1)) }
    }
}
