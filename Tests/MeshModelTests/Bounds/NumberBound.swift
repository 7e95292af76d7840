import MeshModel
import Testing

/// Numbers at the ends of their ranges, and beyond.
struct NumberBound: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var taken: [Change]
    var refused: [(Change, String)]

    private static func measured(_ value: String, _ name: String = "total") -> Change {
        .recordQuality(QualityReport(product: "orders", metrics: [.init(name: name, value: value)]))
    }

    private static func promised(_ edit: (inout SLA) -> Void) -> Change {
        Bound.facts {
            $0.sla = SLA()
            if var sla = $0.sla {
                edit(&sla)
                $0.sla = sla
            }
        }
    }

    private static func terms(_ days: Int64) -> Change {
        Bound.facts {
            $0.access = AccessTerms(kind: .approval)
            $0.access?.longestDays = days
        }
    }

    static let all = [
        NumberBound(
            testDescription: "measurements", taken: [measured("1e21"), measured("-1e21"), measured("0.1")],
            refused: [
                (measured("1.1e21"), "metric 'total' '1.1e21': is not between -1e+21 and 1e+21"),
                (measured("1e400"), "metric 'total' '1e400': is not a number"),
                (measured("nan"), "metric 'total' 'nan': is not a number"),
                (measured("inf"), "metric 'total' 'inf': is not a number"),
                (measured("-inf"), "metric 'total' '-inf': is not a number"),
                (measured("100.1", "quality"), "metric 'quality' '100.1': is not a share between 0 and 100 percent"),
            ]),
        NumberBound(
            testDescription: "promises",
            taken: [
                promised { $0.availability = Quantity(100, .percent) }, promised { $0.availability = Quantity(0) },
                promised { $0.freshness = Quantity(1e15, .weeks) },
            ],
            refused: [
                (
                    promised { $0.availability = Quantity(100.1, .percent) },
                    "availability '100.1%': is not a share between 0 and 100 percent"
                ),
                (
                    promised { $0.availability = Quantity(.nan) },
                    "sla.availability 'nan': is not between -1e+21 and 1e+21"
                ),
                (
                    promised { $0.quality = Quantity(.infinity, .percent) },
                    "sla.quality 'inf%': is not between -1e+21 and 1e+21"
                ),
                (
                    promised { $0.freshness = Quantity(1e16, .weeks) },
                    "sla.freshness '1e+16w': is not between -1e+21 and 1e+21"
                ),
                (
                    promised { $0.freshness = Quantity(-1, .hours) },
                    "freshness '-1h': is not a length of time such as 24h"
                ),
            ]),
        NumberBound(
            testDescription: "days", taken: [terms(0), terms(36_500)],
            refused: [
                (terms(36_501), "access_policy.longest_days '36501': is not between 0 and 36500"),
                (terms(-1), "access_policy.longest_days '-1': is not between 0 and 36500"),
                (terms(.max), "access_policy.longest_days '9223372036854775807': is not between 0 and 36500"),
            ]),
        NumberBound(
            testDescription: "rows",
            taken: [Bound.access { $0.rows = 1_000_000_000_000_000 }, Bound.access { $0.rows = 0 }],
            refused: [
                (
                    Bound.access { $0.rows = 1_000_000_000_000_001 },
                    "events[0].rows '1000000000000001': is not between 0 and 1000000000000000"
                ),
                (
                    Bound.access { $0.rows = .min },
                    "events[0].rows '-9223372036854775808': is not between 0 and 1000000000000000"
                ),
            ]),
        NumberBound(
            testDescription: "lengths",
            taken: [
                Bound.constraints { ($0.shortest, $0.longest, $0.fewestItems, $0.mostItems) = (0, .max, 0, .max) }
            ],
            refused: [
                (
                    Bound.constraints { $0.shortest = -1 },
                    "schema[0].fields[0].constraints.min_length '-1': is not between 0 and 9223372036854775807"
                ),
                (
                    Bound.field { $0.keyPosition = 10_001 },
                    "schema[0].fields[0].primary_key_position '10001': is not between 0 and 10000"
                ),
            ]),
        NumberBound(
            testDescription: "time limits",
            taken: [
                Bound.template { $0.hooks = [.init(event: .apply, argv: ["x"], timeLimitSeconds: 86_400)] }
            ],
            refused: [
                (
                    Bound.template { $0.hooks = [.init(event: .apply, argv: ["x"], timeLimitSeconds: 86_401)] },
                    "hooks[0].time_limit_s '86401': is not between 0 and 86400"
                )
            ]),
    ]
}
