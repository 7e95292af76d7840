import MeshModel

extension FieldType {
    /// A column type that both SQLite and PostgreSQL accept. What has no column type of its own is stored as JSON text.
    var sql: String {
        switch self {
        // PostgreSQL refuses lengths above 10 MiB.
        case .text(let longest?) where (1...10_485_760).contains(longest): "VARCHAR(\(longest))"
        case .text, .document, .list, .map, .record, .unknown: "TEXT"
        case .integer(let bits): bits <= 16 ? "SMALLINT" : bits <= 32 ? "INTEGER" : "BIGINT"
        case .decimal(let precision, let scale): "DECIMAL(\(precision),\(scale))"
        case .anyDecimal: "DECIMAL"
        case .real(let bits): bits <= 32 ? "REAL" : "DOUBLE PRECISION"
        case .flag: "BOOLEAN"
        case .date: "DATE"
        case .time: "TIME"
        case .timestamp(let zoned): zoned ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP"
        case .binary: "BYTEA"
        case .uuid: "UUID"
        }
    }

    /// A JSON Schema (draft 2020-12) of one value.
    func jsonSchema(nullable: Bool) -> [(key: String, value: TemplateValue)] {
        func typed(
            _ name: String, _ more: KeyValuePairs<String, TemplateValue> = [:]
        ) -> [(key: String, value: TemplateValue)] {
            [("type", nullable ? .list([.text(name), .text("null")]) : .text(name))] + Array(more)
        }
        switch self {
        case .text(let longest?) where longest > 0: return typed("string", ["maxLength": .number(String(longest))])
        case .text: return typed("string")
        case .integer: return typed("integer")
        case .decimal, .anyDecimal, .real: return typed("number")
        case .flag: return typed("boolean")
        case .date: return typed("string", ["format": .text("date")])
        case .time: return typed("string", ["format": .text("time")])
        case .timestamp(zoned: true): return typed("string", ["format": .text("date-time")])
        // A time without a zone is no `date-time` of RFC 3339.
        case .timestamp(zoned: false): return typed("string")
        case .binary: return typed("string", ["contentEncoding": .text("base64")])
        case .uuid: return typed("string", ["format": .text("uuid")])
        case .document, .unknown: return []
        case .list(let element): return typed("array", ["items": .map(element.jsonSchema(nullable: true))])
        case .map(let value): return typed("object", ["additionalProperties": .map(value.jsonSchema(nullable: true))])
        case .record(let members):
            return typed(
                "object",
                [
                    "properties": .map(members.map { ($0.name, .map($0.type.jsonSchema(nullable: !$0.required))) }),
                    "required": .list(members.filter(\.required).map { .text($0.name) }),
                ])
        }
    }

    /// The type as Spark's schema JSON has it.
    var spark: TemplateValue {
        switch self {
        case .text, .time, .uuid, .document, .unknown: .text("string")
        case .integer(let bits): .text(bits <= 16 ? "short" : bits <= 32 ? "integer" : "long")
        case .decimal(let precision, let scale): .text("decimal(\(precision),\(scale))")
        case .anyDecimal: .text("decimal(38,18)")
        case .real(let bits): .text(bits <= 32 ? "float" : "double")
        case .flag: .text("boolean")
        case .date: .text("date")
        case .timestamp(let zoned): .text(zoned ? "timestamp" : "timestamp_ntz")
        case .binary: .text("binary")
        case .list(let element):
            .map(["type": .text("array"), "elementType": element.spark, "containsNull": .flag(true)])
        case .map(let value):
            .map([
                "type": .text("map"), "keyType": .text("string"), "valueType": value.spark,
                "valueContainsNull": .flag(true),
            ])
        case .record(let members):
            .map([
                "type": .text("struct"),
                "fields": .list(
                    members.map { FieldType.sparkField($0.name, $0.type, required: $0.required, remark: "") }),
            ])
        }
    }

    /// A column of a Spark schema.
    static func sparkField(_ name: String, _ type: FieldType, required: Bool, remark: String) -> TemplateValue {
        .map([
            "name": .text(name), "type": type.spark, "nullable": .flag(!required),
            "metadata": .map(remark.isEmpty ? [] : [("comment", .text(remark))]),
        ])
    }
}
