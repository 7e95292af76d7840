internal import SystemPackage

extension Folder {
    /// Hands over the frames of earlier revisions, newest first, journal by journal, until the body has had enough (false)
    /// or a journal is no longer kept.
    func forEachFrame(before revision: UInt64, _ body: (Frame) throws(StoreError) -> Bool) throws(StoreError) {
        _ = try view()
        guard let opened = lastOpened() else { return }
        var journal = opened.journal
        var limit: UInt64? = opened.place.offset
        // Where the journal after begins: frames behind that stand there as well.
        var last: UInt64?
        while true {
            var frames: [Frame] = []
            if journal.header.baseRevision < revision {
                var place = journal.start
                _ = try journal.read(from: &place, to: limit, last: last) { (frame, _) throws(StoreError) in
                    if frame.revision < revision { frames.append(frame) }
                }
            }
            last = journal.header.baseChain
            for frame in frames.reversed() {
                guard try body(frame) else { return }
            }
            guard let previous = try self.journal(before: journal) else { return }
            journal = previous
            limit = nil
        }
    }

    /// The journal that one continues; nil where there is none or it is no longer kept.
    func journal(before journal: Journal) throws(StoreError) -> Journal? {
        guard journal.header.previous > 0 else { return nil }
        let name = Journal.name(journal.header.previous)
        do throws(DiskError) {
            _ = try disk.open(name, writing: false)
        } catch {
            if error.code == .noSuchFileOrDirectory { return nil }
            throw StoreError(error, disk.file(name))
        }
        return try Journal(disk, earlier: journal.header.previous, mesh: journal.header.mesh)
    }
}
