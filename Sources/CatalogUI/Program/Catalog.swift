package import MeshModel
package import Terminal

/// The browser as a value: everything that is on the screen, was typed or is waited for.
///
/// Messages change it and effects come out of it; a frame is drawn from it. It never reads a file or a clock, so that a test
/// says what happened and compares what is shown.
package struct Catalog: Equatable, Sendable {
    package let actor: Actor
    /// The mesh's name, as the first word of the breadcrumb.
    package let mesh: String
    package internal(set) var size: Size
    package internal(set) var now: Instant
    package internal(set) var revision: Revision
    var service: Service

    package internal(set) var trail = Trail(Place(.products))
    var isMaximised = false
    var domains = DomainsPane()
    var products = ProductsPane()
    var sheet = SheetPane()
    var lineage = LineagePane()
    var compliance = CompliancePane()
    var subscriptions = SubscriptionsPane()
    var infrastructure = InfrastructurePane()
    var activity = ActivityPane()
    var inbox = InboxPane()
    var overview = OverviewPane()

    /// The one on top is last.
    var modals: [Modal] = []
    var notice: Notice?
    /// A `g` that waits for its second.
    var pending: Character?
    /// What a form is opened for when its material has come.
    var intent: FormIntent?
    /// Forms that were left half filled, by what they were about.
    var drafts: [FormKey: FormValues] = [:]
    var tickets = Tickets()
    var requests: RequestNumbers

    package init(
        actor: Actor, mesh: String, isReadOnly: Bool = false, revision: Revision, size: Size, now: Instant,
        session: UInt64
    ) {
        self.actor = actor
        self.mesh = mesh
        self.revision = revision
        service = isReadOnly ? .readOnly : .live
        self.size = size
        self.now = now
        requests = RequestNumbers(session: session)
    }

    package var place: Place { trail.here }

    /// Whether something is shown that Enter would do, and nobody can have seen it yet.
    package var hasUnseenConfirmation: Bool { modals.last?.isUnseen ?? false }

    /// Whether Enter would change the mesh.
    package var isConfirming: Bool { modals.last?.isConfirmation ?? false }

    /// The first questions: what the screen shows when it opens.
    package mutating func start() -> [Effect] { readAgain() }
}

/// Request ids of one session: a retry carries the same one, and no two sessions share any.
struct RequestNumbers: Equatable, Sendable {
    let session: UInt64
    private var last: UInt64 = 0

    init(session: UInt64) { self.session = session }

    mutating func next() -> RequestID {
        last += 1
        return RequestID(high: session, low: last)
    }
}
