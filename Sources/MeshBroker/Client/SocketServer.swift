internal import CLinux
internal import SystemPackage

/// Who listens behind a daemon's socket, as one sees without saying a word.
package enum SocketServer: Equatable, Sendable {
    /// The right user listens; the process where the kernel says which.
    case expected(process: Int32?)
    /// Root holds the socket until somebody connects for the first time, and the daemon is started.
    case waitsForItsDaemon
    /// Nobody listens, and why one knows.
    case nobody(String)
    /// Somebody may listen who should not, or could: a sentence.
    case untrusted(String)

    /// Connects, looks, and hangs up.
    package init(at path: String, servedBy uid: UInt32) {
        do throws(LineError) {
            let socket = try SocketPlace(path: path, uid: uid).connect()
            self = .expected(process: (try? socket.credentials())?.process)
        } catch {
            switch error {
            case .absent(let reason): self = .nobody(reason)
            case .untrusted(let sentence): self = .untrusted(sentence)
            case .notYet: self = .waitsForItsDaemon
            // A queue that is full says that somebody is there.
            case .lost, .silent, .stopping, .turnedAway, .calledOff: self = .expected(process: nil)
            }
        }
    }
}
