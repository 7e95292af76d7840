import Synchronization

/// A mesh that lives in memory: the simplest reader and gateway there can be, and the oracle for every other.
public final class MemoryMesh: MeshGateway {
    public let actor: Actor
    private let clock: @Sendable () -> Instant
    private let state: Mutex<State>

    private struct State {
        var reader = MemoryReader()
        var receipts: [RequestID: Receipt] = [:]
        var listeners: [AsyncStream<Revision>.Continuation] = []
    }

    public init(actor: Actor, clock: @escaping @Sendable () -> Instant) {
        self.actor = actor
        self.clock = clock
        state = Mutex(State())
    }

    deinit {
        for listener in state.withLock({ $0.listeners }) { listener.finish() }
    }

    public func reader() throws(GatewayError) -> any MeshReader { snapshot }

    var snapshot: MemoryReader { state.withLock { $0.reader } }

    public func preview(_ changes: [Change]) async throws(GatewayError) -> Consequences {
        try plan(changes, by: actor).consequences
    }

    /// What a batch would do, and why the actor might.
    public func plan(_ changes: [Change], by actor: Actor) throws(GatewayError) -> Plan {
        do { return try Rules.plan(changes, on: snapshot, by: actor, at: clock()) } catch { throw GatewayError(error) }
    }

    public func commit(
        _ changes: [Change], requestID: RequestID, agreed: Consequences.Digest?
    ) async throws(GatewayError) -> Receipt {
        try commit(changes, requestID: requestID, agreed: agreed, by: actor)
    }

    /// For examples and tests that let several people act on one mesh.
    @discardableResult
    public func commit(
        _ changes: [Change], requestID: RequestID = .random(), agreed: Consequences.Digest? = nil, by actor: Actor
    ) throws(GatewayError) -> Receipt {
        let now = clock()
        let outcome = state.withLock { state -> Result<Receipt, GatewayError> in
            if let receipt = state.receipts[requestID] { return .success(receipt) }
            do throws(PlanError) {
                let plan = try Rules.plan(changes, on: state.reader, by: actor, at: now)
                if let agreed, agreed != plan.consequences.digest { return .failure(.stale(plan.consequences)) }
                let changed = !plan.writes.isEmpty
                if changed { state.reader.apply(plan, by: actor, requestID: requestID, at: now) }
                let receipt = Receipt(
                    revision: state.reader.revision, changed: changed, consequences: plan.consequences)
                state.receipts[requestID] = receipt
                if changed { for listener in state.listeners { listener.yield(receipt.revision) } }
                return .success(receipt)
            } catch {
                return .failure(GatewayError(error))
            }
        }
        return try outcome.get()
    }

    /// Counts words anew, as a store does when it compacts: from here on both rank alike.
    public func restate() throws(GatewayError) {
        let outcome = state.withLock { state -> Result<Void, GatewayError> in
            do throws(ReadError) { return .success(try state.reader.restate()) } catch { return .failure(.read(error)) }
        }
        try outcome.get()
    }

    public func revisions() -> AsyncStream<Revision> {
        AsyncStream { continuation in state.withLock { $0.listeners.append(continuation) } }
    }
}
