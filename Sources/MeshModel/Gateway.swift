/// The door through which a mesh is changed. Memory, folder and daemon stand behind it and refuse the same things for the same reasons.
public protocol MeshGateway: Sendable {
    /// Who asks, as the host established it.
    var actor: Actor { get }

    /// The newest durable revision.
    func reader() throws(GatewayError) -> any MeshReader

    /// What a batch would do. Cancellable; changes nothing.
    func preview(_ changes: [Change]) async throws(GatewayError) -> Consequences

    /// Atomic. Plans again under the lock and refuses only where the consequences are no longer those that were agreed to.
    /// A request id that was committed before gets the receipt it got then.
    func commit(
        _ changes: [Change], requestID: RequestID, agreed: Consequences.Digest?
    ) async throws(GatewayError) -> Receipt

    /// Each revision after the present one, as it becomes readable; ends with the gateway.
    func revisions() -> AsyncStream<Revision>
}

/// The one writer of a mesh that many change: it takes their requests together, each from an actor whom the host established.
///
/// Used from one thread. Requests of one call are planned in turn, each seeing what the earlier ones will do, and are made durable
/// together; only then does the call return.
public protocol SharedMesh: AnyObject {
    var revision: Revision { get }
    func preview(_ changes: [Change], by actor: Actor) -> Result<Consequences, GatewayError>
    /// An answer a request, in their order. Refusals are recorded, but do not wait for the disk.
    ///
    /// Throws where the disk did not confirm: nothing of this call is acknowledged, and this writer must not be used again.
    func commit(_ requests: [ChangeRequest]) throws(GatewayError) -> [Result<Receipt, GatewayError>]
}

/// What one actor asks a shared mesh to do.
public struct ChangeRequest: Equatable, Sendable {
    public var changes: [Change]
    public var requestID: RequestID
    public var agreed: Consequences.Digest?
    public var actor: Actor

    public init(changes: [Change], requestID: RequestID, agreed: Consequences.Digest?, actor: Actor) {
        self.changes = changes
        self.requestID = requestID
        self.agreed = agreed
        self.actor = actor
    }
}

/// Names one request, so that a retry is harmless.
public struct RequestID: Hashable, Sendable {
    public var high: UInt64
    public var low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    public static func random() -> RequestID {
        RequestID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
    }
}

/// What a commit came to.
public struct Receipt: Equatable, Sendable {
    public var revision: Revision
    /// False: the mesh was as wanted already, and nothing was written.
    public var changed: Bool
    public var consequences: Consequences

    public init(revision: Revision, changed: Bool, consequences: Consequences) {
        self.revision = revision
        self.changed = changed
        self.consequences = consequences
    }
}

/// Why a change did not happen. Nothing was changed.
public enum GatewayError: Error, Equatable, Sendable {
    case refused(RuleViolation)
    /// The consequences are no longer those that were agreed to: here are those of now.
    case stale(Consequences)
    case read(ReadError)
    /// This actor, or this way of opening the mesh, cannot write; a sentence says who can.
    case readOnly(String)
    /// Another process holds the mesh for longer than one waits.
    case busy(String)
    /// The disk refused.
    case unwritable(String)
}

extension GatewayError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .refused(let violation): violation.description
        case .stale: "the mesh changed meanwhile, and with it what this would do; look again"
        case .read(let error): error.description
        case .readOnly(let sentence), .busy(let sentence), .unwritable(let sentence): sentence
        }
    }
}
