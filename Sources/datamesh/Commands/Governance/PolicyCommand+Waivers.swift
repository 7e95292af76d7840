import ArgumentParser
import MeshModel

extension PolicyCommand {
    struct Waive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "waive", abstract: "Excuse a product from a policy until a day, with a reason.",
            discussion: """
                Until then a failure only warns. Who excused it, and why, stands beside
                every check.

                Example:
                  datamesh policy waive data_quality sales_transactions \\
                      --until 2027-03-31 --reason "the source moves in March"
                """)

        @Argument(help: "The policy.") var policy: String
        @Argument(help: "The product.") var product: String
        @Option(help: "The day from which it binds again.") var until: Instant
        @Option(help: "Why.") var reason: String
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let waiver = Waiver(
                policy: try Policy.ID(stated: policy, "policy"), product: try session.productID(product),
                reason: reason, until: until)
            try await session.carryOut([.waive(waiver)], change) { try $0.find(Waiver.self, waiver.key)?.tree }
        }
    }

    struct EndWaiver: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end-waiver", abstract: "Take a waiver back before its day.",
            discussion: """
                Example:
                  datamesh policy end-waiver data_quality sales_transactions
                """)

        @Argument(help: "The policy.") var policy: String
        @Argument(help: "The product.") var product: String
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let end = WaiverEnd(
                policy: try Policy.ID(stated: policy, "policy"), product: try session.productID(product))
            try await session.carryOut([.endWaiver(end)], change) {
                try $0.find(Waiver.self, Waiver.key(end.product, end.policy))?.tree
            }
        }
    }

    struct Waivers: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "waivers", abstract: "List who is excused from what, until when and why.",
            discussion: """
                Examples:
                  datamesh policy waivers
                  datamesh policy waivers --product sales_transactions --ended
                """)

        @Option(help: "Only of this product.") var product: String?
        @Flag(help: "Also those that have ended.") var ended = false
        @OptionGroup var common: CommonOptions

        func run() throws {
            let session = try common.open()
            let now = session.now
            let id = try product.map { try session.product($0).id }
            let waivers = try session.reader.waivers(of: id).filter { ended || $0.holds(at: now) }
            if waivers.isEmpty { session.output.line("no policy is waived") }
            var table = Table([
                "PRODUCT": .left, "POLICY": .left, "UNTIL": .left, "BY": .left, "": .left, "REASON": .elastic,
            ])
            table.rows = waivers.map {
                let ending = $0.endedBy.isEmpty ? "ended" : "ended by \($0.endedBy)"
                return [
                    $0.product.text, $0.policy.text, $0.until.date, $0.createdBy, $0.holds(at: now) ? "holds" : ending,
                    $0.reason,
                ]
            }
            session.output.table(table)
            session.output.documents(waivers.map { $0.tree.adding(["holds": .bool($0.holds(at: now))]) })
        }
    }
}
