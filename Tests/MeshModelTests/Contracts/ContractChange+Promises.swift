import MeshModel

extension ContractChange {
    /// The check of one field.
    private static func checked(_ comparison: QualityExpectation.Comparison?, _ values: String...) -> Contract {
        one { $0.quality = [QualityExpectation(metric: "nullValues", comparison, values)] }
    }

    static let quality = [
        ContractChange(
            "stricter threshold", ContractPair.check(.atLeast, "95"), ContractPair.check(.atLeast, "96"),
            .breaking("t has a stricter threshold of rows: from at least 95 to at least 96"),
            back: .compatible("t loosens its threshold of rows from at least 96 to at least 95")),
        ContractChange(
            "stricter threshold of a field", checked(.atMost, "5"), checked(.below, "5"),
            .breaking("t.a has a stricter threshold of nullValues: from at most 5 to below 5"),
            back: .compatible("t.a loosens its threshold of nullValues from below 5 to at most 5")),
        ContractChange(
            "threshold set", checked(nil), checked(.atMost, "5"),
            .breaking("t.a has a stricter threshold of nullValues: from none to at most 5"),
            back: .compatible("t.a loosens its threshold of nullValues from at most 5 to none")),
        ContractChange(
            "threshold from one operator to another", checked(.between, "1", "9"), checked(.atLeast, "1"),
            .compatible("t.a loosens its threshold of nullValues from between 1 and 9 to at least 1"),
            back: .breaking("t.a has a stricter threshold of nullValues: from at least 1 to between 1 and 9")),
        ContractChange(
            "larger gap", checked(.outside, "1", "2"), checked(.outside, "1", "3"),
            .breaking("t.a has a stricter threshold of nullValues: from outside 1 to 2 to outside 1 to 3"),
            back: .compatible("t.a loosens its threshold of nullValues from outside 1 to 3 to outside 1 to 2")),
        ContractChange(
            "threshold in another unit", ContractPair.check(.atMost, "1", unit: "rows"),
            ContractPair.check(.atMost, "1", unit: "percent"),
            .warning(
                "t changes its threshold of rows from at most 1 rows to at most 1 percent, which cannot be compared"),
            back: .warning(
                "t changes its threshold of rows from at most 1 percent to at most 1 rows, which cannot be compared")),
        ContractChange(
            "threshold that moves", checked(.equal, "1"), checked(.equal, "2"),
            .warning("t.a changes its threshold of nullValues from 1 to 2, which cannot be compared"),
            back: .warning("t.a changes its threshold of nullValues from 2 to 1, which cannot be compared")),
        ContractChange(
            "threshold written otherwise", checked(.atLeast, "95"), checked(.atLeast, "95.0"),
            .same("t.a writes its threshold of nullValues otherwise: from at least 95 to at least 95.0"),
            back: .same("t.a writes its threshold of nullValues otherwise: from at least 95.0 to at least 95")),
        ContractChange(
            "check added", one(), ContractPair.check(.atLeast, "1"), .compatible("t is checked for rows, too"),
            back: .compatible("t is no longer checked for rows")),
        ContractChange(
            "check described", checked(.atLeast, "1"),
            one {
                $0.quality = [QualityExpectation(metric: "nullValues", .atLeast, ["1"])]
                $0.quality[0].severity = "error"
            },
            .patch("t.a describes its check of nullValues otherwise"),
            back: .patch("t.a describes its check of nullValues otherwise")),
        ContractChange(
            "check made another way", query("select 1"), query("select 2"),
            .warning("t.a checks sums in another way, which cannot be compared"),
            back: .warning("t.a checks sums in another way, which cannot be compared")),
    ]

    private static func query(_ text: String) -> Contract {
        one {
            $0.quality = [QualityExpectation(metric: "", .equal, ["0"])]
            $0.quality[0].name = "sums"
            $0.quality[0].query = text
        }
    }

    private static func sla(
        _ name: String, _ old: (inout SLA) -> Void, _ new: (inout SLA) -> Void, _ there: Verdict, back: Verdict
    ) -> ContractChange {
        ContractChange(name, ContractPair.promise(old), ContractPair.promise(new), there, back: back)
    }

    static let promises = [
        sla(
            "availability worse", { $0.availability = Quantity(99.9, .percent) },
            { $0.availability = Quantity(99, .percent) },
            .warning("sla.availability is promised worse: 99.9% becomes 99%"),
            back: .compatible("sla.availability is promised better: 99% becomes 99.9%")),
        sla(
            "freshness worse", { $0.freshness = Quantity(6, .hours) }, { $0.freshness = Quantity(1, .days) },
            .warning("sla.freshness is promised worse: 6h becomes 1d"),
            back: .compatible("sla.freshness is promised better: 1d becomes 6h")),
        sla(
            "quality worse", { $0.quality = Quantity(98) }, { $0.quality = Quantity(95) },
            .warning("sla.quality is promised worse: 98 becomes 95"),
            back: .compatible("sla.quality is promised better: 95 becomes 98")),
        sla(
            "promise gone", { $0.quality = Quantity(98) }, { _ in },
            .warning("sla.quality is no longer promised; it was 98"), back: .compatible("sla.quality is promised: 98")),
        sla(
            "promise written otherwise", { $0.freshness = Quantity(24, .hours) },
            { $0.freshness = Quantity(1, .days) },
            .same("sla.freshness is written 1d instead of 24h, which is the same"),
            back: .same("sla.freshness is written 24h instead of 1d, which is the same")),
        sla(
            "promise of another name", { $0.others = ["retention": "2 y"] }, { $0.others = ["retention": "1 y"] },
            .warning("sla.retention changes from 2 y to 1 y, which cannot be compared"),
            back: .warning("sla.retention changes from 1 y to 2 y, which cannot be compared")),
        sla(
            "promise of another name gone", { $0.others = ["retention": "2 y"] }, { _ in },
            .warning("sla.retention is no longer promised"), back: .compatible("sla.retention is promised: 2 y")),
    ]

    private static func access(
        _ name: String, _ old: (inout AccessTerms) -> Void, _ new: (inout AccessTerms) -> Void, _ there: Verdict,
        back: Verdict
    ) -> ContractChange {
        func contract(_ edit: (inout AccessTerms) -> Void) -> Contract {
            var terms = AccessTerms(kind: .approval)
            edit(&terms)
            return ContractPair.terms(terms)
        }
        return ContractChange(name, contract(old), contract(new), there, back: back)
    }

    static let terms = [
        access(
            "access closed", { $0.kind = .open }, { _ in }, .warning("access changes from open to approval"),
            back: .compatible("access changes from approval to open")),
        access(
            "role gone", { ($0.kind, $0.roles) = (.roleBased, ["analyst", "steward"]) },
            { ($0.kind, $0.roles) = (.roleBased, ["analyst"]) }, .warning("access is no longer granted to steward"),
            back: .compatible("access is granted to steward")),
        access(
            "purpose asked for", { _ in }, { $0.purposeRequired = true },
            .warning("access becomes bound to a purpose"), back: .compatible("access becomes free of a purpose")),
        access(
            "shorter access", { $0.longestDays = 365 }, { $0.longestDays = 90 },
            .warning("access lasts 90 days at most instead of 365 days"),
            back: .compatible("access lasts 365 days at most instead of 90 days")),
        access(
            "other approvers", { $0.approvers = ["carol"] }, { $0.approvers = ["dave"] },
            .patch("access is decided by other people"), back: .patch("access is decided by other people")),
    ]
}
