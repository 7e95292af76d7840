import ArgumentParser
import MeshModel

extension QualityCommand {
    struct History: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history",
            abstract: "Show how a product fared: each metric's course, and how far each promise was kept.",
            discussion: """
                A promise is kept as long as what was measured last keeps it; data grows
                old between two measurements.

                Examples:
                  datamesh quality history sales_transactions --since 30d
                  datamesh quality history sales_transactions --metric completeness --json
                """)

        @Argument(help: "The product.") var product: String
        @Option(help: "One metric only.") var metric: String?
        @Option(help: ArgumentHelp("How far back: a day, or a time such as 30d. Else 30d.", valueName: "since"))
        var since = Since.month
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let product = try session.product(product)
            var history = try session.reader.qualityHistory(
                of: product, from: since.moment(before: session.now), through: session.now)
            if let metric { history.courses.removeAll { $0.metric != metric } }
            session.output.show(history)
            session.output.document(history.tree)
        }
    }
}

extension Output {
    fileprivate func show(_ history: QualityHistory) {
        if history.courses.isEmpty { line("nothing was measured since \(history.from.date)") }
        var courses = Table([
            "METRIC": .left, "COURSE": .left, "FIRST": .right, "LAST": .right, "LOWEST": .right, "HIGHEST": .right,
            "MEAN": .right, "TREND": .left, "POINTS": .right,
        ])
        courses.rows = history.courses.map { course in
            let spark = form == .plain || asciiOnly ? "" : sparkline(course.values)
            return [
                course.metric, spark, plain(course.first.value), plain(course.last.value), plain(course.lowest),
                plain(course.highest), plain(course.mean), course.trend?.rawValue ?? "", String(course.points.count),
            ]
        }
        table(courses)
        if let age = history.ageSeconds { line("the data is \(span(age)) old now") }
        guard !history.attainments.isEmpty else { return }
        line()
        var promises = Table([
            "PROMISE": .left, "WANTED": .right, "KEPT": .right, "OF": .right, "BREACHES": .right,
        ])
        promises.rows = history.attainments.map { attainment in
            [
                attainment.promise, attainment.wanted,
                attainment.percent.map { "\(plain($0))%" }
                    ?? attainment.isKept.map { $0 ? "kept now" : "broken now" } ?? "not measured",
                attainment.percent.map { _ in span(attainment.knownSeconds) }
                    ?? attainment.isKept.map { _ in "no time has passed" } ?? "", String(attainment.breaches.count),
            ]
        }
        table(promises)
        let breaches = history.attainments.flatMap(\.breaches).sorted { $0.from > $1.from }
        guard !breaches.isEmpty else { return }
        line()
        var broken = Table(["BROKEN": .left, "FROM": .left, "UNTIL": .left, "WORST": .elastic])
        broken.rows = breaches.map { [$0.promise, $0.from.minute, $0.until?.minute ?? "now", $0.observed] }
        table(broken)
    }

    /// Two digits are enough to compare.
    private func plain(_ value: Double) -> String {
        let cut = (value * 100).rounded() / 100
        return plainNumber(cut.isFinite ? cut : value)
    }
}
