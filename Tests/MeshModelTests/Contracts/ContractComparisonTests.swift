import MeshModel
import Testing

/// Two versions of a contract and what became of it: a pair for every row of the table of changes.
struct ContractComparisonTests {
    struct Pair: CustomTestStringConvertible, Sendable {
        var name: String
        var old: Contract
        var new: Contract
        var differences: [ContractDifference]
        var testDescription: String { name }

        init(
            _ name: String, _ old: @autoclosure () -> Contract, _ new: @autoclosure () -> Contract,
            _ differences: [ContractDifference] = []
        ) {
            self.name = name
            self.old = old()
            self.new = new()
            self.differences = differences
        }
    }

    typealias Difference = ContractDifference

    /// A contract of one table `t`, whose fields are stated.
    static func contract(_ fields: [SchemaField], _ edit: (inout Contract) -> Void = { _ in }) -> Contract {
        var contract = Contract()
        contract.version = Version(major: 1, minor: 2, patch: 3)
        contract.schema = [SchemaObject(name: "t", fields: fields)]
        edit(&contract)
        return contract
    }

    static func field(_ name: String = "a", _ type: String = "int", _ edit: (inout SchemaField) -> Void = { _ in })
        -> SchemaField
    {
        var field = SchemaField(name: name, type: type)
        edit(&field)
        return field
    }

    static func one(_ type: String = "int", _ edit: (inout SchemaField) -> Void = { _ in }) -> Contract {
        contract([field("a", type, edit)])
    }

    static func bound(_ edit: (inout FieldConstraints) -> Void) -> Contract {
        var constraints = FieldConstraints()
        edit(&constraints)
        return one { $0.constraints = constraints }
    }

    static func check(_ comparison: QualityExpectation.Comparison?, _ values: String..., unit: String = "") -> Contract
    {
        contract([field()]) {
            $0.schema[0].quality = [QualityExpectation(metric: "rows", comparison, values, unit: unit)]
        }
    }

    static func promise(_ edit: (inout SLA) -> Void) -> Contract {
        var sla = SLA()
        edit(&sla)
        return contract([field()]) { $0.sla = sla }
    }

    static func terms(_ terms: AccessTerms?) -> Contract { contract([field()]) { $0.access = terms } }

    static let objects = [
        Pair("nothing changed", one(), one()),
        Pair(
            "object removed", contract([field()]) { $0.schema.append(SchemaObject(name: "u", fields: [field()])) },
            one(), [.init("u", .breaking, "is removed")]),
        Pair(
            "object added", one(),
            contract([field()]) { $0.schema.append(SchemaObject(name: "u", fields: [field()])) },
            [.init("u", .compatible, "is added")]),
        Pair(
            "objects in another order", contract([field()]) { $0.schema.append(SchemaObject(name: "u", fields: [])) },
            contract([field()]) { $0.schema.insert(SchemaObject(name: "u", fields: []), at: 0) }),
        Pair(
            "object described", one(), contract([field()]) { $0.schema[0].description = "Rows" },
            [.init("t", .compatible, step: .patch, "is described")]),
        Pair(
            "field removed", contract([field(), field("b")]), one(), [.init("t.b", .breaking, "is removed")]),
        Pair(
            "field in another case", one(), contract([field("A")]),
            [.init("t.a", .breaking, "is removed"), .init("t.A", .compatible, "is added")]),
        Pair(
            "optional field added", one(), contract([field(), field("b")]), [.init("t.b", .compatible, "is added")]),
        Pair(
            "required field added", one(), contract([field(), field("b") { $0.required = true }]),
            [.init("t.b", .breaking, "is added and required")]),
        Pair(
            "fields in another order", contract([field(), field("b")]), contract([field("b"), field()]),
            [.init("t", .none, "has its fields in another order; they are read by name")]),
        Pair(
            "nested field removed", one("struct") { $0.fields = [field("x"), field("y")] },
            one("struct") { $0.fields = [field("x")] }, [.init("t.a.y", .breaking, "is removed")]),
        Pair(
            "nested field narrowed", one("array") { $0.fields = [field("x", "bigint")] },
            one("array") { $0.fields = [field("x", "int")] },
            [.init("t.a.x", .breaking, "has its type narrowed from bigint to int")]),
        Pair(
            "nested field added", one("struct") { $0.fields = [field("x")] },
            one("struct") { $0.fields = [field("x"), field("y")] }, [.init("t.a.y", .compatible, "is added")]),
        Pair(
            "structure flattened", one("struct") { $0.fields = [field("x")] }, one("string"),
            [.init("t.a", .breaking, "changes its type from struct of 1 fields to string")]),
        Pair(
            "structure written out", one("struct<x: int>"), one("struct") { $0.fields = [field("x")] },
            [.init("t.a", .none, "is written struct instead of struct<x: int>, which is the same type")]),
        Pair(
            "required on", one(), one { $0.required = true }, [.init("t.a", .breaking, "becomes required")]),
        Pair(
            "required off", one { $0.required = true }, one(), [.init("t.a", .compatible, "becomes optional")]),
        Pair("unique on", one(), one { $0.unique = true }, [.init("t.a", .breaking, "becomes unique")]),
        Pair(
            "unique off", one { $0.unique = true }, one(), [.init("t.a", .compatible, "becomes no longer unique")]),
        Pair(
            "key on", one(), one { $0.primaryKey = true },
            [.init("t", .warning, "changes its primary key from none to (a)")]),
        Pair(
            "key moved", contract([field { $0.primaryKey = true }, field("b")]),
            contract([field(), field("b") { $0.primaryKey = true }]),
            [.init("t", .warning, "changes its primary key from (a) to (b)")]),
        Pair(
            "key in another order", contract([key("a", 1), key("b", 2)]), contract([key("a", 2), key("b", 1)]),
            [.init("t", .warning, "changes its primary key from (a, b) to (b, a)")]),
        Pair("key unmoved", contract([key("a", 1), key("b", 2)]), contract([key("a", 10), key("b", 20)])),
        Pair(
            "tags", one(), one { $0.tags = ["x"] }, [.init("t.a", .compatible, step: .patch, "has other tags")]),
        Pair("tags in another order", one { $0.tags = ["x", "y"] }, one { $0.tags = ["y", "x"] }),
        Pair(
            "personal data", one(), one { $0.pii = true },
            [.init("t.a", .compatible, step: .patch, "is marked as personal data")]),
        Pair(
            "description lost", one { $0.description = "x" }, one(),
            [.init("t.a", .compatible, step: .patch, "loses its description")]),
    ]

    static func key(_ name: String, _ position: Int64) -> SchemaField {
        field(name) {
            $0.primaryKey = true
            $0.keyPosition = position
        }
    }

    static func type(_ old: String, _ new: String, _ impact: Difference.Impact, _ text: String) -> Pair {
        Pair("type \(old) to \(new)", one(old), one(new), [.init("t.a", impact, text)])
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

    static func bound(
        _ name: String, _ old: (inout FieldConstraints) -> Void, _ new: (inout FieldConstraints) -> Void,
        _ impact: Difference.Impact?, _ text: String = ""
    ) -> Pair {
        Pair(name, bound(old), bound(new), impact.map { [.init("t.a", $0, text)] } ?? [])
    }

    static let constraints = [
        bound(
            "minimum up", { $0.minimum = "1" }, { $0.minimum = "2" }, .breaking,
            "tightens its bounds from at least 1 to at least 2"),
        bound(
            "minimum down", { $0.minimum = "2" }, { $0.minimum = "1" }, .compatible,
            "loosens its bounds from at least 2 to at least 1"),
        bound("minimum written otherwise", { $0.minimum = "1" }, { $0.minimum = "1.0" }, nil),
        bound("minimum new", { _ in }, { $0.minimum = "0" }, .breaking, "tightens its bounds from any to at least 0"),
        bound(
            "maximum down", { $0.maximum = "10" }, { $0.maximum = "9" }, .breaking,
            "tightens its bounds from at most 10 to at most 9"),
        bound(
            "maximum gone", { $0.maximum = "10" }, { _ in }, .compatible, "loosens its bounds from at most 10 to any"),
        bound(
            "maximum compared as numbers", { $0.maximum = "9" }, { $0.maximum = "10" }, .compatible,
            "loosens its bounds from at most 9 to at most 10"),
        bound(
            "whole numbers that no double tells apart", { $0.maximum = "9007199254740993" },
            { $0.maximum = "9007199254740992" }, .breaking,
            "tightens its bounds from at most 9007199254740993 to at most 9007199254740992"),
        bound(
            "bound opened", { $0.maximum = "10" }, { $0.exclusiveMaximum = "10" }, .breaking,
            "tightens its bounds from at most 10 to below 10"),
        bound(
            "bound closed", { $0.exclusiveMinimum = "10" }, { $0.minimum = "10" }, .compatible,
            "loosens its bounds from above 10 to at least 10"),
        bound(
            "looser above, tighter below", { ($0.minimum, $0.maximum) = ("0", "10") },
            { ($0.minimum, $0.maximum) = ("1", "20") }, .breaking,
            "tightens its bounds from between 0 and 10 to between 1 and 20"),
        bound(
            "dates", { $0.minimum = "2020-01-01" }, { $0.minimum = "2019-12-31" }, .compatible,
            "loosens its bounds from at least 2020-01-01 to at least 2019-12-31"),
        bound(
            "an order that cannot be compared", { $0.minimum = "2020-01-01" }, { $0.minimum = "yesterday" }, .warning,
            "changes its bounds from at least 2020-01-01 to at least yesterday, which cannot be compared"),
        bound(
            "length down", { $0.longest = 10 }, { $0.longest = 9 }, .breaking,
            "tightens its length from at most 10 to at most 9"),
        bound(
            "length up", { $0.longest = 10 }, { $0.longest = 11 }, .compatible,
            "loosens its length from at most 10 to at most 11"),
        bound(
            "shortest up", { $0.shortest = 0 }, { $0.shortest = 1 }, .breaking,
            "tightens its length from at least 0 to at least 1"),
        bound(
            "items", { $0.mostItems = 5 }, { $0.mostItems = 4 }, .breaking,
            "tightens its number of items from at most 5 to at most 4"),
        bound("pattern new", { _ in }, { $0.pattern = "^a" }, .breaking, "must now keep the pattern ^a"),
        bound("pattern gone", { $0.pattern = "^a" }, { _ in }, .compatible, "need no longer keep the pattern ^a"),
        bound(
            "pattern changed", { $0.pattern = "^a" }, { $0.pattern = "^b" }, .warning,
            "changes its pattern from ^a to ^b, which cannot be compared"),
        bound(
            "format wider", { $0.format = "i32" }, { $0.format = "i64" }, .compatible,
            "widens its format from i32 to i64"),
        bound(
            "format narrower", { $0.format = "i64" }, { $0.format = "i32" }, .breaking,
            "narrows its format from i64 to i32"),
        bound(
            "format changed", { $0.format = "i64" }, { $0.format = "u64" }, .warning,
            "changes its format from i64 to u64, which cannot be compared"),
        bound(
            "multiple tighter", { $0.multipleOf = "5" }, { $0.multipleOf = "10" }, .breaking,
            "tightens from multiples of 5 to multiples of 10"),
        bound(
            "multiple looser", { $0.multipleOf = "10" }, { $0.multipleOf = "5" }, .compatible,
            "loosens from multiples of 10 to multiples of 5"),
        bound("value removed", { $0.allowed = ["x", "y"] }, { $0.allowed = ["x"] }, .breaking, "no longer allows 'y'"),
        bound("value added", { $0.allowed = ["x"] }, { $0.allowed = ["x", "y"] }, .compatible, "allows 'y', too"),
        bound("values in another order", { $0.allowed = ["x", "y"] }, { $0.allowed = ["y", "x"] }, nil),
        bound("values from now on", { _ in }, { $0.allowed = ["x"] }, .breaking, "allows only 'x' from now on"),
        bound("values no longer", { $0.allowed = ["x"] }, { _ in }, .compatible, "allows any value from now on"),
    ]

    static let promises = [
        Pair(
            "stricter threshold", check(.atLeast, "95"), check(.atLeast, "96"),
            [.init("t", .breaking, "has a stricter threshold of rows: from at least 95 to at least 96")]),
        Pair(
            "looser threshold", check(.atLeast, "95"), check(.atLeast, "94.5"),
            [.init("t", .compatible, "loosens its threshold of rows from at least 95 to at least 94.5")]),
        Pair(
            "same threshold", check(.atLeast, "95"), check(.atLeast, "95.0"),
            [.init("t", .none, "writes its threshold of rows otherwise: from at least 95 to at least 95.0")]),
        Pair(
            "threshold opened", check(.atMost, "5"), check(.below, "5"),
            [.init("t", .breaking, "has a stricter threshold of rows: from at most 5 to below 5")]),
        Pair(
            "threshold from a range", check(.between, "1", "9"), check(.between, "0", "9"),
            [.init("t", .compatible, "loosens its threshold of rows from between 1 and 9 to between 0 and 9")]),
        Pair(
            "threshold that moves", check(.equal, "1"), check(.equal, "2"),
            [.init("t", .warning, "changes its threshold of rows from 1 to 2, which cannot be compared")]),
        Pair(
            "threshold in another unit", check(.atMost, "1", unit: "rows"), check(.atMost, "1", unit: "percent"),
            [
                .init(
                    "t", .warning,
                    "changes its threshold of rows from at most 1 rows to at most 1 percent, which cannot be compared")
            ]),
        Pair(
            "larger gap", check(.outside, "1", "2"), check(.outside, "1", "3"),
            [.init("t", .breaking, "has a stricter threshold of rows: from outside 1 to 2 to outside 1 to 3")]),
        Pair(
            "smaller gap", check(.outside, "1", "3"), check(.outside, "1", "2"),
            [.init("t", .compatible, "loosens its threshold of rows from outside 1 to 3 to outside 1 to 2")]),
        Pair("check added", one(), check(.atLeast, "1"), [.init("t", .compatible, "is checked for rows, too")]),
        Pair("check removed", check(.atLeast, "1"), one(), [.init("t", .compatible, "is no longer checked for rows")]),
        Pair(
            "availability worse", promise { $0.availability = Quantity(99.9) },
            promise { $0.availability = Quantity(99.8) },
            [.init("sla.availability", .warning, "is promised worse: 99.9 becomes 99.8")]),
        Pair(
            "availability better", promise { $0.availability = Quantity(99) },
            promise { $0.availability = Quantity(99.5) },
            [.init("sla.availability", .compatible, "is promised better: 99 becomes 99.5")]),
        Pair(
            "freshness worse", promise { $0.freshness = Quantity(24) }, promise { $0.freshness = Quantity(2, .days) },
            [.init("sla.freshness", .warning, "is promised worse: 24 becomes 2d")]),
        Pair(
            "freshness written otherwise", promise { $0.freshness = Quantity(24) },
            promise { $0.freshness = Quantity(1, .days) },
            [.init("sla.freshness", .none, "is written 1d instead of 24, which is the same")]),
        Pair(
            "promise gone", promise { $0.quality = Quantity(95) }, promise { _ in },
            [.init("sla.quality", .warning, "is no longer promised; it was 95")]),
        Pair(
            "promise of another name", promise { $0.others = ["retention": "1 y"] },
            promise { $0.others = ["retention": "2 y"] },
            [.init("sla.retention", .warning, "changes from 1 y to 2 y, which cannot be compared")]),
        Pair("promises of a version that kept none", one(), promise { $0.quality = Quantity(95) }),
        Pair(
            "access tighter", terms(.init(kind: .open)), terms(.init(kind: .approval)),
            [.init("access", .warning, "changes from open to approval")]),
        Pair(
            "access looser", terms(.init(kind: .approval)), terms(.init(kind: .open)),
            [.init("access", .compatible, "changes from approval to open")]),
        Pair(
            "role gone", terms(.init(kind: .roleBased, roles: ["a", "b"])),
            terms(.init(kind: .roleBased, roles: ["a"])), [.init("access", .warning, "is no longer granted to b")]),
        Pair("the product's own terms", terms(nil), terms(.init(kind: .approval))),
    ]

    @Test(arguments: objects + types + constraints + promises)
    func `a change has a path, an impact and a sentence`(_ pair: Pair) {
        #expect(ContractComparison(pair.old, pair.new).differences == pair.differences)
    }

    @Test(arguments: objects + types + constraints + promises)
    func `a contract does not differ from itself`(_ pair: Pair) {
        for contract in [pair.old, pair.new] {
            let comparison = ContractComparison(contract, contract)
            #expect(comparison.differences == [])
            #expect(comparison.step == .keep)
        }
    }

    @Test func `the worst difference decides the next version, and is its reason`() {
        let old = Self.contract([Self.field(), Self.field("b")])
        let keep = ContractComparison(old, old)
        let patch = ContractComparison(old, Self.contract([Self.field { $0.description = "x" }, Self.field("b")]))
        let minor = ContractComparison(
            old, Self.contract([Self.field { $0.description = "x" }, Self.field("b"), Self.field("c")]))
        let major = ContractComparison(old, Self.contract([Self.field { $0.description = "x" }, Self.field("c")]))
        #expect([keep, patch, minor, major].map(\.next.written) == ["1.2.3", "1.2.4", "1.3.0", "2.0.0"])
        #expect([keep, patch, minor, major].map(\.step) == [.keep, .patch, .minor, .major])
        #expect(minor.reasons.map(\.sentence) == ["t.c is added"])
        #expect(major.reasons.map(\.sentence) == ["t.b is removed"])
        #expect(major.summary == "1 breaking, 2 compatible")
        #expect(keep.summary == "no difference")
    }

    @Test(arguments: [
        (VersionStep.patch, "1.2.4", true), (.patch, "1.2.3", false), (.patch, "1.2.4-rc.1", true),
        (.minor, "1.2.9", false), (.minor, "1.3", true), (.minor, "2.0", true), (.major, "1.99", false),
        (.major, "2", true), (.major, "2.0.0-rc.1", true), (.keep, "1.2.3", false),
    ])
    func `a version moves far enough, or not`(_ step: VersionStep, _ version: String, _ isEnough: Bool) throws {
        let version = try #require(Version(text: version))
        #expect(step.isTaken(by: version, after: Version(major: 1, minor: 2, patch: 3)) == isEnough)
    }
}
