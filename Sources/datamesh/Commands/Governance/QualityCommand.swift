import ArgumentParser
import MeshModel

struct QualityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quality", abstract: "Quality: measurements of products.",
        subcommands: [Record.self, Show.self, History.self])

    struct Record: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "record", abstract: "Record measurements.",
            discussion: """
                A unit may end a metric's name: timeliness_hours answers a rule about
                timeliness. A count such as row_count is a count and nothing else.

                Example:
                  datamesh quality record sales_transactions \\
                      completeness=98.5 timeliness_hours=2.5 row_count=1500000
                """)

        @Argument(help: "The product.") var product: String
        @Argument(help: ArgumentHelp("What was measured.", valueName: "metric=number")) var metrics: [Assignment] = []
        @Option(help: "When; else now.") var at: Instant?
        @Option(help: "Who or what measured; else yourself.") var source: String?
        @OptionGroup var stated: StatedFileOption
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let id = try session.productID(product)
            var report = QualityReport(product: id, metrics: [])
            if stated.file != nil {
                report = try stated.value(
                    QualityReport.self, "product", key: "product_id", id: id.text, shape: \.qualityShape)
            }
            report.metrics += metrics.map { QualityReport.Metric(name: $0.name, value: $0.value) }
            report.at = at ?? report.at
            report.source = source ?? report.source
            try await session.carryOut([.recordQuality(report)], change) { reader in
                let metrics = try reader.metrics(of: id)
                return .map([
                    "product_id": .text(id.text),
                    "quality_metrics": .map(metrics.map { ($0.name, $0.value.tree) }),
                ])
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the newest measurements of a product, or one metric over time.",
            discussion: """
                Examples:
                  datamesh quality show sales_transactions
                  datamesh quality show sales_transactions --metric completeness
                """)

        @Argument(help: "The product.") var product: String
        @Option(help: "One metric, newest first.") var metric: String?
        @Option(help: "At most so many.") var limit = 30
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let product = try session.product(product)
            let points =
                try metric.map { metric throws(ReadError) in
                    try session.reader.points(of: product.id, metric: metric, limit: max(0, limit))
                } ?? session.reader.metrics(of: product.id)
            if points.isEmpty {
                session.output.line("nothing was measured; 'datamesh quality record' records measurements")
            }
            var table = Table(["METRIC": .left, "VALUE": .right, "MEASURED": .left, "BY": .left])
            table.rows = points.map { [$0.name, plainNumber($0.value), $0.at.minute, $0.source] }
            session.output.table(table)
            session.output.documents(points.map(\.tree))
        }
    }
}
