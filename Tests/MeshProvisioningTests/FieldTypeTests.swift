import MeshModel
import Testing

@testable import MeshProvisioning

@Suite struct FieldTypeTests {
    @Test(arguments: [
        ("decimal(10,2)", "DECIMAL(10,2)", #""decimal(10,2)""#, #"{"type": "number"}"#),
        ("decimal", "DECIMAL", #""decimal(38,18)""#, #"{"type": "number"}"#),
        ("DECIMAL(99, 2)", "DECIMAL", #""decimal(38,18)""#, #"{"type": "number"}"#),
        ("STRING", "TEXT", #""string""#, #"{"type": "string"}"#),
        ("varchar(20)", "VARCHAR(20)", #""string""#, #"{"type": "string", "maxLength": 20}"#),
        ("character varying", "TEXT", #""string""#, #"{"type": "string"}"#),
        ("varchar(max)", "TEXT", #""string""#, #"{"type": "string"}"#),
        ("timestamp_tz", "TIMESTAMP WITH TIME ZONE", #""timestamp""#, #"{"type": "string", "format": "date-time"}"#),
        (
            "timestamp(3) with time zone", "TIMESTAMP WITH TIME ZONE", #""timestamp""#,
            #"{"type": "string", "format": "date-time"}"#
        ),
        (
            "timestamp[us, tz=UTC]", "TIMESTAMP WITH TIME ZONE", #""timestamp""#,
            #"{"type": "string", "format": "date-time"}"#
        ),
        ("varchar[20]", "VARCHAR(20)", #""string""#, #"{"type": "string", "maxLength": 20}"#),
        (
            "integer[3]", "TEXT", #"{"type": "array", "elementType": "integer", "containsNull": true}"#,
            #"{"type": "array", "items": {"type": ["integer", "null"]}}"#
        ),
        (
            "ARRAY<STRUCT<a INT64, b_1 NUMERIC(18, 4)>>", "TEXT",
            #"{"type": "array", "elementType": {"type": "struct", "fields": [{"name": "a", "type": "long", "nullable": true, "metadata": {}}, {"name": "b_1", "type": "decimal(18,4)", "nullable": true, "metadata": {}}]}, "containsNull": true}"#,
            #"{"type": "array", "items": {"type": ["object", "null"], "properties": {"a": {"type": ["integer", "null"]}, "b_1": {"type": ["number", "null"]}}, "required": []}}"#
        ),
        ("datetime", "TIMESTAMP", #""timestamp_ntz""#, #"{"type": "string"}"#),
        ("Nullable(Int64)", "BIGINT", #""long""#, #"{"type": "integer"}"#),
        (
            "array<string>", "TEXT", #"{"type": "array", "elementType": "string", "containsNull": true}"#,
            #"{"type": "array", "items": {"type": ["string", "null"]}}"#
        ),
        (
            "text[]", "TEXT", #"{"type": "array", "elementType": "string", "containsNull": true}"#,
            #"{"type": "array", "items": {"type": ["string", "null"]}}"#
        ),
        (
            "map<string, int>", "TEXT",
            #"{"type": "map", "keyType": "string", "valueType": "integer", "valueContainsNull": true}"#,
            #"{"type": "object", "additionalProperties": {"type": ["integer", "null"]}}"#
        ),
        (
            "struct<Name: string, `odd name`: array<date>>", "TEXT",
            #"{"type": "struct", "fields": [{"name": "Name", "type": "string", "nullable": true, "metadata": {}}, {"name": "odd name", "type": {"type": "array", "elementType": "date", "containsNull": true}, "nullable": true, "metadata": {}}]}"#,
            #"{"type": "object", "properties": {"Name": {"type": ["string", "null"]}, "odd name": {"type": ["array", "null"], "items": {"type": ["string", "null"], "format": "date"}}}, "required": []}"#
        ),
        ("struct", "TEXT", #""string""#, "{}"),
        ("bytes", "BYTEA", #""binary""#, #"{"type": "string", "contentEncoding": "base64"}"#),
        ("", "TEXT", #""string""#, "{}"), ("; DROP TABLE x", "TEXT", #""string""#, "{}"),
        ("decimal(10", "TEXT", #""string""#, "{}"), ("array<", "TEXT", #""string""#, "{}"),
        ("int) x", "TEXT", #""string""#, "{}"),
        (String(repeating: "array<", count: 500), "TEXT", #""string""#, "{}"),
    ])
    func `a source's type is read for every target`(source: String, sql: String, spark: String, schema: String) {
        let type = FieldType(source)
        #expect(type.sql == sql)
        #expect(jsonLiteral(type.spark) == spark)
        #expect(jsonLiteral(.map(type.jsonSchema(nullable: false))) == schema)
    }

    @Test func `fields inside a field make a record, and a list of records in a list`() {
        var field = SchemaField(name: "lines", type: "array")
        field.fields = [SchemaField(name: "sku", type: "string", required: true), SchemaField(name: "n", type: "int")]
        let record = FieldType.record([
            FieldType.Member(name: "sku", type: .text(longest: nil), required: true),
            FieldType.Member(name: "n", type: .integer(bits: 32)),
        ])
        #expect(FieldType(of: field) == .list(record))
        field.type = "object"
        #expect(FieldType(of: field) == record)
    }

    @Test func `names that a database would confuse are told apart`() {
        var columns = DistinctNames(.column)
        let long = String(repeating: "é", count: 40)
        let names = ["Id", "id", "ID_2", "", "ctid", "a\0b", long, long + "x"].map { columns.name(for: $0) }
        let cut = String(repeating: "é", count: 31)
        #expect(
            names == ["Id", "id_2", "ID_2_2", "column", "_ctid", "ab", cut, String(repeating: "é", count: 30) + "_2"])
        var tables = DistinctNames(.table)
        #expect(tables.name(for: "sqlite_master") == "_sqlite_master")
    }
}
