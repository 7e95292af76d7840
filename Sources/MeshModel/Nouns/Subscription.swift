/// The one link between a port and a consumer, with everything that was ever asked and decided about it.
public struct Subscription: MeshRecord {
    public struct ID: Hashable, Sendable {
        public var product: DataProduct.ID
        public var port: OutputPort.ID
        public var consumer: Consumer.ID

        public init(product: DataProduct.ID, port: OutputPort.ID, consumer: Consumer.ID) {
            self.product = product
            self.port = port
            self.consumer = consumer
        }
    }

    /// What is stored. Expiring and expired are computed from `until` and the time that is asked about.
    public enum State: String, NamedCase {
        case requested, active, denied, revoked, cancelled
    }

    /// One thing that happened to the link.
    public struct Event: Structured {
        public var state = State.requested
        public var at = Instant()
        public var by = ""
        /// What the rules say of it, or what somebody wrote; the latter only where `spelledOut` put it.
        public var note = ""
        public var until: Instant?
        /// Somebody wrote a note, which is a record of its own.
        public var isNoteKeptApart = false
        /// What a denial offers instead.
        public var alternative: DataProduct.ID?
        /// The decision that this was; nil: a request, or a grant at once. None in links older than such notes.
        public var verdict: SubscriptionDecision.Verdict?
        /// The fields that were granted or offered, as `object.field`; empty: all.
        public var fields: [String] = []

        public init() {}

        public init(
            state: State, at: Instant, by: String, note: String = "", until: Instant? = nil,
            verdict: SubscriptionDecision.Verdict? = nil, fields: [String] = []
        ) {
            self.state = state
            self.at = at
            self.by = by
            self.note = note
            self.until = until
            self.verdict = verdict
            self.fields = fields
        }

        public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
            try v.field(1, "state", &state)
            try v.field(2, "at", &at)
            try v.field(3, "by", &by)
            try v.field(4, "note", &note)
            try v.field(5, "until", &until)
            try v.field(6, "has_note", &isNoteKeptApart)
            try v.field(7, "alternative", &alternative)
            try v.field(8, "verdict", &verdict)
            try v.field(9, "fields", &fields)
        }

        /// There is a note, and whoever read this may not open it. Only of an event that was spelled out.
        public var isNoteWithheld: Bool { isNoteKeptApart && note.isEmpty }
    }

    public var product = DataProduct.ID()
    public var port = OutputPort.ID()
    public var consumer = Consumer.ID()
    /// A domain of the mesh, or the name of one outside it.
    public var consumerDomain = ""
    public var state = State.requested
    /// Blank in the record of a link since purposes are kept apart; `spelledOut` puts it in its place.
    public var purpose = ""
    public var requestedBy = ""
    public var requestedAt = Instant()
    /// The moment the grant ends; nil: no end.
    public var until: Instant?
    /// Oldest first; never rewritten.
    public var history: [Event] = []
    /// The versions that the consumer stays with; nil: whichever is newest.
    public var pin: VersionPin?
    /// The fields that the consumer reads, as `object.field`; empty: nobody said.
    public var uses: [String] = []
    /// The fields that were granted, as `object.field`; empty: all.
    public var fields: [String] = []

    public init() {}

    /// What an index of millions of links reads of each: the stored state, who asked for it, and when it ends.
    public static func peek(
        _ record: [UInt8]
    ) throws(RecordError) -> (state: State, requestedBy: ArraySlice<UInt8>, until: Instant?) {
        var reader = RecordReader(record)
        var (state, requestedBy, until): (State, ArraySlice<UInt8>, Instant?) = (.requested, [], nil)
        while !reader.isAtEnd {
            let tag = try reader.varint()
            var body = try reader.lengthPrefixed()
            switch tag {
            case 5: state = try State(from: &body)
            case 7: requestedBy = body.rest()
            case 9: until = try Instant(from: &body)
            default: break
            }
        }
        return (state, requestedBy, until)
    }

    public static var kind: RecordKind { .subscription }
    public static func key(_ id: ID) -> RecordKey {
        RecordKey(.subscription, id.product.text, id.port.text, id.consumer.text)
    }
    public var id: ID { ID(product: product, port: port, consumer: consumer) }
    public var key: RecordKey { Self.key(id) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "port_id", &port)
        try v.field(3, "consumer_id", &consumer)
        try v.field(4, "consumer_domain", &consumerDomain)
        try v.field(5, "state", &state)
        try v.field(6, "purpose", &purpose)
        try v.field(7, "requested_by", &requestedBy)
        try v.field(8, "requested_at", &requestedAt)
        try v.field(9, "until", &until)
        try v.field(10, "history", &history)
        try v.field(11, "version", &pin)
        try v.field(12, "uses", &uses)
        try v.field(13, "fields", &fields)
    }

    /// A purpose was stated, and whoever read this may not open it. Only of a link that was spelled out.
    public var isPurposeWithheld: Bool {
        purpose.isEmpty && request?.isNoteWithheld ?? false
    }

    /// The newest request, which an offer or an answer to one may stand behind.
    public var request: Event? { history.last { $0.state == .requested && $0.verdict == nil } }

    /// What the other side offers instead of what was asked for, while it stands.
    public var offer: Event? { history.last.flatMap { $0.verdict == .counter ? $0 : nil } }

    /// Somebody asks that it last longer, and nobody has decided since.
    private var isRenewalAsked: Bool { history.last { $0.verdict != .confirm }?.verdict == .prolong }

    /// What last said that this is right: a grant, a renewal, a confirmation. Nil: nothing ever did.
    public var affirmation: Event? {
        history.last { $0.state == .active && $0.verdict != .prolong && $0.verdict != .deny }
    }

    /// What the link is at a moment.
    public enum Standing: String, Sendable {
        case requested, offered, active, expiring
        /// In use, and whoever uses it asks that it last longer: renewal is pending.
        case renewing
        case expired, denied, revoked, cancelled

        /// Somebody has still to decide: whoever gives, or whoever asked.
        public var isUndecided: Bool { self == .requested || self == .offered }
        public var grantsAccess: Bool { self == .active || self == .expiring || self == .renewing }
    }

    /// A grant that ends within this is shown as expiring.
    public static let expiringDays: Int64 = 14

    public func standing(at now: Instant) -> Standing {
        switch state {
        case .requested: offer == nil ? .requested : .offered
        case .denied: .denied
        case .revoked: .revoked
        case .cancelled: .cancelled
        case .active:
            if let until, until <= now {
                .expired
            } else if isRenewalAsked {
                .renewing
            } else if let until, until <= now.adding(seconds: Self.expiringDays * Instant.secondsPerDay) {
                .expiring
            } else {
                .active
            }
        }
    }

    /// Whether the link gave access at a moment, as its history tells: what was revoked since was a right then.
    public func granted(at moment: Instant) -> Bool {
        guard let event = history.last(where: { $0.at <= moment }), event.state == .active else { return false }
        return event.until.map { $0 > moment } ?? true
    }

    /// Open links stand in the way of a second request.
    public func isOpen(at now: Instant) -> Bool {
        let standing = standing(at: now)
        return standing.isUndecided || standing.grantsAccess
    }
}

/// Written `sales_orders/main/crm_board`.
extension Subscription.ID: TextValue {
    public static var expectation: String { "PRODUCT/PORT/CONSUMER" }
    public var isBlank: Bool { product.isBlank }
    public var description: String { "\(product)/\(port)/\(consumer)" }
    public init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let product = DataProduct.ID(parts[0]), let port = OutputPort.ID(parts[1]),
            let consumer = Consumer.ID(parts[2])
        else { return nil }
        self.init(product: product, port: port, consumer: consumer)
    }
    init() { self.init(product: .init(), port: .init(), consumer: .init()) }
}
