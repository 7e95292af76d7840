internal import Glibc
internal import SystemPackage

extension Folder {
    /// Opens the mesh in a folder of this machine.
    package convenience init(path: String, knowing known: Set<String> = []) throws(StoreError) {
        try self.init(Folder.localDisk(path), knowing: known)
    }

    /// Makes a mesh in a folder of this machine that is empty or does not exist yet.
    ///
    /// With a group its members may read it; nobody but the owner can write either way. Purposes, comments and access events are for the
    /// members of `confidants` alone, or for nobody but the owner.
    package static func create(
        path: String, sharedWith group: String? = nil, confidentialTo confidants: String? = nil
    ) throws(StoreError) {
        try create(path: path, sharedWith: group, confidentialTo: confidants, begin: nil)
    }

    /// Makes one that begins with what `begin` writes.
    static func create(
        path: String, sharedWith group: String? = nil, confidentialTo confidants: String? = nil, begin: Beginning?
    ) throws(StoreError) {
        let number = try group.map(knownGroup)
        let few = try confidants.map(knownGroup)
        try makeFolders(path)
        let disk = try localDisk(path)
        let names = try on(path) { () throws(DiskError) in try disk.names() }
        try refuse(names, path)
        try on(path) { () throws(DiskError) in
            // The group first: changing it clears the bit that hands it on to new files.
            if let number { try check(fchown(disk.folder.number, uid_t.max, number)) }
            try check(fchmod(disk.folder.number, number == nil ? 0o700 : 0o2750))
        }
        if number != nil { try makeConfidential(disk, few) }
        try prepare(disk, begin)
        try synchronizeParent(of: path)
    }

    private static func knownGroup(_ name: String) throws(StoreError) -> UInt32 {
        guard let number = Account.number(ofGroup: name) else { throw .noSuchGroup(name) }
        return number
    }

    /// The folder that few may enter, with the file in it.
    private static func makeConfidential(_ disk: RealDisk, _ group: UInt32?) throws(StoreError) {
        try on(disk.file(Confidences.folder)) { () throws(DiskError) in
            do throws(DiskError) { try disk.createFolder(Confidences.folder, mode: 0o700) } catch {
                guard error.code == .fileExists else { throw error }
            }
            if let group {
                let folder = disk.folder.number
                // The group first: changing it clears the bit that hands it on to new files.
                try check(unsafe fchownat(folder, Confidences.folder, uid_t.max, group, 0))
                try check(unsafe fchmodat(folder, Confidences.folder, 0o2750, 0))
                _ = try Confidences.found(disk)
                try check(unsafe fchmodat(folder, Confidences.name, 0o640, 0))
            }
        }
    }

    /// Writes the first snapshot of a mesh with that name in all its files, and says what it is.
    typealias Beginning = (_ disk: any Disk, _ mesh: [UInt8]) throws(StoreError) -> SnapshotHeader

    /// Puts the files of an empty mesh into a folder that has its mode already.
    package static func prepare(_ disk: any Disk) throws(StoreError) { try prepare(disk, nil) }

    /// Puts the files of a mesh into a folder that has its mode already. Nothing is a mesh before CURRENT says so; what fails before
    /// takes its files away.
    private static func prepare(_ disk: any Disk, _ begin: Beginning?) throws(StoreError) {
        let lock = try on(disk.file(lockName)) { () throws(DiskError) in try openLock(disk) }
        guard try on(disk.file(lockName), { () throws(DiskError) in try lock.lock() }) else {
            throw .busy(process: lock.lockHolder())
        }
        try refuse(on(disk.path) { () throws(DiskError) in try disk.names() }, disk.path)
        var current = Current(mesh: Account.random(16), snapshot: 0, journal: 1)
        let salt: UInt64 = Account.random(8).integer(at: 0)
        let snapshot: SnapshotHeader?
        do throws(StoreError) {
            snapshot = try begin.map { (begin) throws(StoreError) in try begin(disk, current.mesh) }
            current.snapshot = snapshot?.number ?? 0
            let header = JournalHeader(
                mesh: current.mesh, number: 1, snapshot: current.snapshot, baseRevision: snapshot?.revision ?? 0,
                baseChain: snapshot?.chain ?? 0, previous: 0, salt: salt)
            try replace(disk, Journal.name(1), mode: Modes(disk).growing, with: header.encoded)
            try replaceCurrent(disk, current)
        } catch {
            if (try? disk.open(Current.name, writing: false)) == nil {
                for name in [Journal.name(1), Snapshot.name(1), lockName] { try? removeIfThere(disk, name) }
            }
            throw error
        }
        let start = Journal.Place(
            offset: UInt64(JournalHeader.length), revision: snapshot?.revision ?? 0, chain: snapshot?.chain ?? 0)
        _ = try write(disk, .sound, of: current, at: start)
    }

    private static func localDisk(_ path: String) throws(StoreError) -> RealDisk {
        let disk: RealDisk
        do throws(DiskError) {
            disk = try RealDisk(path)
        } catch {
            switch error.code {
            case .noSuchFileOrDirectory, .notDirectory: throw .notAMesh(path: path)
            default: throw StoreError(error, path)
            }
        }
        if let name = disk.remoteFileSystem() { throw .remote(path: path, fileSystem: name) }
        return disk
    }

    /// Refuses a folder that holds a mesh, or anything a broken attempt to make one has not left.
    private static func refuse(_ names: [String], _ path: String) throws(StoreError) {
        if names.contains(Current.name) { throw .alreadyAMesh(path: path) }
        let ours = [
            "private", Confidences.folder, Watermark.name, Journal.name(1), Journal.name(1) + ".new",
            Current.name + ".new", Snapshot.name(1), Snapshot.name(1) + ".new",
        ]
        guard names.allSatisfy(ours.contains) else { throw .notEmpty(path: path) }
    }

    private static func makeFolders(_ path: String) throws(StoreError) {
        var parts = FilePath(path)
        var missing: [FilePath] = []
        while !parts.isEmpty, unsafe access(parts.string, F_OK) != 0 {
            missing.append(parts)
            guard parts.removeLastComponent() else { break }
        }
        for folder in missing.reversed() {
            try on(folder.string) { () throws(DiskError) in
                guard unsafe mkdir(folder.string, 0o755) != 0, errno != EEXIST else { return }
                throw DiskError(Errno(rawValue: errno))
            }
        }
    }

    /// Makes the folder's own name durable.
    private static func synchronizeParent(of path: String) throws(StoreError) {
        let parent = FilePath(path).removingLastComponent()
        let name = parent.isEmpty ? "." : parent.string
        try on(name) { () throws(DiskError) in
            let folder = try Descriptor(unsafe Glibc.open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
            try check(fsync(folder.number))
        }
    }
}
