internal import SystemPackage

/// The one process that may change a mesh, for as long as this value lives: it holds the lock.
///
/// Commits are staged one after another, each on top of the earlier ones, and made durable together. After an error of the disk it is
/// spent; another one looks at the disk afresh.
package struct Writer: ~Copyable {
    let folder: Folder
    private let lock: FolderLock
    /// What is durable.
    var opened: Opened
    var journal: any DiskFile
    /// Of the last frame, staged ones included; nil until it is needed.
    private var seal: FrameSeal?
    private var staged: Staged
    private var isSpent = false

    init(_ folder: Folder, lock: FolderLock, opened: Opened, journal: any DiskFile) {
        self.folder = folder
        self.lock = lock
        self.opened = opened
        self.journal = journal
        staged = Staged(opened)
    }

    deinit { folder.forgetStagedConfidences() }

    /// Commits that nobody has been told of yet.
    private struct Staged {
        var place: Journal.Place
        var view: RecordView
        var bytes: [UInt8] = []
        var frames = 0

        init(_ opened: Opened) {
            place = opened.place
            view = opened.view
        }
    }

    /// The mesh with everything that is staged; it stays so until this writer changes it.
    package var view: RecordView { staged.view }

    /// A commit before it has a revision.
    package struct Draft: Sendable {
        package var time: Int64
        package var actor: [UInt8]
        package var request: [UInt8]
        package var changes: [UInt8]
        /// `changes` with the words that few may read; empty where there are none.
        package var fullChanges: [UInt8] = []
        package var audit: [UInt8]
        package var writes: [StoredWrite]
        /// Only to be remembered: no records, no revision.
        package var isNote = false

        package init(
            time: Int64, actor: [UInt8], request: [UInt8], changes: [UInt8], audit: [UInt8] = [], writes: [StoredWrite]
        ) {
            self.time = time
            self.actor = actor
            self.request = request
            self.changes = changes
            self.audit = audit
            self.writes = writes
        }
    }

    /// Makes commits durable, all or none, with one write and one sync; returns the revision of each.
    ///
    /// A request that was answered before is not carried out again: its revision is returned.
    package mutating func commit(_ drafts: [Draft]) throws(StoreError) -> [UInt64] {
        var revisions: [UInt64] = []
        for draft in drafts { revisions.append(try stage(draft)) }
        try flush()
        return revisions
    }

    /// Puts a commit behind those that are staged; returns its revision, or the one with which its request was answered before.
    ///
    /// What cannot be staged, because it is too large, leaves the others as they are.
    package mutating func stage(_ draft: Draft) throws(StoreError) -> UInt64 {
        precondition(!isSpent, "a writer was used again after it failed")
        if let earlier = try staged.view.revision(ofRequest: draft.request) { return earlier }
        let frame = try frame(draft)
        let encoded = try frame.encoded(chain: staged.place.chain, salt: opened.journal.header.salt)
        staged.place.frameStart = staged.place.offset
        staged.place.offset += UInt64(encoded.count)
        staged.place.revision = frame.revision
        staged.place.chain = encoded.integer(at: encoded.count - 8)
        staged.view = staged.view.adding(frame, chain: staged.place.chain)
        staged.bytes += encoded
        staged.frames += 1
        seal = FrameSeal(of: encoded)
        return frame.revision
    }

    /// The frame that a draft becomes: each write with the revision of the image it replaces, and what few may read put apart.
    private mutating func frame(_ draft: Draft) throws(StoreError) -> Frame {
        var writes = draft.writes
        let keepsApart = draft.hasConfidences ? try folder.keepsConfidences() : false
        let apart = folder.stagedConfidences
        for index in writes.indices {
            precondition(writes[index].key.kind < StoredKey.firstOwnKind, "a kind of the store's own")
            writes[index].previous = try staged.view.record(writes[index].key)?.revision ?? 0
            if keepsApart, writes[index].isConfidential, let value = writes[index].value {
                writes[index].value = try folder.stageConfidence(value).encoded
            }
        }
        var frame = Frame(
            revision: staged.view.revision + (draft.isNote ? 0 : 1), time: draft.time, actor: draft.actor,
            request: draft.request, changes: draft.changes, writes: writes)
        frame.isNote = draft.isNote
        frame.audit = draft.audit
        if !draft.fullChanges.isEmpty {
            if keepsApart {
                frame.confidence = try folder.stageConfidence(draft.fullChanges).encoded
            } else {
                frame.changes = draft.fullChanges
            }
        }
        frame.apart = folder.stretchStaged(behind: apart)?.encoded ?? []
        frame.seal = try lastSeal()
        frame.behind = staged.place.offset - opened.place.offset
        return frame
    }

    /// SHA-256 of the frame that the next one stands behind.
    mutating func lastSeal() throws(StoreError) -> [UInt8] {
        if let seal { return seal.digest }
        let found = try folder.lastSeal(of: opened)
        seal = FrameSeal(found)
        return found
    }

    /// Makes everything that is staged durable, with one write and one sync; and one more before, where something lies apart.
    package mutating func flush() throws(StoreError) {
        precondition(!isSpent, "a writer was used again after it failed")
        guard staged.frames > 0 else { return }
        do throws(StoreError) { try folder.writeStagedConfidences() } catch {
            isSpent = true
            throw error
        }
        try append(staged.bytes, at: opened.place)
        opened.advance(to: staged.place, view: staged.view, frames: staged.frames, seal: seal)
        // The commit is durable: that other processes learn of it late is no reason to call it failed.
        if let mark = try? Folder.write(folder.disk, .sound, of: opened.current, at: opened.place) {
            opened.mark = mark
        }
        folder.adopt(opened)
        staged = Staged(opened)
    }

    private mutating func append(_ bytes: [UInt8], at durable: Journal.Place) throws(StoreError) {
        do throws(DiskError) {
            try journal.writeWhole(bytes, at: durable.offset)
        } catch {
            isSpent = true
            // Failing that, whoever writes next sees that the journal is longer than the watermark says.
            try? journal.truncate(to: durable.offset)
            throw StoreError(error, opened.journal.name)
        }
        do throws(DiskError) {
            try journal.synchronize()
        } catch {
            isSpent = true
            // Never synced again: the kernel may call lost pages clean. The next writer moves to a new file.
            _ = try? Folder.write(folder.disk, .poisoned, of: opened.current, at: durable)
            throw .uncertain(file: opened.journal.name, code: error.code.rawValue)
        }
    }

    /// Goes on in another journal, which holds what this one held.
    mutating func move(to opened: Opened, _ journal: any DiskFile) {
        precondition(staged.frames == 0, "what is staged was made for the journal before")
        self.opened = opened
        self.journal = journal
        staged = Staged(opened)
        folder.adopt(opened)
    }

    /// Whether the journal has grown long enough for `compact`.
    package var isDueForCompaction: Bool { opened.isLong }
}

extension Writer.Draft {
    var hasConfidences: Bool { !fullChanges.isEmpty || writes.contains { $0.isConfidential && $0.value != nil } }
}

extension Folder {
    /// SHA-256 of the frame behind which the next one stands: zeros behind nothing, empty where that frame is no longer known.
    func lastSeal(of opened: Opened) throws(StoreError) -> [UInt8] {
        if let seal = opened.seal { return seal.digest }
        let (journal, place) = (opened.journal, opened.place)
        if place.frameStart < place.offset { return try journal.seal(of: place) }
        if let section = opened.view.snapshot?.section(Snapshot.Part.seal), section.count == SHA256.length {
            return try section.bytes(0..<SHA256.length)
        }
        guard journal.header.snapshot > 0 else { return [UInt8](repeating: 0, count: SHA256.length) }
        // A snapshot of before seals were kept: the frame it ends with stands in the journal before.
        guard let earlier = try self.journal(before: journal) else { return [] }
        var end = earlier.start
        _ = try earlier.read(from: &end, to: nil, last: journal.header.baseChain) { (_, _) in }
        return end.frameStart < end.offset ? try earlier.seal(of: end) : []
    }
}

extension Journal {
    /// SHA-256 of the frame before a place.
    func seal(of place: Place) throws(StoreError) -> [UInt8] {
        let bytes = try on(name) { () throws(DiskError) in
            try file.readWhole(Int(place.offset - place.frameStart), at: place.frameStart)
        }
        return SHA256.digest(bytes)
    }
}
