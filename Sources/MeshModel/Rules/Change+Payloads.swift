public struct DomainEdit: Structured {
    public var id = Domain.ID()
    public var name: String?
    public var owner: String?
    public var team: [String]?
    public var description: String?
    public var parent: Domain.ID?
    public var tags: [String]?
    public var contact: String?

    public init() {}
    public init(id: Domain.ID) { self.id = id }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "domain_id", &id)
        try v.field(2, "name", &name)
        try v.field(3, "owner", &owner)
        try v.field(4, "team", &team)
        try v.field(5, "description", &description)
        try v.field(6, "parent", &parent)
        try v.field(7, "tags", &tags)
        try v.field(8, "contact", &contact)
    }
}

/// A product that a person creates. The domain and the owner must be stated.
public struct ProductDraft: Structured {
    public var id = DataProduct.ID()
    public var facts = ProductFacts()

    public init() {}
    public init(id: DataProduct.ID, facts: ProductFacts) {
        self.id = id
        self.facts = facts
    }

    /// In a document the facts stand beside the id.
    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &id)
        try v.field(2, "facts", &facts)
    }
}

public struct ProductEdit: Structured {
    public var id = DataProduct.ID()
    public var facts = ProductFacts()

    public init() {}
    public init(id: DataProduct.ID, facts: ProductFacts) {
        self.id = id
        self.facts = facts
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &id)
        try v.field(2, "facts", &facts)
    }
}

/// Somebody takes an unclaimed product.
public struct ProductClaim: Structured {
    public var id = DataProduct.ID()
    public var owner = ""

    public init() {}
    public init(id: DataProduct.ID, owner: String) {
        self.id = id
        self.owner = owner
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &id)
        try v.field(2, "owner", &owner)
    }
}

/// A new version of a port's contract.
public struct Publication: Structured {
    public var product = DataProduct.ID()
    /// Nil: the product's default port.
    public var port: OutputPort.ID?
    /// As written, so that an unreadable one is refused by the rules and not by a form.
    public var version = ""
    public var schema: [SchemaObject] = []
    public var access: AccessTerms?
    public var note = ""
    /// Nil: the product's own promises.
    public var sla: SLA?
    /// With a new major version: the day up to which the one before is served.
    public var oldUntil: Instant?

    public init() {}
    public init(
        product: DataProduct.ID, port: OutputPort.ID? = nil, version: String, schema: [SchemaObject],
        access: AccessTerms? = nil, note: String = ""
    ) {
        self.product = product
        self.port = port
        self.version = version
        self.schema = schema
        self.access = access
        self.note = note
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "port_id", &port)
        try v.field(3, "version", &version)
        try v.field(4, "schema", &schema)
        try v.field(5, "access_policy", &access)
        try v.field(6, "note", &note)
        try v.field(7, "sla", &sla)
        try v.field(8, "old_until", &oldUntil)
    }
}

public struct StatusChange: Structured {
    public var product = DataProduct.ID()
    public var note = ""
    /// Of a deprecation: the day on which it ends.
    public var until: Instant?

    public init() {}
    public init(product: DataProduct.ID, note: String, until: Instant? = nil) {
        self.product = product
        self.note = note
        self.until = until
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "note", &note)
        try v.field(3, "until", &until)
    }
}

public struct SubscriptionRequest: Structured {
    public var product = DataProduct.ID()
    public var port: OutputPort.ID?
    public var consumer = Consumer.ID()
    /// May name a domain outside the mesh; blank: the registered consumer's.
    public var consumerDomain = ""
    public var purpose = ""
    public var until: Instant?
    /// The versions that the consumer stays with; nil: whichever is newest.
    public var pin: VersionPin?
    /// The fields that the consumer reads: `object.field`, or `field` where one object alone has it.
    public var uses: [String] = []

    public init() {}
    public init(
        product: DataProduct.ID, port: OutputPort.ID? = nil, consumer: Consumer.ID, consumerDomain: String,
        purpose: String = "", until: Instant? = nil, pin: VersionPin? = nil, uses: [String] = []
    ) {
        self.product = product
        self.port = port
        self.consumer = consumer
        self.consumerDomain = consumerDomain
        self.purpose = purpose
        self.until = until
        self.pin = pin
        self.uses = uses
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "port_id", &port)
        try v.field(3, "consumer_id", &consumer)
        try v.field(4, "consumer_domain", &consumerDomain)
        try v.field(5, "purpose", &purpose)
        try v.field(6, "until", &until)
        try v.field(7, "version", &pin)
        try v.field(8, "uses", &uses)
    }
}

public struct PolicyLifecycleChange: Structured {
    public var policy = Policy.ID()
    public var lifecycle = Policy.Lifecycle.enabled
    public var graceUntil: Instant?

    public init() {}
    public init(policy: Policy.ID, lifecycle: Policy.Lifecycle, graceUntil: Instant? = nil) {
        self.policy = policy
        self.lifecycle = lifecycle
        self.graceUntil = graceUntil
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "policy_id", &policy)
        try v.field(2, "lifecycle", &lifecycle)
        try v.field(3, "grace_until", &graceUntil)
    }
}

/// A waiver is taken back before its day.
public struct WaiverEnd: Structured {
    public var policy = Policy.ID()
    public var product = DataProduct.ID()

    public init() {}
    public init(policy: Policy.ID, product: DataProduct.ID) {
        self.policy = policy
        self.product = product
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "policy_id", &policy)
        try v.field(2, "product_id", &product)
    }
}

/// Measurements of one product, taken together.
public struct QualityReport: Structured {
    public struct Metric: Structured {
        public var name = ""
        /// As written: a metric that is not a number is refused by name.
        public var value = ""

        public init() {}
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }

        public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
            try v.field(1, "metric", &name)
            try v.field(2, "value", &value)
        }
    }

    public var product = DataProduct.ID()
    public var metrics: [Metric] = []
    /// Nil: now.
    public var at: Instant?
    /// Blank: the actor.
    public var source = ""

    public init() {}
    public init(product: DataProduct.ID, metrics: [Metric], at: Instant? = nil, source: String = "") {
        self.product = product
        self.metrics = metrics
        self.at = at
        self.source = source
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "metrics", &metrics)
        try v.field(3, "at", &at)
        try v.field(4, "source", &source)
    }
}

public struct AccessReport: Structured {
    public var events: [AccessEvent] = []

    public init() {}
    public init(_ events: [AccessEvent]) { self.events = events }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "events", &events)
    }
}

/// A product as a source describes it. Stated facts yield to those that a person set.
public struct ImportedProduct: Structured {
    /// The import: `dcat-us:gsa`, `dbt:shop`.
    public var source = ""
    /// The source's own name of the product.
    public var sourceID = ""
    /// The id to take when no alias is known; a number is added where it is taken by something else.
    public var proposed = DataProduct.ID()
    /// Other names that mean this product, the original id among them.
    public var aliases: [String] = []
    public var facts = ProductFacts()
    /// Inputs by alias, resolved when the whole file is known; unresolved ones become external.
    public var inputAliases: [String]?
    public var schema: [SchemaObject] = []
    /// The version of the contract; blank: 1.0.0, and the next minor whenever the schema changed.
    public var version = ""
    public var metrics: [QualityReport.Metric] = []
    public var measuredAt: Instant?
    /// JSON of all that the model has no place for.
    public var carried = ""

    public init() {}

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "source", &source)
        try v.field(2, "source_id", &sourceID)
        try v.field(3, "proposed_id", &proposed)
        try v.field(4, "aliases", &aliases)
        try v.field(5, "facts", &facts)
        try v.field(6, "input_aliases", &inputAliases)
        try v.field(7, "schema", &schema)
        try v.field(8, "version", &version)
        try v.field(9, "metrics", &metrics)
        try v.field(10, "measured_at", &measuredAt)
        try v.field(11, "carried", &carried)
    }
}

/// The end of an import: what the source listed before and did not name any more is missing from now on.
public struct ImportConclusion: Structured {
    public var source = ""
    /// Products that it no longer names, for an import of several batches; nil: all that this batch did not name.
    public var missing: [DataProduct.ID]?

    public init() {}
    public init(source: String, missing: [DataProduct.ID]? = nil) {
        self.source = source
        self.missing = missing
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "source", &source)
        try v.field(2, "missing", &missing)
    }
}
