internal import Glibc
internal import MeshModel

extension Folder {
    /// The mesh as it was: the newest snapshot from before that is still there, and the journals behind it up to then.
    ///
    /// Throws `notKept` where nothing reaches so far back, and `notYet` for a revision that nobody has made.
    /// Reads frame by frame from there on, and tells the revision it has come to every so often.
    func view(at moment: PastMoment, telling tell: (UInt64) -> Void = { _ in }) throws(StoreError) -> RecordView {
        let present = try view()
        guard let opened = lastOpened() else { return present }
        switch moment {
        case .revision(let number) where number == present.revision: return present
        case .revision(let number) where number > present.revision:
            throw .notYet(revision: number, newest: present.revision)
        case .time(let time) where time.milliseconds >= present.time: return present
        case .revision, .time: break
        }
        // The newest first; each continues the one behind it.
        var journals = [opened.journal]
        var start: RecordView?
        repeat {
            let journal = journals[journals.count - 1]
            start = try base(of: journal, before: moment)?.keeping(present.bounds)
            if start == nil {
                guard let previous = try self.journal(before: journal) else {
                    throw .notKept(earliest: try earliestBase(of: journals))
                }
                journals.append(previous)
            }
        } while start == nil
        guard var view = start else { return present }
        for (place, journal) in journals.enumerated().reversed() {
            var reading = journal.start
            let last = place > 0 ? journals[place - 1].header.baseChain : nil
            var isPast = false
            _ = try journal.read(from: &reading, to: place == 0 ? opened.place.offset : nil, last: last) {
                (frame, next) in
                isPast = isPast || moment.isBefore(frame)
                guard !isPast else { return }
                view = view.adding(frame, chain: next.chain)
                if view.revision.isMultiple(of: 1024) { tell(view.revision) }
            }
            if isPast { break }
        }
        return view
    }

    /// The earliest revision that some journals, the newest first, can be opened at.
    func earliestBase(of journals: [Journal]) throws(StoreError) -> UInt64 {
        var earliest = journals[0].header.baseRevision
        for journal in journals where try base(of: journal, before: .revision(.max)) != nil {
            earliest = journal.header.baseRevision
        }
        return earliest
    }

    /// What a journal begins with, where that is not after a moment and still there.
    private func base(of journal: Journal, before moment: PastMoment) throws(StoreError) -> RecordView? {
        let header = journal.header
        if case .revision(let number) = moment, number < header.baseRevision { return nil }
        guard header.snapshot > 0 else { return header.baseRevision == 0 ? RecordView(nil) : nil }
        do throws(StoreError) {
            let snapshot = try Snapshot(disk, Snapshot.name(header.snapshot), known: known)
            if case .time(let time) = moment, time.milliseconds < snapshot.header.time { return nil }
            return RecordView(snapshot, try Segments(of: snapshot, on: disk))
        } catch {
            // An older generation is removed once nobody needs it.
            if case .failed(_, let code) = error, code == ENOENT { return nil }
            throw error
        }
    }
}

extension PastMoment {
    fileprivate func isBefore(_ frame: Frame) -> Bool {
        switch self {
        case .revision(let number): frame.revision > number
        case .time(let time): !frame.isNote && frame.time > time.milliseconds
        }
    }
}
