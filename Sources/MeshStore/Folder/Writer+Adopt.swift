internal import SystemPackage

extension Snapshot {
    /// Where the process that compacts leaves its work until the writer takes it over.
    static let asideName = "snapshot-aside"
    /// Held by that process, and by the writer that takes it over: two of them would write into one file.
    static let asideLockName = "private/compaction"
}

extension Writer {
    /// Puts a snapshot in force that was written beside, from an earlier revision of this journal: what was committed since is copied
    /// behind it, byte for byte, into a new journal.
    mutating func adoptSnapshot() throws(StoreError) {
        let disk = folder.disk
        // A process that still writes one must not exchange it between the look at it and its name.
        let making = try folder.takeLock(Snapshot.asideLockName)
        defer { withExtendedLifetime(making) {} }
        let old = opened
        let made = try Snapshot(disk, Snapshot.asideName, known: folder.known)
        guard made.header.mesh == old.current.mesh, made.header.number == old.current.snapshot + 1,
            let place = try old.place(ofChain: made.header.chain), place.revision == made.header.revision
        else {
            try Folder.removeIfThere(disk, Snapshot.asideName)
            throw .damaged(
                file: made.name, offset: 0,
                finding: "it was not made from this journal; it was removed, the next one will do")
        }
        var current = old.current
        current.snapshot += 1
        current.journal += 1
        let header = JournalHeader(
            mesh: current.mesh, number: current.journal, snapshot: current.snapshot, baseRevision: place.revision,
            baseChain: place.chain, previous: old.current.journal, salt: old.journal.header.salt)
        let name = Journal.name(current.journal)
        try Folder.replace(disk, name, mode: Folder.Modes(disk).growing) { (file) throws(StoreError) in
            try old.journal.copy(place.offset..<old.place.offset, behind: header, to: file, disk.file(name))
        }
        let isWithSegment = try SegmentList(of: made)?.segments.last?.number == current.snapshot
        try on(made.name) { () throws(DiskError) in
            // Before the snapshot that names it.
            if isWithSegment { try disk.rename(Segments.asideName, to: Segments.name(current.snapshot)) }
            try disk.rename(Snapshot.asideName, to: Snapshot.name(current.snapshot))
        }
        var opened = try Opened(disk, current, known: folder.known, reusing: old.view)
        // Read once more before it counts.
        guard try opened.read(to: header.length(with: place.offset..<old.place.offset)) == .whole,
            opened.place.chain == old.place.chain
        else { throw .damaged(file: disk.file(name), offset: 0, finding: "it read differently a second time") }
        try Folder.replaceCurrent(disk, current)
        opened.mark = try Folder.write(disk, .sound, of: current, at: opened.place)
        move(to: opened, try on(disk.file(name)) { () throws(DiskError) in try disk.open(name, writing: true) })
        try? thinCheckpoints()
    }
}

extension JournalHeader {
    /// How long a journal with this header and so many copied bytes is.
    fileprivate func length(with copied: Range<UInt64>) -> UInt64 {
        UInt64(JournalHeader.length) + UInt64(copied.count)
    }
}

extension Opened {
    /// The place behind the frame with that check; nil where this journal has none.
    fileprivate func place(ofChain chain: UInt64) throws(StoreError) -> Journal.Place? {
        var found = journal.start
        _ = try journal.read(from: &found, to: place.offset, last: chain) { (_, _) in }
        return found.chain == chain ? found : nil
    }
}

extension Journal {
    /// Copies frames behind a header into a new file.
    func copy(
        _ range: Range<UInt64>, behind header: JournalHeader, to file: any DiskFile, _ name: String
    ) throws(StoreError) {
        try on(name) { () throws(DiskError) in
            try file.writeWhole(header.encoded, at: 0)
            var offset = range.lowerBound
            while offset < range.upperBound {
                let count = Int(min(range.upperBound - offset, 1 << 20))
                let bytes = try self.file.readWhole(count, at: offset)
                guard bytes.count == count else { throw DiskError(.ioError) }
                try file.writeWhole(bytes, at: UInt64(JournalHeader.length) + offset - range.lowerBound)
                offset += UInt64(count)
            }
        }
    }
}
