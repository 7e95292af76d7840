internal import Glibc
public import MeshModel
internal import Synchronization
internal import Threads

/// The client's side of a shared mesh: reads through a gateway it is handed, and sends changes to the daemon.
///
/// It connects when there is something to send, keeps the connection, and asks one thing after another on a thread of its own.
/// A change whose answer was lost is sent again under its request id: it is made once or not at all.
public final class BrokerGateway: MeshGateway {
    private let reading: any MeshGateway
    private let patience: Patience
    private let line: Mutex<ClientLine>
    private let thread = Mutex<WorkerThread?>(nil)
    /// As the host established it, once it was asked.
    private let established = Mutex<Actor?>(nil)

    /// How long a client waits for what.
    struct Patience: Sendable {
        /// For an answer, all attempts together.
        var answer = Duration.seconds(10)
        /// For a daemon that went away to be back.
        var absence = Duration.seconds(5)
        /// For a change that was made to be readable.
        var appearance = Duration.seconds(2)
    }

    /// - Parameters:
    ///   - reading: the same mesh, read from its files.
    ///   - uid: the user that must be serving; nobody else is told anything.
    public convenience init(reading: any MeshGateway, socket: String, mesh: String, servedBy uid: UInt32) {
        self.init(reading: reading, socket: socket, mesh: mesh, servedBy: uid, patience: .init())
    }

    init(reading: any MeshGateway, socket: String, mesh: String, servedBy uid: UInt32, patience: Patience) {
        self.reading = reading
        self.patience = patience
        line = Mutex(ClientLine(to: SocketPlace(path: socket, uid: uid), mesh: mesh))
    }

    public var actor: Actor { established.withLock { $0 } ?? reading.actor }

    public func reader() throws(GatewayError) -> any MeshReader { try reading.reader() }

    public func revisions() -> AsyncStream<Revision> { reading.revisions() }

    public func preview(_ changes: [Change]) async throws(GatewayError) -> Consequences {
        switch try await ask(.preview(changes)) {
        case .consequences(let consequences): return consequences
        case let other: throw Self.unexpected(other)
        }
    }

    public func commit(
        _ changes: [Change], requestID: RequestID, agreed: Consequences.Digest?
    ) async throws(GatewayError) -> Receipt {
        switch try await ask(.commit(changes, requestID: requestID, agreed: agreed)) {
        case .receipt(let receipt):
            await appearance(of: receipt.revision)
            return receipt
        case let other: throw Self.unexpected(other)
        }
    }

    /// How the daemon is doing, whoever asks.
    public func status() async throws(GatewayError) -> ServerStatus {
        switch try await ask(.status) {
        case .status(let status): return status
        case let other: throw Self.unexpected(other)
        }
    }

    private static func unexpected(_ answer: Answer.Content) -> GatewayError {
        if case .failure(let error) = answer { return error }
        return .unwritable(
            "the daemon answered another question than it was asked; look at the mesh before you repeat this")
    }

    /// The change is durable: what follows only lets its author see it.
    private func appearance(of revision: Revision) async {
        let end = ContinuousClock.now + patience.appearance
        var pause = Duration.microseconds(200)
        while ContinuousClock.now < end {
            guard let seen = try? reading.reader().revision.number, seen < revision.number else { return }
            do { try await Task.sleep(for: pause) } catch { return }
            pause = min(pause * 2, .milliseconds(20))
        }
    }

    private func ask(_ content: Request.Content) async throws(GatewayError) -> Answer.Content {
        try content.mustFit()
        // Without a descriptor to ring with, nobody can call it off, and that is all.
        let bell = content.isChange ? nil : try? Bell()
        let thread = thread.withLock { thread in
            let running = thread ?? WorkerThread()
            thread = running
            return running
        }
        let answer = await withTaskCancellationHandler {
            await thread.value { self.askNow(content, bell) }
        } onCancel: {
            bell?.ring()
        }
        return try answer.get()
    }

    private func askNow(_ content: Request.Content, _ bell: Bell?) -> Result<Answer.Content, GatewayError> {
        line.withLock { line in
            var attempts = Attempts(of: content, at: line.place.path, patience, since: ContinuousClock.now)
            while true {
                let result: Result<Answer.Content, LineError>
                do throws(LineError) {
                    result = .success(try line.ask(content, until: attempts.end, bell: bell))
                } catch { result = .failure(error) }
                if let welcome = line.welcome { note(welcome) }
                switch attempts.judge(result, at: ContinuousClock.now) {
                case .done(let answer): return .success(answer)
                case .failed(let error): return .failure(error)
                case .again(let pause): Self.rest(pause)
                }
            }
        }
    }

    private static func rest(_ pause: Duration) {
        let (seconds, attoseconds) = pause.components
        var left = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        _ = unsafe nanosleep(&left, nil)
    }

    private func note(_ welcome: Welcome) {
        guard welcome.refusal.isEmpty, !welcome.user.isEmpty else { return }
        var actor = reading.actor
        actor.user = welcome.user
        actor.groups = Set(welcome.groups)
        actor.roles = Set(welcome.roles.map { Role($0) })
        actor.ownsMesh = false
        established.withLock { $0 = actor }
    }
}
