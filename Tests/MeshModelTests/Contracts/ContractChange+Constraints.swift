import MeshModel

extension ContractChange {
    private static func bound(
        _ name: String, _ old: (inout FieldConstraints) -> Void, _ new: (inout FieldConstraints) -> Void,
        _ there: Verdict, back: Verdict
    ) -> ContractChange {
        ContractChange(name, ContractPair.bound(old), ContractPair.bound(new), there, back: back)
    }

    static let constraints = [
        bound(
            "lower bound raised", { $0.minimum = "1" }, { $0.minimum = "2" },
            .breaking("t.a tightens its bounds from at least 1 to at least 2"),
            back: .compatible("t.a loosens its bounds from at least 2 to at least 1")),
        bound(
            "upper bound lowered", { $0.maximum = "10" }, { $0.maximum = "9" },
            .breaking("t.a tightens its bounds from at most 10 to at most 9"),
            back: .compatible("t.a loosens its bounds from at most 9 to at most 10")),
        bound(
            "bound set", { _ in }, { $0.minimum = "0" },
            .breaking("t.a tightens its bounds from any to at least 0"),
            back: .compatible("t.a loosens its bounds from at least 0 to any")),
        bound(
            "bound itself excluded", { $0.maximum = "10" }, { $0.exclusiveMaximum = "10" },
            .breaking("t.a tightens its bounds from at most 10 to below 10"),
            back: .compatible("t.a loosens its bounds from below 10 to at most 10")),
        bound(
            "bounds moved", { ($0.minimum, $0.maximum) = ("0", "10") }, { ($0.minimum, $0.maximum) = ("5", "15") },
            .breaking("t.a tightens its bounds from between 0 and 10 to between 5 and 15"),
            back: .breaking("t.a tightens its bounds from between 5 and 15 to between 0 and 10")),
        bound(
            "bounds that cannot be compared", { $0.minimum = "2020-01-01" }, { $0.minimum = "yesterday" },
            .warning("t.a changes its bounds from at least 2020-01-01 to at least yesterday, which cannot be compared"),
            back: .warning(
                "t.a changes its bounds from at least yesterday to at least 2020-01-01, which cannot be compared")),
        bound(
            "longest text shortened", { $0.longest = 10 }, { $0.longest = 9 },
            .breaking("t.a tightens its length from at most 10 to at most 9"),
            back: .compatible("t.a loosens its length from at most 9 to at most 10")),
        bound(
            "shortest text lengthened", { $0.shortest = 1 }, { $0.shortest = 2 },
            .breaking("t.a tightens its length from at least 1 to at least 2"),
            back: .compatible("t.a loosens its length from at least 2 to at least 1")),
        bound(
            "fewer items", { $0.mostItems = 5 }, { $0.mostItems = 4 },
            .breaking("t.a tightens its number of items from at most 5 to at most 4"),
            back: .compatible("t.a loosens its number of items from at most 4 to at most 5")),
        bound(
            "unique items", { _ in }, { $0.uniqueItems = true }, .breaking("t.a becomes a list of unique items"),
            back: .compatible("t.a becomes a list of any items")),
        bound(
            "multiple of more", { $0.multipleOf = "0.1" }, { $0.multipleOf = "0.3" },
            .breaking("t.a tightens from multiples of 0.1 to multiples of 0.3"),
            back: .compatible("t.a loosens from multiples of 0.3 to multiples of 0.1")),
        bound(
            "multiple of something else", { $0.multipleOf = "2" }, { $0.multipleOf = "3" },
            .breaking("t.a changes from multiples of 2 to multiples of 3"),
            back: .breaking("t.a changes from multiples of 3 to multiples of 2")),
        bound(
            "pattern set", { _ in }, { $0.pattern = "^a" }, .breaking("t.a must now keep the pattern ^a"),
            back: .compatible("t.a need no longer keep the pattern ^a")),
        bound(
            "pattern changed", { $0.pattern = "^a" }, { $0.pattern = "^b" },
            .warning("t.a changes its pattern from ^a to ^b, which cannot be compared"),
            back: .warning("t.a changes its pattern from ^b to ^a, which cannot be compared")),
        bound(
            "format narrowed", { $0.format = "i64" }, { $0.format = "i32" },
            .breaking("t.a narrows its format from i64 to i32"),
            back: .compatible("t.a widens its format from i32 to i64")),
        bound(
            "format changed", { $0.format = "date" }, { $0.format = "uuid" },
            .warning("t.a changes its format from date to uuid, which cannot be compared"),
            back: .warning("t.a changes its format from uuid to date, which cannot be compared")),
        bound(
            "enum value removed", { $0.allowed = ["x", "y"] }, { $0.allowed = ["x"] },
            .breaking("t.a no longer allows 'y'"), back: .compatible("t.a allows 'y', too")),
        bound(
            "enum set", { _ in }, { $0.allowed = ["x"] }, .breaking("t.a allows only 'x' from now on"),
            back: .compatible("t.a allows any value from now on")),
        bound(
            "enum value replaced", { $0.allowed = ["x"] }, { $0.allowed = ["y"] },
            .breaking("t.a no longer allows 'x'; t.a allows 'y', too"),
            back: .breaking("t.a no longer allows 'y'; t.a allows 'x', too")),
    ]
}
