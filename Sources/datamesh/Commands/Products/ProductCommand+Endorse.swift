import ArgumentParser
import MeshModel

extension ProductCommand {
    struct Endorse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "endorse",
            abstract: "Answer for a product being good: as somebody who uses it, or for a domain.",
            discussion: """
                Examples:
                  datamesh product endorse sales_transactions
                  datamesh product endorse sales_transactions --as finance \\
                      --note "the month's close stands on it"
                """)

        @Argument(help: "The product.") var product: String
        @Option(name: .customLong("as"), help: "The domain for which; else for yourself.") var domain: String?
        @Option(help: "Why.") var note = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let endorsement = Endorsement(
                product: try session.productID(product), domain: try domain.map { try Domain.ID(stated: $0, "domain") },
                note: note)
            try await session.carryOut([.endorse(endorsement)], change) {
                .list(try $0.endorsements(of: endorsement.product).map(\.tree))
            }
        }
    }

    struct Unendorse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unendorse", abstract: "Take back that you answer for a product.",
            discussion: """
                Example:
                  datamesh product unendorse sales_transactions --as finance
                """)

        @Argument(help: "The product.") var product: String
        @Option(name: .customLong("as"), help: "The domain for which; else for yourself.") var domain: String?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let endorsement = Endorsement(
                product: try session.productID(product), domain: try domain.map { try Domain.ID(stated: $0, "domain") })
            try await session.carryOut([.withdrawEndorsement(endorsement)], change)
        }
    }
}
