import Glibc
import MeshFormats

/// The administrator's file of the host's meshes: where it lies, and whether it may be trusted.
///
/// It says whose word counts, so it must be root's or one's own, and nobody else's to write.
enum HostFile {
    static var path: String { MeshFolder.environment("DATAMESH_CONFIG") ?? HostConfiguration.path }

    /// What it says; nil: this host has no meshes of its own.
    static func read() throws(Failure) -> HostConfiguration? {
        let path = path
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: return nil
            case ELOOP:
                throw .unusable("\(path) is a symbolic link and is not followed; the file itself must stand there")
            default:
                throw .unusable("\(path) cannot be read: \(HostError.current); an administrator sets its mode to 0644")
            }
        }
        defer { close(descriptor) }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else {
            throw .unusable("\(path) cannot be read: \(HostError.current)")
        }
        if let doubt = doubt(facts, path) { throw .unusable(doubt) }
        let bytes: [UInt8]
        do throws(Failure) {
            bytes = try InputFile(reading: descriptor, name: path, limit: HostConfiguration.longestFile).bytes
        } catch { throw .unusable(error.description) }
        do throws(FormatError) { return try HostConfiguration(reading: bytes, file: path) } catch {
            throw .unusable(error.description)
        }
    }

    /// Why a file of these facts must not be believed, and what to do; nil: it may be.
    private static func doubt(_ facts: stat, _ path: String) -> String? {
        guard facts.st_mode & S_IFMT == S_IFREG else { return "\(path) is no file; an administrator puts one there" }
        guard [0, geteuid()].contains(facts.st_uid) else {
            return
                "\(path) belongs to \(Caller.name(of: facts.st_uid)) and is not believed; an administrator runs 'chown root \(path)'"
        }
        guard facts.st_mode & 0o022 == 0 else {
            return
                "\(path) may be written by others than its owner and is not believed; an administrator runs 'chmod 0644 \(path)'"
        }
        return nil
    }
}
