internal import CLinux
internal import Glibc
internal import SystemPackage

/// Where a daemon's socket lies, and what must be true of the place before anybody connects to it.
struct SocketPlace: Sendable {
    var path: String
    /// Who must be serving.
    var uid: UInt32

    /// The folder that holds the socket: whoever may write there can put another socket in its place.
    private var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    func check() throws(LineError) {
        let file = try status(of: path)
        guard file.st_mode & S_IFMT == S_IFSOCK else {
            throw .untrusted(
                "\(path) is no socket\(file.st_mode & S_IFMT == S_IFLNK ? " but a symbolic link" : ""): nothing was sent; tell the administrator of this host"
            )
        }
        let holder = try status(of: folder)
        guard holder.st_mode & S_IFMT == S_IFDIR, holder.st_mode & 0o022 == 0, [0, uid].contains(holder.st_uid) else {
            throw .untrusted(
                "others than uid \(uid) may write in \(folder), where the daemon's socket lies: nothing was sent; tell the administrator of this host"
            )
        }
    }

    private func status(of path: String) throws(LineError) -> stat {
        var facts = stat()
        guard unsafe lstat(path, &facts) == 0 else { throw .absent("\(path): \(Errno(rawValue: errno))") }
        return facts
    }

    /// A connection to whoever listens here, made sure of.
    func connect() throws(LineError) -> Socket {
        try check()
        let socket: Socket
        do throws(Errno) { socket = try Socket() } catch { throw .lost("\(error)", sent: false) }
        do throws(Errno) { try socket.connect(to: path) } catch {
            switch error {
            case .noSuchFileOrDirectory, .connectionRefused, .permissionDenied: throw .absent("\(path): \(error)")
            default: throw .lost("\(path): \(error)", sent: false)
            }
        }
        let found: UInt32
        do throws(Errno) { found = try socket.credentials().user } catch { throw .lost("\(error)", sent: false) }
        guard found == uid else {
            let sentence =
                "\(path) is served by uid \(found) and not by uid \(uid): nothing was sent; tell the administrator of this host"
            // A socket that waits for its daemon to be started is root's until the daemon takes it over.
            throw found == 0 ? .notYet(sentence) : .untrusted(sentence)
        }
        return socket
    }
}

/// Why a daemon has not answered.
enum LineError: Error, Equatable, Sendable {
    /// Nobody listens.
    case absent(String)
    /// Somebody listens who should not.
    case untrusted(String)
    case notYet(String)
    /// The connection is gone; `sent` where the daemon may have the whole request.
    case lost(String, sent: Bool)
    /// No answer in time.
    case silent(sent: Bool)
    /// The daemon is ending and did not carry it out.
    case stopping
    /// The daemon wants no more of this connection, and did not carry it out.
    case turnedAway(String)
    /// Whoever asked wants no answer any more.
    case calledOff
}
