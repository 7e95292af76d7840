internal import CLinux
internal import Glibc
internal import SystemPackage

/// A folder of this machine.
///
/// Names are looked up from the folder's own descriptor: whoever renames a folder above does not lead it elsewhere.
package final class RealDisk: Disk {
    package let path: String
    package let boot: [UInt8]
    let folder: Descriptor

    package init(_ path: String) throws(DiskError) {
        self.path = path
        folder = try Descriptor(unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        boot = RealDisk.bootIdentity()
    }

    package func open(_ name: String, writing: Bool) throws(DiskError) -> any DiskFile {
        let access = writing ? O_RDWR : O_RDONLY
        // O_NONBLOCK: a pipe that somebody put in a file's place must not hold us.
        let flags = access | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
        let file = RealFile(try Descriptor(unsafe openat(folder.number, name, flags)))
        guard try file.isRegular() else { throw DiskError(.invalidArgument) }
        return file
    }

    package func create(_ name: String, mode: UInt32) throws(DiskError) -> any DiskFile {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = RealFile(try Descriptor(unsafe openat(folder.number, name, flags, 0o600 as mode_t)))
        try check(fchmod(file.descriptor.number, mode))
        if geteuid() == 0 {
            // What root writes in somebody's mesh stays theirs, and with the group of the folder that it lies in.
            let facts = try folderOf(name)
            try check(fchown(file.descriptor.number, facts.st_uid, facts.st_gid))
        }
        return file
    }

    /// The folder that a name lies in: this one, or one in it.
    private func folderOf(_ name: String) throws(DiskError) -> stat {
        guard let slash = name.lastIndex(of: "/") else { return try folder.status() }
        var facts = stat()
        try check(unsafe fstatat(folder.number, String(name[..<slash]), &facts, AT_SYMLINK_NOFOLLOW))
        return facts
    }

    package func createFolder(_ name: String, mode: UInt32) throws(DiskError) {
        try check(unsafe mkdirat(folder.number, name, mode))
        try check(unsafe fchmodat(folder.number, name, mode, 0))
        if geteuid() == 0 {
            let facts = try folder.status()
            try check(unsafe fchownat(folder.number, name, facts.st_uid, facts.st_gid, 0))
        }
    }

    package func rename(_ name: String, to newName: String) throws(DiskError) {
        try check(unsafe renameat(folder.number, name, folder.number, newName))
    }

    package func remove(_ name: String) throws(DiskError) {
        try check(unsafe unlinkat(folder.number, name, 0))
    }

    package func names() throws(DiskError) -> [String] {
        // A descriptor of its own: reading a directory moves the place in it.
        let copy = unsafe openat(folder.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = unsafe fdopendir(copy) else { throw DiskError(Errno(rawValue: errno)) }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    package func status() throws(DiskError) -> FileStatus {
        FileStatus(try folder.status())
    }

    package func synchronize() throws(DiskError) {
        try check(fsync(folder.number))
    }

    package func synchronize(folder name: String) throws(DiskError) {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let inner = try Descriptor(unsafe openat(folder.number, name, flags))
        try check(fsync(inner.number))
    }

    /// The name of a network file system this folder lies on, nil for a local one.
    func remoteFileSystem() -> String? {
        switch linux_file_system(folder.number) {
        case 0x6969: "NFS"
        case 0x517B, 0xFF53_4D42, 0xFE53_4D42: "SMB"
        case 0x5346_414F, 0x6B41_4653: "AFS"
        case 0x00C3_6400: "Ceph"
        case 0x0BD0_0BD0: "Lustre"
        case 0x0102_1997: "9P"
        default: nil
        }
    }

    private static func bootIdentity() -> [UInt8] {
        let nobody = [UInt8](repeating: 0, count: 16)
        guard let file = try? Descriptor(unsafe Glibc.open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)),
            let text = try? RealFile(file).read(upTo: 64, at: 0)
        else { return nobody }
        let digits = text.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }.map(UInt8.init)
        guard digits.count == 32 else { return nobody }
        return stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

/// A file of this machine.
final class RealFile: DiskFile {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    func isRegular() throws(DiskError) -> Bool {
        try descriptor.status().st_mode & S_IFMT == S_IFREG
    }

    func read(upTo count: Int, at offset: UInt64) throws(DiskError) -> [UInt8] {
        guard let place = off_t(exactly: offset) else { throw DiskError(.invalidArgument) }
        var failure: DiskError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let got = unsafe pread(descriptor.number, buffer.baseAddress, count, place)
            if got < 0 { failure = DiskError(Errno(rawValue: errno)) }
            initialized = max(0, got)
        }
        if let failure { throw failure }
        return bytes
    }

    func write(_ bytes: RawSpan, at offset: UInt64) throws(DiskError) -> Int {
        guard let place = off_t(exactly: offset) else { throw DiskError(.invalidArgument) }
        let written = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor.number, $0.baseAddress, $0.count, place) }
        guard written >= 0 else { throw DiskError(Errno(rawValue: errno)) }
        return written
    }

    func truncate(to length: UInt64) throws(DiskError) {
        guard let length = off_t(exactly: length) else { throw DiskError(.invalidArgument) }
        try check(ftruncate(descriptor.number, length))
    }

    func synchronize() throws(DiskError) {
        try check(fdatasync(descriptor.number))
    }

    func status() throws(DiskError) -> FileStatus {
        FileStatus(try descriptor.status())
    }

    func lock() throws(DiskError) -> Bool {
        if linux_lock_exclusively(descriptor.number) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw DiskError(Errno(rawValue: errno)) }
        return false
    }

    func unlock() {
        _ = linux_unlock(descriptor.number)
    }

    func lockHolder() -> Int32? {
        guard let inode = try? status().inode,
            let table = try? RealFile(Descriptor(unsafe Glibc.open("/proc/locks", O_RDONLY | O_CLOEXEC))).read(
                upTo: 1 << 20, at: 0)
        else { return nil }
        // "1: FLOCK  ADVISORY  WRITE 4711 fe:00:131075 0 EOF"
        for line in String(decoding: table, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 5, words[1] == "FLOCK", words[5].hasSuffix(":\(inode)") else { continue }
            return Int32(words[4])
        }
        return nil
    }

    func map(_ length: Int) throws(DiskError) -> Mapping {
        try Mapping(descriptor: descriptor.number, length: length)
    }
}
