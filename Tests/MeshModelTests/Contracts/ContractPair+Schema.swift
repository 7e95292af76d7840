import MeshModel

/// Objects, fields and their types.
extension ContractPair {
    static let objects = [
        ContractPair("nothing changed", one(), one()),
        ContractPair(
            "object removed", contract([field()]) { $0.schema.append(SchemaObject(name: "u", fields: [field()])) },
            one(), [.init("u", .breaking, "is removed")]),
        ContractPair(
            "object added", one(),
            contract([field()]) { $0.schema.append(SchemaObject(name: "u", fields: [field()])) },
            [.init("u", .compatible, "is added")]),
        ContractPair(
            "objects in another order", contract([field()]) { $0.schema.append(SchemaObject(name: "u", fields: [])) },
            contract([field()]) { $0.schema.insert(SchemaObject(name: "u", fields: []), at: 0) }),
        ContractPair(
            "object described", one(), contract([field()]) { $0.schema[0].description = "Rows" },
            [.init("t", .compatible, step: .patch, "is described")]),
        ContractPair(
            "field removed", contract([field(), field("b")]), one(), [.init("t.b", .breaking, "is removed")]),
        ContractPair(
            "field in another case", one(), contract([field("A")]),
            [.init("t.a", .breaking, "is removed"), .init("t.A", .compatible, "is added")]),
        ContractPair(
            "optional field added", one(), contract([field(), field("b")]), [.init("t.b", .compatible, "is added")]),
        ContractPair(
            "required field added", one(), contract([field(), field("b") { $0.required = true }]),
            [.init("t.b", .breaking, "is added and required")]),
        ContractPair(
            "fields in another order", contract([field(), field("b")]), contract([field("b"), field()]),
            [.init("t", .none, "has its fields in another order; they are read by name")]),
        ContractPair(
            "nested field removed", one("struct") { $0.fields = [field("x"), field("y")] },
            one("struct") { $0.fields = [field("x")] }, [.init("t.a.y", .breaking, "is removed")]),
        ContractPair(
            "nested field narrowed", one("array") { $0.fields = [field("x", "bigint")] },
            one("array") { $0.fields = [field("x", "int")] },
            [.init("t.a.x", .breaking, "has its type narrowed from bigint to int")]),
        ContractPair(
            "nested field added", one("struct") { $0.fields = [field("x")] },
            one("struct") { $0.fields = [field("x"), field("y")] }, [.init("t.a.y", .compatible, "is added")]),
        ContractPair(
            "structure flattened", one("struct") { $0.fields = [field("x")] }, one("string"),
            [.init("t.a", .breaking, "changes its type from struct of 1 field to string")]),
        ContractPair(
            "structure written out", one("struct<x: int>"), one("struct") { $0.fields = [field("x")] },
            [.init("t.a", .none, "is written struct instead of struct<x: int>, which is the same type")]),
        ContractPair(
            "required on", one(), one { $0.required = true }, [.init("t.a", .breaking, "becomes required")]),
        ContractPair(
            "required off", one { $0.required = true }, one(), [.init("t.a", .compatible, "becomes optional")]),
        ContractPair("unique on", one(), one { $0.unique = true }, [.init("t.a", .breaking, "becomes unique")]),
        ContractPair(
            "unique off", one { $0.unique = true }, one(), [.init("t.a", .compatible, "becomes no longer unique")]),
        ContractPair(
            "key on", one(), one { $0.primaryKey = true },
            [.init("t", .warning, "changes its primary key from none to (a)")]),
        ContractPair(
            "key moved", contract([field { $0.primaryKey = true }, field("b")]),
            contract([field(), field("b") { $0.primaryKey = true }]),
            [.init("t", .warning, "changes its primary key from (a) to (b)")]),
        ContractPair(
            "key in another order", contract([key("a", 1), key("b", 2)]), contract([key("a", 2), key("b", 1)]),
            [.init("t", .warning, "changes its primary key from (a, b) to (b, a)")]),
        ContractPair("key unmoved", contract([key("a", 1), key("b", 2)]), contract([key("a", 10), key("b", 20)])),
        ContractPair(
            "tags", one(), one { $0.tags = ["x"] }, [.init("t.a", .compatible, step: .patch, "has other tags")]),
        ContractPair("tags in another order", one { $0.tags = ["x", "y"] }, one { $0.tags = ["y", "x"] }),
        ContractPair(
            "personal data", one(), one { $0.pii = true },
            [.init("t.a", .compatible, step: .patch, "is marked as personal data")]),
        ContractPair(
            "description lost", one { $0.description = "x" }, one(),
            [.init("t.a", .compatible, step: .patch, "loses its description")]),
    ]

    static func key(_ name: String, _ position: Int64) -> SchemaField {
        field(name) {
            $0.primaryKey = true
            $0.keyPosition = position
        }
    }

    static func type(_ old: String, _ new: String, _ impact: Difference.Impact, _ text: String) -> ContractPair {
        ContractPair("type \(old) to \(new)", one(old), one(new), [.init("t.a", impact, text)])
    }

    static let types = [
        type("int", "string", .breaking, "changes its type from int to string"),
        type("int", "bigint", .compatible, "has its type widened from int to bigint"),
        type("bigint", "int", .breaking, "has its type narrowed from bigint to int"),
        type("STRING", "text", .none, "is written text instead of STRING, which is the same type"),
        type("varchar(10)", "varchar(11)", .compatible, "has its type widened from varchar(10) to varchar(11)"),
        type("varchar(10)", "varchar(9)", .breaking, "has its type narrowed from varchar(10) to varchar(9)"),
        type("varchar(10)", "text", .compatible, "has its type widened from varchar(10) to text"),
        type("text", "varchar(10)", .breaking, "has its type narrowed from text to varchar(10)"),
        type("decimal(10,2)", "decimal(12,2)", .compatible, "has its type widened from decimal(10,2) to decimal(12,2)"),
        type("decimal(10,2)", "decimal(12,4)", .compatible, "has its type widened from decimal(10,2) to decimal(12,4)"),
        // Two more digits behind the point are taken from those before it.
        type("decimal(10,2)", "decimal(10,4)", .breaking, "has its type narrowed from decimal(10,2) to decimal(10,4)"),
        type("decimal(10,2)", "decimal(9,2)", .breaking, "has its type narrowed from decimal(10,2) to decimal(9,2)"),
        type("decimal(10,2)", "decimal(10,1)", .breaking, "has its type narrowed from decimal(10,2) to decimal(10,1)"),
        type("float", "real", .breaking, "has its type narrowed from float to real"),
        type("timestamp", "timestamptz", .breaking, "changes its type from timestamp to timestamptz"),
        type("array<int>", "array<bigint>", .compatible, "has its type widened from array<int> to array<bigint>"),
        type("array<int>", "int", .breaking, "changes its type from array<int> to int"),
        type("hyperloglog", "sketch", .breaking, "changes its type from hyperloglog to sketch"),
    ]
}
