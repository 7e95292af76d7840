public import MeshModel
internal import Synchronization

/// The daemon's side of shared meshes: sessions on a socket, and the one thread on which meshes are changed.
///
/// Unchecked, because of the loop and the meshes in it: they are used by the one thread that calls `run`, and by nothing before it.
public final class BrokerServer: @unchecked Sendable {
    /// Says who a peer is to a mesh. Called on the server's thread, so it must only start the look-up; the answer may come on any.
    public typealias Resolve =
        @Sendable (Peer, _ mesh: String, _ answer: @escaping @Sendable (Result<Actor, IdentityRefusal>) -> Void) -> Void

    /// What a host decides about its server, and the limits that keep one user from hurting another.
    public struct Options: Sendable {
        /// What stands for this machine in the audit.
        public var host: String
        /// Refuses every change with a sentence.
        public var isReadOnly = false
        public var connectionsPerUser = 64
        public var connections = 4096
        var limits = SessionLimits()

        public init(host: String) { self.host = host }
    }

    private let parts: ServerLoop.Parts
    private let hasRun = Mutex(false)

    /// Takes a listening Unix socket, which it closes in the end, and meshes that nothing else uses while it runs.
    ///
    /// - Parameters:
    ///   - figures: what stands beside a mesh in a status, asked for on the server's thread.
    ///   - events: called on a thread of its own, one event after another. However slowly it answers, the server does not wait for it:
    ///     beyond some thousands of events that wait, further ones are counted and not told.
    public init(
        listening: Int32, meshes: [String: any SharedMesh], options: Options, resolve: @escaping Resolve,
        figures: @escaping (_ mesh: String) -> [String: String] = { _ in [:] },
        events: @escaping @Sendable (ServerEvent) -> Void
    ) {
        parts = ServerLoop.Parts(
            listening: listening, meshes: meshes, options: options, resolve: resolve, figures: figures,
            events: EventLine(events),
            ledger: ServerLedger(
                meshes.keys.sorted().map { MeshStatus(name: $0, revision: meshes[$0]?.revision.number ?? 0) }))
    }

    /// Serves on this thread until `stop()` was called and what was staged is answered. Once only.
    ///
    /// Throws where a disk did not confirm, or the socket is of no use: nobody was told that the changes under way were made, and the
    /// process had better end.
    public func run() throws(GatewayError) {
        let isFirst = hasRun.withLock { hasRun in
            defer { hasRun = true }
            return !hasRun
        }
        precondition(isFirst, "a server runs once")
        defer {
            parts.mail.close()
            parts.events.finish(seconds: 2)
        }
        try ServerLoop(parts).serve()
    }

    /// Makes `run` come to its end: what is staged is answered, the rest is turned away. From any thread.
    public func stop() { parts.mail.post(.stop) }

    /// Does something on the server's thread, between two rounds. What comes when the server has ended is dropped.
    public func perform(_ work: @escaping @Sendable () -> Void) { parts.mail.post(.work(work)) }

    /// Does something with a mesh on the one thread that may use it.
    public func perform(on mesh: String, _ work: @escaping @Sendable (any SharedMesh) -> Void) {
        perform { [self] in
            if let mesh = parts.meshes[mesh] { work(mesh) }
        }
    }

    /// As of the last round; without the figures that only the server's thread may ask for.
    public var status: ServerStatus {
        parts.ledger.status(isReadOnly: parts.options.isReadOnly, at: ContinuousClock.now)
    }
}
