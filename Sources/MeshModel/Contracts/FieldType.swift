/// What a column holds, whatever its source calls it.
///
/// Sources write types freely: `decimal(10,2)`, `STRING`, `timestamp_tz`, `array<string>`. One reading serves SQL, JSON Schema and Spark.
package indirect enum FieldType: Equatable, Sendable {
    /// With the longest length in characters, where one is stated.
    case text(longest: Int?)
    case integer(bits: Int)
    case decimal(precision: Int, scale: Int)
    /// A decimal number that states no precision.
    case anyDecimal
    case real(bits: Int)
    case flag
    case date
    case time
    /// Zoned: a moment, and not what a clock on some wall shows.
    case timestamp(zoned: Bool)
    case binary
    case uuid
    /// Anything that JSON can say.
    case document
    case list(FieldType)
    case map(FieldType)
    case record([Member])
    /// No name that we know: kept as text.
    case unknown

    package struct Member: Equatable, Sendable {
        package var name: String
        package var type: FieldType
        package var required = false

        package init(name: String, type: FieldType, required: Bool = false) {
            self.name = name
            self.type = type
            self.required = required
        }
    }

    /// The type of a field, with the fields of its own.
    package init(of field: SchemaField, depth: Int = 0) {
        self = FieldType(field.type)
        guard !field.fields.isEmpty, depth < Bounds.types else { return }
        let members = FieldType.record(
            field.fields.map {
                Member(name: $0.name, type: FieldType(of: $0, depth: depth + 1), required: $0.required)
            })
        if case .list = self { self = .list(members) } else { self = members }
    }
}
