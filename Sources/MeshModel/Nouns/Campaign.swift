/// A new major version as a move that everybody who reads the old one has to make: until a day both are served.
public struct Campaign: MeshRecord {
    /// How a subscriber stands to it.
    public enum Stance: String, NamedCase {
        case unseen, seen, objects, moved
    }

    /// What a subscriber said last.
    public struct Answer: Structured {
        public var consumer = Consumer.ID()
        public var stance = Stance.seen
        public var note = ""
        public var at = Instant()
        public var by = ""

        public init() {}

        public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
            try v.field(1, "consumer_id", &consumer)
            try v.field(2, "stance", &stance)
            try v.field(3, "note", &note)
            try v.field(4, "at", &at)
            try v.field(5, "by", &by)
        }
    }

    public var product = DataProduct.ID()
    public var port = OutputPort.ID()
    /// The version to move to.
    public var version = Version()
    /// The version to leave.
    public var from = Version()
    /// The day up to which the old one is served; nil: nobody has said.
    public var until: Instant?
    public var note = ""
    public var announced = Instant()
    public var announcedBy = ""
    /// One a consumer.
    public var answers: [Answer] = []

    public init() {}

    public static var kind: RecordKind { .campaign }
    public var key: RecordKey { RecordKey(.campaign, product.text, port.text, version.canonical) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "port_id", &port)
        try v.field(3, "version", &version)
        try v.field(4, "from", &from)
        try v.field(5, "until", &until)
        try v.field(6, "note", &note)
        try v.field(7, "announced", &announced)
        try v.field(8, "announced_by", &announcedBy)
        try v.field(9, "answers", &answers)
    }
}

/// The date or the words of a campaign, stated anew.
public struct CampaignAnnouncement: Structured {
    public var product = DataProduct.ID()
    /// Nil: the product's default port.
    public var port: OutputPort.ID?
    /// Nil: as it was.
    public var until: Instant?
    public var note: String?

    public init() {}
    public init(product: DataProduct.ID, port: OutputPort.ID? = nil, until: Instant? = nil, note: String? = nil) {
        self.product = product
        self.port = port
        self.until = until
        self.note = note
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "port_id", &port)
        try v.field(3, "until", &until)
        try v.field(4, "note", &note)
    }
}

/// What a consumer answers to a campaign.
public struct CampaignAnswer: Structured {
    public var product = DataProduct.ID()
    /// Nil: the product's default port.
    public var port: OutputPort.ID?
    public var consumer = Consumer.ID()
    public var stance = Campaign.Stance.seen
    /// Required for an objection.
    public var note = ""

    public init() {}
    public init(
        _ stance: Campaign.Stance, product: DataProduct.ID, port: OutputPort.ID? = nil, consumer: Consumer.ID,
        note: String = ""
    ) {
        self.stance = stance
        self.product = product
        self.port = port
        self.consumer = consumer
        self.note = note
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "port_id", &port)
        try v.field(3, "consumer_id", &consumer)
        try v.field(4, "stance", &stance)
        try v.field(5, "note", &note)
    }
}
