internal import SystemPackage

extension Writer {
    /// Writes everything into a new snapshot and begins a new journal behind it.
    ///
    /// `index` may add sections of its own; it is handed the view that is being written. Readers move over when they
    /// next look; the snapshot before stays for them, the journals for history, and earlier snapshots as the retention says.
    /// Of series only what is new is written; with other `bounds` all that is kept of them.
    package mutating func compact(
        keeping bounds: SeriesBounds? = nil,
        _ index: (RecordView, inout SnapshotWriter) throws(StoreError) -> Void = { _, _ in }
    ) throws(StoreError) {
        let (view, number) = (opened.view, opened.current.snapshot + 1)
        let segments = try folder.writeSegment(
            Segments.name(number), number: number, of: view, mesh: opened.current.mesh, keeping: bounds)
        try replace(with: try view.keptRecords(series: false), segments, index)
    }

    /// A snapshot without an index, where the journal holds more than a program should keep of it in memory.
    mutating func compactIfHeavy() throws(StoreError) {
        if opened.place.offset >= 256 << 20 { try compact() }
    }

    /// Begins a generation with records from elsewhere, as of the newest revision.
    package mutating func load(_ records: consuming some RecordStream) throws(StoreError) {
        try replace(with: records, nil) { _, _ in }
    }

    private mutating func replace(
        with records: consuming some RecordStream, _ segments: SegmentList?,
        _ index: (RecordView, inout SnapshotWriter) throws(StoreError) -> Void
    ) throws(StoreError) {
        let (disk, view) = (folder.disk, opened.view)
        let seal = try lastSeal()
        let modes = try Folder.Modes(disk)
        var current = opened.current
        current.snapshot += 1
        current.journal += 1
        let name = Snapshot.name(current.snapshot)
        try folder.writeSnapshot(
            name, number: current.snapshot, of: view, records, segments, seal: seal, mesh: current.mesh, index)
        let header = JournalHeader(
            mesh: current.mesh, number: current.journal, snapshot: current.snapshot, baseRevision: view.revision,
            baseChain: view.chain, previous: opened.current.journal, salt: Account.random(8).integer(at: 0))
        try Folder.replace(disk, Journal.name(current.journal), mode: modes.growing, with: header.encoded)
        try Folder.replaceCurrent(disk, current)
        var opened = try Opened(disk, current, known: folder.known, reusing: view)
        opened.mark = try Folder.write(disk, .sound, of: current, at: opened.place)
        let journal = Journal.name(current.journal)
        move(to: opened, try on(disk.file(journal)) { () throws(DiskError) in try disk.open(journal, writing: true) })
        // What cannot be removed now is removed by a later one.
        try? thinCheckpoints()
    }
}

extension Folder {
    /// Writes a view as a snapshot file of that name, and reads it back before anybody depends on it. Without `segments` the records hold
    /// its series.
    func writeSnapshot(
        _ name: String, number: UInt64, of view: RecordView, _ records: consuming some RecordStream,
        _ segments: SegmentList?, seal: [UInt8], mesh: [UInt8],
        _ index: (RecordView, inout SnapshotWriter) throws(StoreError) -> Void
    ) throws(StoreError) {
        let records = records
        try Folder.replace(disk, name, mode: Modes(disk).immutable) { (file) throws(StoreError) in
            var writer = SnapshotWriter(file, disk.file(name))
            let count = try writer.append(records)
            if let segments {
                try writer.begin(Snapshot.Part.segments, isRequired: true)
                try writer.append(segments.encoded)
            }
            try index(view, &writer)
            try writer.begin(Snapshot.Part.seal, isRequired: false)
            try writer.append(seal)
            try writer.finish(mesh: mesh, number: number, of: view, recordCount: count)
            try Snapshot(disk, name + ".new", known: known).checkEverything()
        }
    }
}
