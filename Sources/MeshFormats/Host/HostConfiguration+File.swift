internal import Glibc

/// Why the administrator's file is not believed or cannot be read: a sentence that says what to do.
package struct HostFileError: Error, Equatable, CustomStringConvertible {
    package var description: String
}

extension HostConfiguration {
    /// Reads the file if it may be trusted: it says whose word counts, so it must be root's or one's own, and nobody else's to write.
    ///
    /// Nil: there is none.
    ///
    /// - Parameter name: What people call a user of the host.
    package static func read(
        at path: String, naming name: (UInt32) -> String = { "uid \($0)" }
    ) throws(HostFileError) -> HostConfiguration? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: return nil
            case ELOOP:
                throw HostFileError(
                    description: "\(path) is a symbolic link and is not followed; the file itself must stand there")
            default:
                throw HostFileError(
                    description: "\(path) cannot be read: \(systemReason); an administrator sets its mode to 0644")
            }
        }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw HostFileError(description: "\(path) is no file; an administrator puts one there")
        }
        guard [0, geteuid()].contains(facts.st_uid) else {
            throw HostFileError(
                description:
                    "\(path) belongs to \(name(facts.st_uid)) and is not believed; an administrator runs 'chown root \(path)'"
            )
        }
        guard facts.st_mode & 0o022 == 0 else {
            throw HostFileError(
                description:
                    "\(path) may be written by others than its owner and is not believed; an administrator runs 'chmod 0644 \(path)'"
            )
        }
        // One byte more than there may be: then it is too long.
        var bytes = [UInt8](repeating: 0, count: longestFile + 1)
        var count = 0
        while count < bytes.count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + count }, buffer.count - count)
            }
            guard got != 0 else { break }
            guard got > 0 || errno == EINTR else {
                throw HostFileError(description: "\(path) cannot be read: \(systemReason)")
            }
            count += max(0, got)
        }
        guard count <= longestFile else {
            throw HostFileError(description: "\(path) is larger than \(longestFile) bytes, which is the most")
        }
        do { return try HostConfiguration(reading: Array(bytes.prefix(count)), file: path) } catch {
            throw HostFileError(description: error.description)
        }
    }

    private static var systemReason: String { unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "\(errno)" }
}
