public import MeshModel

/// The client's side of a shared mesh: reads through a gateway it is handed, and sends changes to the daemon.
public final class BrokerGateway: MeshGateway {
    private let reading: any MeshGateway

    /// Connects when there is something to send. `servedBy` is the user that must be serving.
    public init(reading: any MeshGateway, socket: String, mesh: String, servedBy uid: UInt32) {
        self.reading = reading
    }

    public var actor: Actor { reading.actor }

    public func reader() throws(GatewayError) -> any MeshReader { try reading.reader() }

    public func revisions() -> AsyncStream<Revision> { reading.revisions() }

    public func preview(_ changes: [Change]) async throws(GatewayError) -> Consequences {
        throw .busy("not yet")
    }

    public func commit(
        _ changes: [Change], requestID: RequestID, agreed: Consequences.Digest?
    ) async throws(GatewayError) -> Receipt {
        throw .busy("not yet")
    }

    /// How the daemon is doing, whoever asks.
    public func status() async throws(GatewayError) -> ServerStatus {
        throw .busy("not yet")
    }
}
