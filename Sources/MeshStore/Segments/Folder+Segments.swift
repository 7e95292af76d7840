extension Folder {
    /// Writes what the journal holds of series into a segment, with as many of the newest segments as it takes in.
    ///
    /// - Parameters:
    ///   - name: Of the file, if there is something to write.
    ///   - number: Of the snapshot that will name it.
    ///   - bounds: Those that are to hold from now on; nil: those that hold.
    /// - Returns: What that snapshot has to name.
    func writeSegment(
        _ name: String, number: UInt64, of view: RecordView, mesh: [UInt8], keeping bounds: SeriesBounds? = nil
    ) throws(StoreError) -> SegmentList {
        let bounds = bounds ?? view.bounds
        var list = SegmentList(bounds: bounds, view.segments?.list.segments ?? [])
        // A snapshot that holds series itself gives them away.
        let files = view.segments?.files ?? (view.snapshot.map { [$0] } ?? [])
        let takesAll = view.segments == nil || bounds != view.bounds
        let new = view.runs.reduce(0) { $0 + UInt64($1.places(of: Series.kinds).count) }
        let taken = takesAll ? files.count : new == 0 ? 0 : Segments.taken(files.map(\.header.recordCount), with: new)
        guard new > 0 || taken > 0 else { return list }
        let range = RecordCursor.Range(kinds: Series.kinds)
        // What was beyond either is not to come back.
        var cursor = try RecordCursor(
            files.suffix(taken), view.runs, from: StoredKey(Series.kinds.lowerBound, []), in: range,
            keeping: bounds.stricter(view.bounds))
        for file in files.suffix(taken) { file.expectEverything() }
        list.segments.removeLast(min(taken, list.segments.count))
        /// Nothing is older, and so nothing is there to be deleted.
        let isOldest = taken == files.count
        func next() throws(StoreError) -> RecordImage? {
            while let image = try cursor.nextImage() {
                if !isOldest || image.value != nil { return image }
            }
            return nil
        }
        guard let first = try next() else { return list }
        var waiting: RecordImage? = first
        try Folder.replace(disk, name, mode: Modes(disk).immutable) { (file) throws(StoreError) in
            var writer = SnapshotWriter(file, disk.file(name))
            let count = try writer.append { () throws(StoreError) -> RecordImage? in
                if let image = waiting.take() { return image }
                return try next()
            }
            try writer.finish(mesh: mesh, number: number, of: view, recordCount: count)
            let written = try Snapshot(disk, name + ".new", known: [])
            try written.checkEverything()
            list.segments.append(.init(number: number, length: written.header.fileSize, check: written.check))
        }
        return list
    }

    /// What no kept snapshot names is removed, behind the removal of those that named it.
    ///
    /// In doubt, because a snapshot cannot be read, all of them stay.
    func removeUnnamedSegments(_ current: Current) throws(StoreError) {
        let names = try on(path) { () throws(DiskError) in try disk.names() }
        var unnamed = Set(Folder.numbers(names, "segment-").filter { $0 <= current.snapshot })
        for number in Folder.checkpoints(names, before: current.snapshot + 1).reversed() where !unnamed.isEmpty {
            let snapshot = try Snapshot(disk, Snapshot.name(number), known: known)
            for segment in try SegmentList(of: snapshot)?.segments ?? [] { unnamed.remove(segment.number) }
        }
        guard !unnamed.isEmpty else { return }
        try on(path) { () throws(DiskError) in try disk.synchronize() }
        for number in unnamed.sorted() { try Folder.removeIfThere(disk, Segments.name(number)) }
    }
}
