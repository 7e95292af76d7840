import ArgumentParser
import MeshModel

struct AccessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access", abstract: "The access log: who read what, when.",
        subcommands: [Record.self, List.self, Review.self])

    struct Record: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "record", abstract: "Record that somebody read a product.",
            discussion: """
                Examples:
                  datamesh access record sales_transactions \\
                      --consumer analytics_pipeline --rows 1500000
                  datamesh access record -f accesses.json
                """)

        @Argument(help: "The product.") var product: String?
        @Option(help: "Who read it; else yourself.") var consumer: String?
        @Option(help: "What was done: read, query, download.") var action: String?
        @Option(help: "How many rows.") var rows: Int64?
        @Option(help: "When; else now.") var at: Instant?
        @OptionGroup var stated: StatedFileOption
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let report = try report(session)
            try await session.carryOut([.recordAccess(report)], change) { _ in
                .map(["recorded": .count(report.events.count)])
            }
        }

        private func report(_ session: Session) throws -> AccessReport {
            if let file = stated.file {
                guard product == nil, consumer == nil else {
                    throw Failure.usage("state the accesses in the file or on the command line, not in both")
                }
                return try StatedDocument(file: file).shaped(\.accessShape).value(AccessReport.self)
            }
            guard let product else {
                throw Failure.usage("which product? Name it, or state accesses in a file with -f")
            }
            let event = AccessEvent(
                product: try session.productID(product), consumer: consumer ?? session.actor.user,
                at: at ?? session.now, action: action ?? "read", rows: rows ?? 0)
            return AccessReport([event])
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List a product's accesses, newest first, and who had no subscription.",
            discussion: """
                Example:
                  datamesh access list sales_transactions --limit 20
                """)

        @Argument(help: "The product.") var product: String
        @Option(help: "At most so many.") var limit = 50
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let product = try session.product(product)
            let events = try session.reader.accesses(of: product.id, limit: max(0, limit)).items
            if events.isEmpty { session.output.line("no access is recorded") }
            var table = Table([
                "WHEN": .left, "CONSUMER": .left, "ACTION": .left, "ROWS": .right, "RECORDED BY": .left, "": .left,
            ])
            var trees: [Tree] = []
            for event in events {
                guard !event.isWithheld else {
                    table.rows.append([event.at.minute, "withheld", "", "", "", ""])
                    trees.append(
                        .map([
                            "product_id": .text(product.id.text), "at": event.at.tree, "withheld": .bool(true),
                        ]))
                    continue
                }
                let subscribed = try session.reader.mayRead(event.consumer, product.id, at: event.at)
                table.rows.append([
                    event.at.minute, event.consumer, event.action, event.rows == 0 ? "" : String(event.rows),
                    event.recordedBy, subscribed ? "" : "no active subscription",
                ])
                trees.append(event.tree.adding(["subscribed": .bool(subscribed)]))
            }
            session.output.table(table)
            if events.contains(where: \.isWithheld) {
                session.output.line("some of it is withheld from you: fewer people may read who read what")
            }
            session.output.documents(trees)
        }
    }
}
