import Glibc
import SystemPackage

/// Why something in a folder could not be read or changed.
struct FileFailure: Error, Equatable {
    var name: String
    var reason: String
}

/// What stands under a name in a folder. A symbolic link is `other`: it is never followed.
struct FolderEntry: Equatable {
    enum Kind { case file, folder, other }
    var kind: Kind
    /// Permission bits.
    var mode: UInt16
}

/// An open folder, closed when this value ends. Everything in it is reached by one name at a time and never through a symbolic link, so that
/// nothing that somebody puts in the way can lead a write elsewhere.
@safe struct Directory: ~Copyable {
    private let descriptor: CInt

    private init(_ descriptor: CInt) { self.descriptor = descriptor }

    deinit { _ = close(descriptor) }

    /// Follows links: the way to the first folder is its owner's affair.
    static func open(_ path: String) throws(FileFailure) -> Directory {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        return Directory(descriptor)
    }

    /// A second handle on the same folder.
    func again() throws(FileFailure) -> Directory {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw Directory.failure(".") }
        return Directory(copy)
    }

    /// A folder inside this one; nil when there is nothing of the name and `creating` is nil.
    ///
    /// - Parameter creating: Permission bits for a folder that is made.
    func folder(_ name: String, creating mode: UInt16?) throws(FileFailure) -> Directory? {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var child = unsafe openat(descriptor, name, flags)
        if child < 0, errno == ENOENT {
            guard let mode else { return nil }
            guard unsafe mkdirat(descriptor, name, 0o700) == 0 || errno == EEXIST else { throw Directory.failure(name) }
            child = unsafe openat(descriptor, name, flags)
            if child >= 0 {
                let made = Directory(child)
                try made.setMode(mode)
                return made
            }
        }
        guard child >= 0 else {
            guard errno == ELOOP || errno == ENOTDIR else { throw Directory.failure(name) }
            throw FileFailure(name: name, reason: "is a symbolic link or a file where a folder must stand")
        }
        return Directory(child)
    }

    /// Sets permission bits, whatever the process masks; a folder that hands its group down goes on doing so.
    func setMode(_ mode: UInt16) throws(FileFailure) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, fchmod(descriptor, mode_t(mode) | status.st_mode & S_ISGID) == 0
        else { throw Directory.failure(".") }
    }

    func entry(_ name: String) throws(FileFailure) -> FolderEntry? {
        var status = stat()
        guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return nil }
            throw Directory.failure(name)
        }
        let kind: FolderEntry.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
        return FolderEntry(kind: kind, mode: UInt16(status.st_mode & 0o777))
    }

    /// The bytes of a plain file; nil where it is longer than `limit`.
    func read(_ name: String, limit: Int) throws(FileFailure) -> [UInt8]? {
        // Without O_NONBLOCK a named pipe would be waited for.
        let file = unsafe openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw Directory.failure(name) }
        defer { _ = close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw Directory.failure(name) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileFailure(name: name, reason: "is no plain file") }
        guard status.st_size <= limit else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
        var count = 0
        while count < bytes.count {
            let read = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw Directory.failure(name) }
            if read == 0 { break }
            count += read
        }
        guard count < bytes.count else { throw FileFailure(name: name, reason: "grew while it was read; try again") }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Puts a file in place whole: a reader sees the one before or this one.
    func write(_ name: String, _ bytes: [UInt8], mode: UInt16) throws(FileFailure) {
        let aside = ".datamesh-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        let file = unsafe openat(descriptor, aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Directory.failure(name) }
        do throws(FileFailure) {
            defer { _ = close(file) }
            var count = 0
            while count < bytes.count {
                let written = unsafe bytes.withUnsafeBytes { buffer in
                    unsafe Glibc.write(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
                }
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw Directory.failure(name) }
                count += written
            }
            guard fchmod(file, mode_t(mode)) == 0 else { throw Directory.failure(name) }
            guard unsafe renameat(descriptor, aside, descriptor, name) == 0 else { throw Directory.failure(name) }
        } catch {
            _ = unsafe unlinkat(descriptor, aside, 0)
            throw error
        }
    }

    /// Takes away a file, or a folder that is empty. False: the folder holds something and stays.
    func remove(_ name: String, folder: Bool) throws(FileFailure) -> Bool {
        guard unsafe unlinkat(descriptor, name, folder ? AT_REMOVEDIR : 0) != 0 else { return true }
        if errno == ENOENT { return true }
        if folder, errno == ENOTEMPTY || errno == EEXIST { return false }
        throw Directory.failure(name)
    }

    private static func failure(_ name: String) -> FileFailure {
        FileFailure(name: name, reason: "\(Errno(rawValue: errno))")
    }
}
