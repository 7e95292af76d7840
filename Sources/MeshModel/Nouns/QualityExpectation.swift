/// A check that data of a contract passes: a metric, or a query, and what its outcome must be. Source: ODCS 3.1, `quality`.
public struct QualityExpectation: Structured {
    public enum Comparison: String, NamedCase {
        case equal = "must_be"
        case notEqual = "must_not_be"
        case above = "must_be_greater_than"
        case atLeast = "must_be_greater_or_equal"
        case below = "must_be_less_than"
        case atMost = "must_be_less_or_equal"
        case between = "must_be_between"
        case outside = "must_not_be_between"
    }

    public var name = ""
    public var metric = ""
    public var query = ""
    /// Nil: what is expected stands in the description, or in another engine's language.
    public var comparison: Comparison?
    /// One value, or the two ends of a range, as they were written.
    public var values: [String] = []
    public var unit = ""
    public var description = ""
    public var severity = ""

    public init() {}

    public init(
        name: String = "", metric: String, _ comparison: Comparison? = nil, _ values: [String] = [], unit: String = ""
    ) {
        self.name = name
        self.metric = metric
        self.comparison = comparison
        self.values = values
        self.unit = unit
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "name", &name)
        try v.field(2, "metric", &metric)
        try v.field(3, "query", &query)
        try v.field(4, "comparison", &comparison)
        try v.field(5, "values", &values)
        try v.field(6, "unit", &unit)
        try v.field(7, "description", &description)
        try v.field(8, "severity", &severity)
    }

    /// What it is found again by in another version: its name, else what it measures.
    public var identity: String {
        [name, metric, query, description].first { !$0.isEmpty } ?? ""
    }
}
