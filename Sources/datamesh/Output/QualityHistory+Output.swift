import MeshModel

extension QualityHistory {
    var tree: Tree {
        .map([
            "product_id": .text(product.text), "from": from.tree, "through": through.tree,
            "age_seconds": ageSeconds.map(\.tree) ?? .null,
            "metrics": .list(
                courses.map { course in
                    .map([
                        "metric": .text(course.metric), "first": course.first.value.tree,
                        "last": course.last.value.tree, "lowest": course.lowest.tree, "highest": course.highest.tree,
                        "mean": course.mean.tree, "trend": course.trend.map { .text($0.rawValue) } ?? .null,
                        "slope_per_day": course.slopePerDay.map(\.tree) ?? .null,
                        "points": .list(
                            course.points.map {
                                .map(["at": $0.at.tree, "value": $0.value.tree, "source": .text($0.source)])
                            }),
                    ])
                }),
            "promises": .list(
                attainments.map { attainment in
                    .map([
                        "promise": .text(attainment.promise), "wanted": .text(attainment.wanted),
                        "kept_percent": attainment.percent.map(\.tree) ?? .null,
                        "kept_now": attainment.isKept.map { .bool($0) } ?? .null,
                        "kept_seconds": attainment.keptSeconds.tree, "known_seconds": attainment.knownSeconds.tree,
                        "breaches": .list(
                            attainment.breaches.map { breach in
                                .map([
                                    "from": breach.from.tree, "until": .optional(breach.until),
                                    "observed": .text(breach.observed),
                                ])
                            }),
                    ])
                }),
        ])
    }
}
