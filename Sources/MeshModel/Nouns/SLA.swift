/// What a product promises. Shown as written; compared with units.
public struct SLA: Structured {
    /// Percent of the time.
    public var availability: Quantity?
    /// The oldest that the data may be: `24h`. A bare number means hours.
    public var freshness: Quantity?
    /// Percent.
    public var quality: Quantity?
    /// Promises under other names, each a quantity or words.
    public var others: [String: String] = [:]

    public init() {}

    public init(availability: Quantity? = nil, freshness: Quantity? = nil, quality: Quantity? = nil) {
        self.availability = availability
        self.freshness = freshness
        self.quality = quality
    }

    public var isBlank: Bool { self == SLA() }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "availability", &availability)
        try v.field(2, "freshness", &freshness)
        try v.field(3, "quality", &quality)
        try v.field(4, "others", &others)
    }

    /// Freshness in seconds.
    public var freshnessSeconds: Double? {
        freshness.map { $0.unit == nil ? $0.value * 3600 : $0.base }
    }
}
