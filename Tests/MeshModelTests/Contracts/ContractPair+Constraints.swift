import MeshModel

/// What a value must satisfy besides its type.
extension ContractPair {
    static func bound(
        _ name: String, _ old: (inout FieldConstraints) -> Void, _ new: (inout FieldConstraints) -> Void,
        _ impact: Difference.Impact?, _ text: String = ""
    ) -> ContractPair {
        ContractPair(name, bound(old), bound(new), impact.map { [.init("t.a", $0, text)] } ?? [])
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
}
