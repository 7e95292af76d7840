internal import SystemPackage

/// The one process that may change a mesh, for as long as this value lives: it holds the lock.
///
/// After an error of a commit it is spent; another one looks at the disk afresh.
package struct Writer: ~Copyable {
    let folder: Folder
    private let lock: any DiskFile
    var opened: Opened
    var journal: any DiskFile
    private var isSpent = false

    init(_ folder: Folder, lock: any DiskFile, opened: Opened, journal: any DiskFile) {
        self.folder = folder
        self.lock = lock
        self.opened = opened
        self.journal = journal
    }

    deinit {
        // Closing alone would not do: a child process just being started still holds the descriptor for a moment.
        lock.unlock()
    }

    /// The mesh as it is now, and stays until this writer changes it.
    package var view: RecordView { opened.view }

    /// A commit before it has a revision.
    package struct Draft: Sendable {
        package var time: Int64
        package var actor: [UInt8]
        package var request: [UInt8]
        package var changes: [UInt8]
        package var audit: [UInt8]
        package var writes: [StoredWrite]

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
        precondition(!isSpent, "a writer was used again after it failed")
        var (place, view) = (opened.place, opened.view)
        var bytes: [UInt8] = []
        var revisions: [UInt64] = []
        var frames = 0
        for draft in drafts {
            if let earlier = try view.revision(ofRequest: draft.request) {
                revisions.append(earlier)
                continue
            }
            let frame = try draft.frame(on: view)
            let encoded = try frame.encoded(chain: place.chain, salt: opened.journal.header.salt)
            place.revision = frame.revision
            place.chain = encoded.integer(at: encoded.count - 8)
            place.offset += UInt64(encoded.count)
            view = view.adding(frame, chain: place.chain)
            bytes += encoded
            revisions.append(frame.revision)
            frames += 1
        }
        guard frames > 0 else { return revisions }
        try append(bytes, at: opened.place)
        opened.advance(to: place, view: view, frames: frames)
        // The commit is durable: that other processes learn of it late is no reason to call it failed.
        if let mark = try? Folder.write(folder.disk, .sound, of: opened.current, at: place) { opened.mark = mark }
        folder.adopt(opened)
        return revisions
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

    /// Whether the journal has grown long enough for `compact`.
    package var isDueForCompaction: Bool {
        opened.frames >= 4096 || opened.place.offset >= 32 << 20
    }
}

extension Writer.Draft {
    /// The frame this becomes on top of `view`, each write with the revision of the image it replaces.
    fileprivate func frame(on view: RecordView) throws(StoreError) -> Frame {
        var writes = self.writes
        for index in writes.indices {
            precondition(writes[index].key.kind < StoredKey.firstOwnKind, "a kind of the store's own")
            writes[index].previous = try view.record(writes[index].key)?.revision ?? 0
        }
        return Frame(
            revision: view.revision + 1, time: time, actor: actor, request: request, changes: changes,
            audit: audit, writes: writes)
    }
}
