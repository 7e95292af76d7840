internal import SystemPackage

extension Folder {
    static let lockName = "private/lock"

    /// Takes the lock, waiting at most so long for another writer, and settles what a crash may have left behind.
    package func writer(waiting patience: Duration = .seconds(5)) throws(StoreError) -> Writer {
        try writer(holding: takeLock(waiting: patience))
    }

    /// Settles under a lock that is held already.
    func writer(holding lock: FolderLock) throws(StoreError) -> Writer {
        let opened = try settled()
        let name = Journal.name(opened.current.journal)
        let journal = try on(opened.journal.name) { () throws(DiskError) in try disk.open(name, writing: true) }
        return Writer(self, lock: lock, opened: opened, journal: journal)
    }

    func takeLock(_ name: String = lockName, waiting patience: Duration = .zero) throws(StoreError) -> FolderLock {
        let file: any DiskFile
        do throws(DiskError) {
            file = try Folder.openLock(disk, name)
        } catch {
            switch error.code {
            case .permissionDenied, .notPermitted: throw .mayNotWrite(path: path, owner: owner())
            case .readOnlyFileSystem: throw .readOnly(path: path)
            default: throw StoreError(error, disk.file(name))
            }
        }
        let deadline = ContinuousClock.now + patience
        while true {
            if try on(disk.file(name), { () throws(DiskError) in try file.lock() }) { return FolderLock(file) }
            guard ContinuousClock.now < deadline else { throw .busy(process: file.lockHolder()) }
            Account.pause(milliseconds: 5)
        }
    }

    /// Opens the lock, making it anew where a copy of the folder came without.
    static func openLock(_ disk: any Disk, _ name: String = lockName) throws(DiskError) -> any DiskFile {
        do throws(DiskError) {
            return try disk.open(name, writing: true)
        } catch {
            guard error.code == .noSuchFileOrDirectory else { throw error }
        }
        do throws(DiskError) { try disk.createFolder("private", mode: 0o700) } catch {
            guard error.code == .fileExists else { throw error }
        }
        do throws(DiskError) {
            return try disk.create(name, mode: 0o600)
        } catch {
            guard error.code == .fileExists else { throw error }
            return try disk.open(name, writing: true)
        }
    }

    private func owner() -> String {
        (try? disk.status()).map { Account.name(ofUser: $0.owner) } ?? "its owner"
    }

    /// Brings journal and watermark to agree, as the table in FORMAT.md says. The lock must be held.
    private func settled() throws(StoreError) -> Opened {
        let found = try readWatermark()
        let current = try readCurrent()
        var opened: Opened
        if let last = lastOpened(), last.current == current {
            opened = last
        } else {
            opened = try Opened(disk, current, known: known, reusing: lastOpened()?.view)
        }
        var notices: [Notice] = []
        switch word(found, on: current) {
        case .holds(let length, let state):
            if opened.place.offset > length { opened = try Opened(disk, current, known: known) }
            _ = try opened.read(to: length)
            opened.mark = found?.mark
            if state == .poisoned {
                notices.append(.rewritten(file: opened.journal.name, bytes: length))
                opened = try rolledOver(opened)
            } else if try opened.journal.status().length > length {
                // A writer died before it could confirm. Whether its sync had failed is not known: keep, but rewrite.
                try readToEnd(&opened, floor: length, &notices)
                opened = try rolledOver(opened)
            }
        case .floor(let length):
            if try readToEnd(&opened, floor: length, &notices) {
                try synchronize(opened)
                opened.mark = try Folder.write(disk, .sound, of: current, at: opened.place)
            } else {
                opened = try rolledOver(opened)
            }
        case .nothing:
            try readToEnd(&opened, floor: 0, &notices)
            opened = try rolledOver(opened)
        }
        adopt(opened, notices)
        return opened
    }

    /// Whether the journal is whole to its end.
    @discardableResult
    private func readToEnd(_ opened: inout Opened, floor: UInt64, _ notices: inout [Notice]) throws(StoreError) -> Bool
    {
        guard case .torn(let bytes) = try opened.read(to: nil, floor: floor) else { return true }
        notices.append(.tornTail(file: opened.journal.name, offset: opened.place.offset, bytes: bytes))
        return false
    }

    private func synchronize(_ opened: Opened) throws(StoreError) {
        try on(opened.journal.name) { () throws(DiskError) in try opened.journal.file.synchronize() }
    }

    /// Copies the frames read so far into a new journal and puts that in force.
    private func rolledOver(_ old: Opened) throws(StoreError) -> Opened {
        var header = old.journal.header
        header.number += 1
        let kept = old.place.offset
        let name = Journal.name(header.number)
        try Folder.replace(disk, name, mode: Modes(disk).growing) { (file) throws(StoreError) in
            try old.journal.copy(UInt64(JournalHeader.length)..<kept, behind: header, to: file, disk.file(name))
        }
        var current = old.current
        current.journal = header.number
        var opened = try Opened(disk, current, known: known, reusing: old.view)
        // Read once more before it counts: after a failed sync the old pages may have changed under us.
        guard try opened.read(to: kept) == .whole, opened.place == old.place else {
            throw .damaged(file: old.journal.name, offset: kept, finding: "it read differently a second time")
        }
        try Folder.replaceCurrent(disk, current)
        opened.mark = try Folder.write(disk, .sound, of: current, at: opened.place)
        try? Folder.removeIfThere(disk, Journal.name(old.current.journal))
        return opened
    }
}
