/// One revision of a mesh, read without loading it. Every method can fail: a damaged block must never look like "not there".
///
/// Keyed records answer most questions; the rest are those that need an index.
public protocol MeshReader: Sendable {
    var revision: Revision { get }

    func find<R: MeshRecord>(_ type: R.Type, _ key: RecordKey) throws(ReadError) -> R?

    /// Whether a record stands under a key; nothing of it is read.
    func holds(_ key: RecordKey) throws(ReadError) -> Bool

    /// Records in key order below a prefix, from behind `after`.
    func scan<R: MeshRecord>(
        _ type: R.Type, under prefix: RecordKey, after: RecordKey?, limit: Int
    ) throws(ReadError) -> Page<R>

    /// The first record of each group below a prefix: of keys that begin with the same part behind it.
    func firsts<R: MeshRecord>(_ type: R.Type, under prefix: RecordKey) throws(ReadError) -> [R]

    /// A search that can be continued: nothing is looked at before the first `advance`.
    func search(_ query: ProductQuery, order: ProductOrder, at now: Instant) throws(ReadError) -> any ProductSearch

    /// Products that name this one among their inputs, in id order.
    func consumers(of id: DataProduct.ID) throws(ReadError) -> [DataProduct.ID]

    /// Everything up- or downstream of a product, at most so many products.
    func reach(
        of id: DataProduct.ID, _ direction: LineageReach.Direction, limit: Int
    ) throws(ReadError) -> LineageReach

    /// How many links to a product have access at a moment.
    func userCount(of id: DataProduct.ID, at now: Instant) throws(ReadError) -> Int

    /// Links in key order, narrowed; from behind `after`.
    func subscriptions(
        _ query: SubscriptionQuery, after: RecordKey?, limit: Int, at now: Instant
    ) throws(ReadError) -> Page<Subscription>

    /// Consumers that a user or a group owns, in key order.
    func consumers(ownedBy owner: String) throws(ReadError) -> [Consumer]

    /// How products stand to policies as far as columns tell; nil: every product has to be read. With a domain, only what is in it and below it.
    func columnCompliance(
        under book: PolicyBook, within domain: Domain.ID?, at now: Instant
    ) throws(ReadError) -> (any ColumnCompliance)?

    /// What happened, newest first: all of it, or what touched a product's records; from before a revision.
    func history(of product: DataProduct.ID?, before: UInt64?, limit: Int) throws(ReadError) -> [JournalEntry]

    /// Requests that were refused, newest first, as far as this mesh records them: a mesh of one's own does not.
    func refusals(limit: Int) throws(ReadError) -> [RefusedRequest]
}

/// A state of the mesh: they count up by one with each commit.
public struct Revision: Hashable, Comparable, Sendable {
    public var number: UInt64
    public var at: Instant

    public init(number: UInt64, at: Instant) {
        self.number = number
        self.at = at
    }

    public static func < (a: Revision, b: Revision) -> Bool { a.number < b.number }
}

/// A part of a list. `next` is nil at its end.
public struct Page<Item: Sendable>: Sendable {
    public var items: [Item]
    public var next: RecordKey?

    public init(items: [Item], next: RecordKey?) {
        self.items = items
        self.next = next
    }
}

/// Why a mesh cannot be read.
public enum ReadError: Error, Equatable, Sendable {
    case damaged(file: String, offset: UInt64, reason: String)
    case unavailable(reason: String)
}

extension ReadError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .damaged(let file, let offset, let reason):
            "\(file) is damaged at byte \(offset): \(reason); nothing was changed, restore the file or an older copy of the folder"
        case .unavailable(let reason): reason
        }
    }
}

/// One commit: who did what, when, and why they might.
public struct JournalEntry: Equatable, Sendable {
    public var revision: Revision
    public var actor: String
    public var requestID: RequestID
    public var changes: [Change]
    public var touched: [RecordKey]
    /// The process behind it; blank where nobody established it.
    public var origin: Origin
    /// Why the actor was allowed, as the rules said then.
    public var grounds: [String]
    /// Words of the changes that this reader may not open were left out.
    public var isAbridged: Bool

    public init(
        revision: Revision, actor: String, requestID: RequestID, changes: [Change], touched: [RecordKey],
        origin: Origin = .init(), grounds: [String] = [], isAbridged: Bool = false
    ) {
        self.revision = revision
        self.actor = actor
        self.requestID = requestID
        self.changes = changes
        self.touched = touched
        self.origin = origin
        self.grounds = grounds
        self.isAbridged = isAbridged
    }
}

/// Something that was asked for and not done. What it would have said is not kept: the one who asked may have written anything.
public struct RefusedRequest: Structured {
    public var at = Instant()
    public var actor = ""
    public var origin = Origin()
    /// Names of the changes: `decide`, `publish`.
    public var changes: [String] = []
    /// The sentence with which it was refused.
    public var reason = ""
    /// How many of the same actor this one stands for.
    public var count: Int64 = 0

    public init() {}

    public init(at: Instant, actor: String, origin: Origin, changes: [String], reason: String, count: Int64 = 1) {
        self.at = at
        self.actor = actor
        self.origin = origin
        self.changes = changes
        self.reason = reason
        self.count = count
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "at", &at)
        try v.field(2, "actor", &actor)
        try v.field(3, "origin", &origin)
        try v.field(4, "changes", &changes)
        try v.field(5, "reason", &reason)
        try v.field(6, "count", &count)
    }
}

/// Which links are meant; nil asks for all.
public struct SubscriptionQuery: Equatable, Sendable {
    public var product: DataProduct.ID?
    public var consumer: Consumer.ID?
    public var requestedBy: String?
    /// As it is stored.
    public var state: Subscription.State?
    public var standing: Set<Subscription.Standing>?

    public init(
        product: DataProduct.ID? = nil, consumer: Consumer.ID? = nil, requestedBy: String? = nil,
        state: Subscription.State? = nil, standing: Set<Subscription.Standing>? = nil
    ) {
        self.product = product
        self.consumer = consumer
        self.requestedBy = requestedBy
        self.state = state
        self.standing = standing
    }

    public func admits(_ link: Subscription, at now: Instant) -> Bool {
        (product.map { $0 == link.product } ?? true)
            && (consumer.map { $0 == link.consumer } ?? true)
            && (requestedBy.map { $0 == link.requestedBy } ?? true)
            && (state.map { $0 == link.state } ?? true)
            && (standing.map { $0.contains(link.standing(at: now)) } ?? true)
    }
}
