import MeshModel
import MeshStore
import Synchronization

/// A shared store as a gateway of one actor: changes go through the store, reads through the files, as on a host.
final class SharedGateway: MeshGateway {
    let actor: Actor
    private let store: Mutex<SharedStore>
    private let files: StoreGateway
    private let path: String

    init(_ path: String, by actor: Actor, clock: TestClock) throws {
        self.actor = actor
        self.path = path
        store = Mutex(try SharedStore(path: path) { clock.now })
        files = try StoreGateway(path: path, actor: actor) { clock.now }
    }

    func reader() throws(GatewayError) -> any MeshReader { try files.reader() }
    func revisions() -> AsyncStream<Revision> { files.revisions() }

    func preview(_ changes: [Change]) async throws(GatewayError) -> Consequences {
        try store.withLock { $0.preview(changes, by: actor) }.get()
    }

    func commit(
        _ changes: [Change], requestID: RequestID, agreed: Consequences.Digest?
    ) async throws(GatewayError) -> Receipt {
        let request = ChangeRequest(changes: changes, requestID: requestID, agreed: agreed, actor: actor)
        return try store.withLock { (store) throws(GatewayError) in try store.commit([request]) }[0].get()
    }

    /// Several requests in one call.
    func commit(_ requests: [ChangeRequest]) throws(GatewayError) -> [Result<Receipt, GatewayError>] {
        try store.withLock { (store) throws(GatewayError) in try store.commit(requests) }
    }

    /// Writes a snapshot beside; what `body` commits then stands behind it.
    func compact(while body: () async throws -> Void) async throws {
        _ = try SharedStore.writeSnapshot(path: path)
        try await body()
        try store.withLock { (store) throws(StoreError) in try store.adoptSnapshot() }
    }
}
