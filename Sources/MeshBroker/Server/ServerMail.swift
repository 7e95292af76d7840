internal import MeshModel
internal import Synchronization

/// What other threads say to the server's, which its bell wakes.
final class ServerMail: Sendable {
    enum Letter: Sendable {
        case stop
        case work(@Sendable () -> Void)
        case identified(session: UInt64, ticket: UInt64, Result<Actor, IdentityRefusal>)
    }

    private struct State {
        var letters: [Letter] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    /// Nil where the process has no descriptor left: then nothing can be served.
    let bell = try? Bell()

    func post(_ letter: Letter) {
        let isFirst = state.withLock { state in
            guard !state.isClosed else { return false }
            state.letters.append(letter)
            return state.letters.count == 1
        }
        if isFirst { bell?.ring() }
    }

    /// All that was said since, oldest first.
    func take() -> [Letter] {
        bell?.silence()
        return state.withLock { state in
            defer { state.letters = [] }
            return state.letters
        }
    }

    /// Nobody reads any more: what is said is dropped.
    func close() {
        state.withLock { state in
            state.letters = []
            state.isClosed = true
        }
    }
}
