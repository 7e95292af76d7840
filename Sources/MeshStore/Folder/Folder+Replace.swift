internal import SystemPackage

extension Folder {
    /// Permissions of the folder's files: what the folder's own mode says about its group.
    struct Modes {
        let immutable: UInt32
        let growing: UInt32

        init(isShared: Bool) {
            immutable = isShared ? 0o440 : 0o400
            growing = isShared ? 0o640 : 0o600
        }

        init(_ disk: any Disk) throws(StoreError) {
            self.init(isShared: try on(disk.path) { () throws(DiskError) in try disk.status() }.mode & 0o040 != 0)
        }
    }

    /// Writes a file aside, makes its bytes durable and gives it its name; the name is durable once the folder is synced.
    static func replace(
        _ disk: any Disk, _ name: String, mode: UInt32, _ fill: (any DiskFile) throws(StoreError) -> Void
    ) throws(StoreError) {
        let aside = name + ".new"
        do throws(StoreError) {
            try removeIfThere(disk, aside)
            let file = try on(disk.file(aside)) { () throws(DiskError) in try disk.create(aside, mode: mode) }
            try fill(file)
            try on(disk.file(aside)) { () throws(DiskError) in
                try file.synchronize()
                try disk.rename(aside, to: name)
            }
        } catch {
            // On a full disk every byte counts.
            try? removeIfThere(disk, aside)
            throw error
        }
    }

    static func replace(_ disk: any Disk, _ name: String, mode: UInt32, with bytes: [UInt8]) throws(StoreError) {
        try replace(disk, name, mode: mode) { (file) throws(StoreError) in
            try on(disk.file(name)) { () throws(DiskError) in try file.writeWhole(bytes, at: 0) }
        }
    }

    /// Puts what `current` names in force. Its files must have their names already.
    static func replaceCurrent(_ disk: any Disk, _ current: Current) throws(StoreError) {
        let sync = { () throws(StoreError) in try on(disk.path) { () throws(DiskError) in try disk.synchronize() } }
        try sync()
        try replace(disk, Current.name, mode: Modes(disk).immutable, with: current.encoded)
        try sync()
    }

    static func removeIfThere(_ disk: any Disk, _ name: String) throws(StoreError) {
        do throws(DiskError) { try disk.remove(name) } catch {
            if error.code != .noSuchFileOrDirectory { throw StoreError(error, disk.file(name)) }
        }
    }

    /// Says how much of the current journal is durable. In place, for a reader that holds it open must see the change.
    static func write(
        _ disk: any Disk, _ state: Watermark.State, of current: Current, at place: Journal.Place
    ) throws(StoreError) -> Watermark {
        try on(disk.file(Watermark.name)) { () throws(DiskError) in
            let file = try openWatermark(disk)
            let status = try file.status()
            let mark = Watermark(
                state: state, mesh: current.mesh, boot: disk.boot, device: status.device, inode: status.inode,
                journal: current.journal, length: place.offset, revision: place.revision)
            try file.writeWhole(mark.encoded, at: 0)
            return mark
        }
    }

    private static func openWatermark(_ disk: any Disk) throws(DiskError) -> any DiskFile {
        do throws(DiskError) {
            return try disk.open(Watermark.name, writing: true)
        } catch {
            guard error.code == .noSuchFileOrDirectory else { throw error }
            let isShared = try disk.status().mode & 0o040 != 0
            return try disk.create(Watermark.name, mode: Modes(isShared: isShared).growing)
        }
    }
}
