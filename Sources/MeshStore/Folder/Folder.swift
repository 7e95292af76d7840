internal import Synchronization
internal import SystemPackage

/// The folder a mesh lives in, open for reading; `writer(waiting:)` takes the lock for a change.
///
/// Shared by everything in a process that looks at one mesh. Reading needs no lock: a view is one revision, and stays
/// it. The bytes of every file are described in FORMAT.md.
package final class Folder: Sendable {
    package let path: String
    let disk: any Disk
    /// Names of the snapshot sections, besides the records', that the caller can read.
    let known: Set<String>
    private let state: Mutex<State>
    let confidential = Mutex(ConfidentialFile())

    private struct State {
        var opened: Opened?
        var notices: [Notice] = []
    }

    /// Opens a mesh on any disk. `known` names the snapshot sections the caller reads besides the records.
    package init(_ disk: any Disk, knowing known: Set<String> = []) throws(StoreError) {
        self.disk = disk
        path = disk.path
        self.known = known
        state = Mutex(State())
        _ = try view()
    }

    /// The latest durable revision. Costs one small read when nothing has changed.
    package func view() throws(StoreError) -> RecordView {
        try state.withLock { (state) throws(StoreError) in
            let opened = try refreshed(state.opened, notices: &state.notices)
            state.opened = opened
            return opened.view
        }
    }

    /// What should be said to a person since the last time this was asked.
    package func takeNotices() -> [Notice] {
        state.withLock { state in
            defer { state.notices = [] }
            return state.notices
        }
    }

    /// What is known now, for the writer.
    func lastOpened() -> Opened? {
        state.withLock { $0.opened }
    }

    func adopt(_ opened: Opened, _ notices: [Notice] = []) {
        state.withLock { state in
            state.opened = opened
            state.notices += notices
        }
    }

    private func refreshed(_ opened: Opened?, notices: inout [Notice]) throws(StoreError) -> Opened {
        // Each turn is lost only to a writer that replaced the journal meanwhile.
        for _ in 0..<16 {
            let found = try readWatermark()
            if let opened, opened.mark == found?.mark { return opened }
            let current = try readCurrent()
            guard var next = try reopened(opened, current) else { continue }
            switch word(found, on: current) {
            case .holds(let length, _):
                if next.place.offset > length { next = try Opened(disk, current, known: known) }
                _ = try next.read(to: length)
            case .floor(let length):
                note(try next.read(to: nil, floor: length), next, &notices)
            case .nothing:
                note(try next.read(to: nil), next, &notices)
            }
            next.mark = found?.mark
            // Without a watermark that holds, what was read is durable only if no writer has begun since.
            if case .holds = word(found, on: current) { return next }
            if try readWatermark()?.mark == found?.mark { return next }
        }
        throw .busy(process: nil)
    }

    /// What is open already, if it is still in force, else what is; nil when that was replaced before it was opened.
    private func reopened(_ opened: Opened?, _ current: Current) throws(StoreError) -> Opened? {
        if let opened, opened.current == current { return opened }
        do throws(StoreError) {
            return try Opened(disk, current, known: known, reusing: opened?.view)
        } catch {
            guard try readCurrent() == current else { return nil }
            throw error
        }
    }

    private func note(_ end: Journal.End, _ opened: Opened, _ notices: inout [Notice]) {
        guard case .torn(let bytes) = end else { return }
        let notice = Notice.tornTail(file: opened.journal.name, offset: opened.place.offset, bytes: bytes)
        if notices.last != notice { notices.append(notice) }
    }
}

extension Folder {
    func readCurrent() throws(StoreError) -> Current { try Folder.readCurrent(disk) }

    static func readCurrent(_ disk: any Disk) throws(StoreError) -> Current {
        let bytes: [UInt8]
        do throws(DiskError) {
            bytes = try disk.open(Current.name, writing: false).readWhole(Current.length + 1, at: 0)
        } catch {
            if error.code == .noSuchFileOrDirectory { throw .notAMesh(path: disk.path) }
            throw StoreError(error, disk.file(Current.name))
        }
        return try Current(bytes, file: disk.file(Current.name))
    }

    /// The watermark and the file it stands in; nil for one that is missing or cannot be read.
    func readWatermark() throws(StoreError) -> (mark: Watermark, file: FileStatus)? {
        do throws(DiskError) {
            let file = try disk.open(Watermark.name, writing: false)
            let status = try file.status()
            // A writer may be in the middle of overwriting it.
            for _ in 0..<4 {
                if let mark = Watermark(try file.readWhole(Watermark.size, at: 0)) { return (mark, status) }
            }
            return nil
        } catch {
            if error.code == .noSuchFileOrDirectory { return nil }
            throw StoreError(error, disk.file(Watermark.name))
        }
    }

    func word(_ found: (mark: Watermark, file: FileStatus)?, on current: Current) -> Watermark.Word {
        found?.mark.word(
            on: current, file: found?.file ?? .init(length: 0, device: 0, inode: 0, mode: 0, owner: 0), boot: disk.boot)
            ?? .nothing
    }
}
