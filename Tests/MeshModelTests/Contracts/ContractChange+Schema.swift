import MeshModel

extension ContractChange {
    static let rows = objects + fields + nested + keys + constraints + quality + promises + terms

    private static func contract(_ fields: SchemaField...) -> Contract { ContractPair.contract(fields) }
    static func field(_ name: String = "a", _ type: String = "int", _ edit: (inout SchemaField) -> Void = { _ in })
        -> SchemaField
    { ContractPair.field(name, type, edit) }
    static func one(_ type: String = "int", _ edit: (inout SchemaField) -> Void = { _ in }) -> Contract {
        ContractPair.one(type, edit)
    }
    private static func inside(_ fields: SchemaField...) -> Contract { one("struct") { $0.fields = fields } }

    private static let objects = [
        ContractChange("nothing", contract(field()), contract(field()), .keep, back: .keep),
        ContractChange(
            "object removed",
            ContractPair.contract([field()]) { $0.schema.append(SchemaObject(name: "u", fields: [field()])) },
            contract(field()), .breaking("u is removed"), back: .compatible("u is added")),
        ContractChange(
            "object described", contract(field()),
            ContractPair.contract([field()]) { $0.schema[0].description = "Rows" }, .patch("t is described"),
            back: .patch("t loses its description")),
    ]

    private static let fields = [
        ContractChange(
            "field removed", contract(field(), field("b")), contract(field()), .breaking("t.b is removed"),
            back: .compatible("t.b is added")),
        ContractChange(
            "required field added", contract(field()), contract(field(), field("b") { $0.required = true }),
            .breaking("t.b is added and required"), back: .breaking("t.b is removed")),
        ContractChange(
            "field renamed", contract(field("a")), contract(field("b")), .breaking("t.a is removed; t.b is added"),
            back: .breaking("t.b is removed; t.a is added")),
        ContractChange(
            "type changed", one("int"), one("string"), .breaking("t.a changes its type from int to string"),
            back: .breaking("t.a changes its type from string to int")),
        ContractChange(
            "type narrowed", one("bigint"), one("int"), .breaking("t.a has its type narrowed from bigint to int"),
            back: .compatible("t.a has its type widened from int to bigint")),
        ContractChange(
            "type written otherwise", one("STRING"), one("text"),
            .same("t.a is written text instead of STRING, which is the same type"),
            back: .same("t.a is written STRING instead of text, which is the same type")),
        ContractChange(
            "required turned on", one(), one { $0.required = true }, .breaking("t.a becomes required"),
            back: .compatible("t.a becomes optional")),
        ContractChange(
            "unique turned on", one(), one { $0.unique = true }, .breaking("t.a becomes unique"),
            back: .compatible("t.a becomes no longer unique")),
        ContractChange(
            "fields in another order", contract(field(), field("b")), contract(field("b"), field()),
            .same("t has its fields in another order; they are read by name"),
            back: .same("t has its fields in another order; they are read by name")),
        ContractChange(
            "field described", one(), one { $0.description = "Cents" }, .patch("t.a is described"),
            back: .patch("t.a loses its description")),
        ContractChange(
            "field described otherwise", one { $0.description = "Cents" }, one { $0.description = "Pence" },
            .patch("t.a is described otherwise"), back: .patch("t.a is described otherwise")),
        ContractChange(
            "tags", one(), one { $0.tags = ["money"] }, .patch("t.a has other tags"),
            back: .patch("t.a has other tags")),
        ContractChange(
            "personal data", one(), one { $0.pii = true }, .patch("t.a is marked as personal data"),
            back: .patch("t.a is no longer marked as personal data")),
    ]

    private static let nested = [
        ContractChange(
            "nested field removed", inside(field("x"), field("y")), inside(field("x")),
            .breaking("t.a.y is removed"), back: .compatible("t.a.y is added")),
        ContractChange(
            "nested required field added", inside(field("x")), inside(field("x"), field("y") { $0.required = true }),
            .breaking("t.a.y is added and required"), back: .breaking("t.a.y is removed")),
        ContractChange(
            "nested type narrowed", inside(field("x", "bigint")), inside(field("x", "int")),
            .breaking("t.a.x has its type narrowed from bigint to int"),
            back: .compatible("t.a.x has its type widened from int to bigint")),
        ContractChange(
            "nested required turned on", inside(field("x")), inside(field("x") { $0.required = true }),
            .breaking("t.a.x becomes required"), back: .compatible("t.a.x becomes optional")),
        ContractChange(
            "nested bound tightened", inside(limited("9")), inside(limited("5")),
            .breaking("t.a.x tightens its bounds from at most 9 to at most 5"),
            back: .compatible("t.a.x loosens its bounds from at most 5 to at most 9")),
        ContractChange(
            "two levels down", inside(deep(field("y"), field("z"))), inside(deep(field("y"))),
            .breaking("t.a.x.z is removed"), back: .compatible("t.a.x.z is added")),
        ContractChange(
            "items of a list", one("array") { $0.fields = [field("x"), field("y")] },
            one("array") { $0.fields = [field("x")] }, .breaking("t.a.y is removed"),
            back: .compatible("t.a.y is added")),
        ContractChange(
            "members named for the first time", one("object"), one("object") { $0.fields = [field("x"), field("y")] },
            .compatible("t.a.x is added; t.a.y is added"), back: .breaking("t.a.x is removed; t.a.y is removed")),
        ContractChange(
            "structure flattened", inside(field("x")), one("string"),
            .breaking("t.a changes its type from struct of 1 field to string"),
            back: .breaking("t.a changes its type from string to struct of 1 field")),
        ContractChange(
            "member required in a written type", one("struct<x: int>"),
            one("struct") { $0.fields = [field("x") { $0.required = true }] },
            .breaking("t.a has its type narrowed from struct<x: int> to struct of 1 field"),
            back: .compatible("t.a has its type widened from struct of 1 field to struct<x: int>")),
    ]

    private static func limited(_ maximum: String) -> SchemaField {
        field("x") {
            $0.constraints = FieldConstraints()
            $0.constraints?.maximum = maximum
        }
    }

    private static func deep(_ fields: SchemaField...) -> SchemaField { field("x", "struct") { $0.fields = fields } }

    private static let keys = [
        ContractChange(
            "primary key set", one(), one { $0.primaryKey = true },
            .warning("t changes its primary key from none to (a)"),
            back: .warning("t changes its primary key from (a) to none")),
        ContractChange(
            "primary key moved", contract(field { $0.primaryKey = true }, field("b")),
            contract(field(), field("b") { $0.primaryKey = true }),
            .warning("t changes its primary key from (a) to (b)"),
            back: .warning("t changes its primary key from (b) to (a)")),
        ContractChange(
            "primary key in another order", contract(ContractPair.key("a", 1), ContractPair.key("b", 2)),
            contract(ContractPair.key("a", 2), ContractPair.key("b", 1)),
            .warning("t changes its primary key from (a, b) to (b, a)"),
            back: .warning("t changes its primary key from (b, a) to (a, b)")),
    ]
}
