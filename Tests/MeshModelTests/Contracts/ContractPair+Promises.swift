import MeshModel

/// What a contract promises besides its schema: quality, service levels, access.
extension ContractPair {
    static let promises = [
        ContractPair(
            "stricter threshold", check(.atLeast, "95"), check(.atLeast, "96"),
            [.init("t", .breaking, "has a stricter threshold of rows: from at least 95 to at least 96")]),
        ContractPair(
            "looser threshold", check(.atLeast, "95"), check(.atLeast, "94.5"),
            [.init("t", .compatible, "loosens its threshold of rows from at least 95 to at least 94.5")]),
        ContractPair(
            "same threshold", check(.atLeast, "95"), check(.atLeast, "95.0"),
            [.init("t", .none, "writes its threshold of rows otherwise: from at least 95 to at least 95.0")]),
        ContractPair(
            "threshold opened", check(.atMost, "5"), check(.below, "5"),
            [.init("t", .breaking, "has a stricter threshold of rows: from at most 5 to below 5")]),
        ContractPair(
            "threshold from a range", check(.between, "1", "9"), check(.between, "0", "9"),
            [.init("t", .compatible, "loosens its threshold of rows from between 1 and 9 to between 0 and 9")]),
        ContractPair(
            "threshold that moves", check(.equal, "1"), check(.equal, "2"),
            [.init("t", .warning, "changes its threshold of rows from 1 to 2, which cannot be compared")]),
        ContractPair(
            "threshold in another unit", check(.atMost, "1", unit: "rows"), check(.atMost, "1", unit: "percent"),
            [
                .init(
                    "t", .warning,
                    "changes its threshold of rows from at most 1 rows to at most 1 percent, which cannot be compared")
            ]),
        ContractPair(
            "larger gap", check(.outside, "1", "2"), check(.outside, "1", "3"),
            [.init("t", .breaking, "has a stricter threshold of rows: from outside 1 to 2 to outside 1 to 3")]),
        ContractPair(
            "smaller gap", check(.outside, "1", "3"), check(.outside, "1", "2"),
            [.init("t", .compatible, "loosens its threshold of rows from outside 1 to 3 to outside 1 to 2")]),
        ContractPair("check added", one(), check(.atLeast, "1"), [.init("t", .compatible, "is checked for rows, too")]),
        ContractPair(
            "check removed", check(.atLeast, "1"), one(), [.init("t", .compatible, "is no longer checked for rows")]),
        ContractPair(
            "availability worse", promise { $0.availability = Quantity(99.9) },
            promise { $0.availability = Quantity(99.8) },
            [.init("sla.availability", .warning, "is promised worse: 99.9 becomes 99.8")]),
        ContractPair(
            "availability better", promise { $0.availability = Quantity(99) },
            promise { $0.availability = Quantity(99.5) },
            [.init("sla.availability", .compatible, "is promised better: 99 becomes 99.5")]),
        ContractPair(
            "freshness worse", promise { $0.freshness = Quantity(24) }, promise { $0.freshness = Quantity(2, .days) },
            [.init("sla.freshness", .warning, "is promised worse: 24 becomes 2d")]),
        ContractPair(
            "freshness written otherwise", promise { $0.freshness = Quantity(24) },
            promise { $0.freshness = Quantity(1, .days) },
            [.init("sla.freshness", .none, "is written 1d instead of 24, which is the same")]),
        ContractPair(
            "promise gone", promise { $0.quality = Quantity(95) }, promise { _ in },
            [.init("sla.quality", .warning, "is no longer promised; it was 95")]),
        ContractPair(
            "promise of another name", promise { $0.others = ["retention": "1 y"] },
            promise { $0.others = ["retention": "2 y"] },
            [.init("sla.retention", .warning, "changes from 1 y to 2 y, which cannot be compared")]),
        ContractPair("promises of a version that kept none", one(), promise { $0.quality = Quantity(95) }),
        ContractPair(
            "access tighter", terms(.init(kind: .open)), terms(.init(kind: .approval)),
            [.init("access", .warning, "changes from open to approval")]),
        ContractPair(
            "access looser", terms(.init(kind: .approval)), terms(.init(kind: .open)),
            [.init("access", .compatible, "changes from approval to open")]),
        ContractPair(
            "role gone", terms(.init(kind: .roleBased, roles: ["a", "b"])),
            terms(.init(kind: .roleBased, roles: ["a"])), [.init("access", .warning, "is no longer granted to b")]),
        ContractPair("the product's own terms", terms(nil), terms(.init(kind: .approval))),
    ]
}
