/// One thing that a batch of changes brings about, said before anything happens.
public struct Consequence: Equatable, Sendable {
    public enum Tone: String, Sendable {
        /// What was asked for.
        case does
        case note
        case warning
    }

    public var tone: Tone
    /// What it is about: `product sales_orders`.
    public var subject: String
    /// A sentence.
    public var text: String

    public init(_ tone: Tone, _ subject: String, _ text: String) {
        self.tone = tone
        self.subject = subject
        self.text = text
    }
}

/// What a batch brings about, in the order in which it happens.
public struct Consequences: Equatable, Sendable {
    /// Stands for what a person agreed to.
    public struct Digest: Hashable, Sendable {
        public var value: UInt64
        public init(value: UInt64) { self.value = value }
    }

    /// How many records of an import were new, changed, left as they were, or gone from the source.
    public struct Tally: Equatable, Sendable {
        public var created = 0
        public var updated = 0
        public var unchanged = 0
        public var missing = 0
        public var kept = 0
        public init() {}

        public static func += (sum: inout Tally, more: Tally) {
            sum.created += more.created
            sum.updated += more.updated
            sum.unchanged += more.unchanged
            sum.missing += more.missing
            sum.kept += more.kept
        }
    }

    public var items: [Consequence] = []
    public var tally = Tally()

    public init() {}

    /// FNV-1a over the sentences: two previews agree exactly when people would read the same.
    public var digest: Digest {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        for item in items {
            mix(item.tone.rawValue)
            mix(item.subject)
            mix(item.text)
        }
        return Digest(value: hash)
    }

    mutating func add(_ tone: Consequence.Tone, _ subject: String, _ text: String) {
        items.append(Consequence(tone, subject, text))
    }
}

/// What stands beside a change in the journal: who was behind it, and why they might.
public struct Audit: Structured {
    public var origin = Origin()
    public var grounds: [String] = []

    public init() {}
    public init(origin: Origin, grounds: [String]) {
        self.origin = origin
        self.grounds = grounds
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "origin", &origin)
        try v.field(2, "grounds", &grounds)
    }
}

/// A batch that the rules allow: what it writes, and what comes of it.
public struct Plan: Sendable {
    public var changes: [Change]
    /// At most one per key, in key order. Empty: nothing would change, and nothing is committed.
    public var writes: [RecordWrite]
    public var consequences: Consequences
    /// Why the actor may do it, for the audit: `alice is alice`, `bob has the role steward`. Empty where anybody may.
    public var grounds: [String] = []
}
