import Glibc
import MeshBroker
import MeshModel
import Synchronization
import Terminal
import Threads

/// What the daemon tells on standard error: a line an event, `name=value` each, whatever stands in the values.
///
/// Written by a thread of its own: a journal that does not take it delays nobody, and what does not fit is counted and said.
final class Log: Sendable {
    enum Level: String {
        case info, warning, error
    }

    private struct State {
        var waiting = 0
        var dropped = 0
    }

    private static let most = 10_000
    private let state = Mutex(State())
    private let thread = WorkerThread()
    /// The host's journal writes the time itself.
    private let hasTime = unsafe getenv("JOURNAL_STREAM") == nil

    func say(_ level: Level, _ event: String, _ fields: KeyValuePairs<String, String> = [:]) {
        say(level, event, Array(fields))
    }

    func say(_ level: Level, _ event: String, _ fields: [(key: String, value: String)]) {
        let dropped = state.withLock { state -> Int? in
            guard state.waiting < Self.most else {
                state.dropped += 1
                return nil
            }
            state.waiting += 1
            defer { state.dropped = 0 }
            return state.dropped
        }
        guard let dropped else { return }
        var fields = [("level", level.rawValue), ("event", event)] + fields.map { ($0.key, $0.value) }
        if dropped > 0 { fields.append(("unsaid_before", String(dropped))) }
        if hasTime { fields.insert(("time", WallClock.now().description), at: 0) }
        let line = fields.map { "\($0.0)=\(Self.quoted($0.1))" }.joined(separator: " ") + "\n"
        thread.run { [self] in
            Self.write(Array(line.utf8))
            state.withLock { $0.waiting -= 1 }
        }
    }

    /// Waits at most so long until everything is written.
    func finish(seconds: Int = 2) {
        let end = ContinuousClock.now + .seconds(seconds)
        while state.withLock({ $0.waiting > 0 }), ContinuousClock.now < end { usleep(1000) }
    }

    /// A word as it is; anything else in quotes, on one line, without a byte that a terminal would obey.
    static func quoted(_ value: String) -> String {
        let text = sanitised(String(value.prefix(2048)))
        let isWord =
            !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3D && $0 != 0x5C }
        return isWord ? text : "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(2, $0.baseAddress, $0.count) }
            guard count > 0 || count < 0 && errno == EINTR else { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}

extension Log {
    /// One event of the server.
    func say(_ event: ServerEvent) {
        switch event {
        case .opened(let session, let uid, let pid):
            say(.info, "opened", ["session": "\(session)", "uid": "\(uid)", "pid": "\(pid)"])
        case .closed(let session, let uid, let reason):
            say(.info, "closed", ["session": "\(session)", "uid": "\(uid)", "reason": reason])
        case .committed(let mesh, let revision, let user, let uid, let pid, let changes, let microseconds):
            say(
                .info, "commit",
                [
                    "mesh": mesh, "revision": "\(revision)", "user": user, "uid": "\(uid)", "pid": "\(pid)",
                    "changes": "\(changes)", "us": "\(microseconds)",
                ])
        case .refused(let mesh, let user, let uid, let sentence):
            say(.info, "refused", ["mesh": mesh, "user": user, "uid": "\(uid)", "reason": sentence])
        case .violated(let session, let uid, let pid, let sentence):
            say(
                .warning, "violation",
                ["session": "\(session)", "uid": "\(uid)", "pid": "\(pid)", "reason": sentence])
        case .limited(let uid, let sentence): say(.warning, "limit", ["uid": "\(uid)", "reason": sentence])
        case .failed(let mesh, let sentence): say(.error, "failed", ["mesh": mesh, "reason": sentence])
        case .missed(let count): say(.warning, "missed", ["events": "\(count)"])
        }
    }
}
