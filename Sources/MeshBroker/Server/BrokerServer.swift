public import MeshModel

/// The daemon's side of shared meshes: sessions on a socket, and the one thread on which meshes are changed.
public final class BrokerServer: Sendable {
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

        public init(host: String) { self.host = host }
    }

    /// Takes a listening Unix socket, which it closes in the end, and meshes that nothing else uses while it runs.
    ///
    /// - Parameters:
    ///   - figures: what stands beside a mesh in a status, asked for on the server's thread.
    ///   - events: called on a thread of its own, one event after another. However slowly it answers, the server does not wait for it:
    ///     beyond some thousands of events that wait, further ones are counted and not told.
    public init(
        listening: Int32, meshes: [String: any SharedMesh], options: Options, resolve: @escaping Resolve,
        figures: @escaping @Sendable (_ mesh: String) -> [String: String] = { _ in [:] },
        events: @escaping @Sendable (ServerEvent) -> Void
    ) {
    }

    /// Serves on this thread until `stop()` was called and what was staged is answered. Once only.
    ///
    /// Throws where a disk did not confirm, or the socket is of no use: nobody was told that the changes under way were made, and the
    /// process had better end.
    public func run() throws(GatewayError) {
        throw .busy("not yet")
    }

    /// Makes `run` come to its end: what is staged is answered, the rest is turned away. From any thread.
    public func stop() {}

    /// Does something on the server's thread, between two rounds. What comes when the server has ended is dropped.
    public func perform(_ work: @escaping @Sendable () -> Void) {}

    public var status: ServerStatus { ServerStatus() }
}
