/// What a value of a field must satisfy besides its type. Source: ODCS 3.1, `logicalTypeOptions`, and lists of allowed values.
public struct FieldConstraints: Structured {
    /// Bounds are kept as they were written: numbers, dates and times alike.
    public var minimum = ""
    public var maximum = ""
    public var exclusiveMinimum = ""
    public var exclusiveMaximum = ""
    public var multipleOf = ""
    /// In characters.
    public var shortest: Int64?
    public var longest: Int64?
    public var fewestItems: Int64?
    public var mostItems: Int64?
    public var uniqueItems = false
    /// A regular expression.
    public var pattern = ""
    /// `email`, `yyyy-MM-dd`, `i64`.
    public var format = ""
    /// The only values there may be; empty: any.
    public var allowed: [String] = []

    public init() {}

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "minimum", &minimum)
        try v.field(2, "maximum", &maximum)
        try v.field(3, "exclusive_minimum", &exclusiveMinimum)
        try v.field(4, "exclusive_maximum", &exclusiveMaximum)
        try v.field(5, "multiple_of", &multipleOf)
        try v.field(6, "min_length", &shortest)
        try v.field(7, "max_length", &longest)
        try v.field(8, "min_items", &fewestItems)
        try v.field(9, "max_items", &mostItems)
        try v.field(10, "unique_items", &uniqueItems)
        try v.field(11, "pattern", &pattern)
        try v.field(12, "format", &format)
        try v.field(13, "enum", &allowed)
    }
}
