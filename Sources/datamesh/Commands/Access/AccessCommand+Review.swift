import ArgumentParser
import MeshModel

extension AccessCommand {
    struct Review: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "review", abstract: "Look again at what is held: confirm it, or take it back.",
            discussion: """
                Lists what nobody granted, renewed or confirmed for a while, of the products
                that you decide about; of all products to governance. Each answer is a part of
                the subscription's history.

                Examples:
                  datamesh access review
                  datamesh access review --domain sales --older-than 90d
                  datamesh access review --confirm crm_churn/bi_board crm_churn/scoring \\
                      --revoke crm_churn/old_board --reason "yearly review"
                """)

        @Option(help: "Only what is held of a product.") var product: String?
        @Option(help: "Only what is held of a domain's products, and of those below it.") var domain: String?
        @Option(help: "Only what nobody affirmed for so long, 180d, or since a day.") var olderThan = Since.ago(
            seconds: ReviewItem.dueAfterSeconds)
        @Option(
            parsing: .upToNextOption, help: ArgumentHelp("What is right as it is.", valueName: "subscription"))
        var confirm: [String] = []
        @Option(
            parsing: .upToNextOption,
            help: ArgumentHelp("What is taken back; a reason is stated.", valueName: "subscription"))
        var revoke: [String] = []
        @Option(help: "Why; it stands in the history.") var reason = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let answers = confirm.map { (SubscriptionDecision.Verdict.confirm, $0) } + revoke.map { (.revoke, $0) }
            guard answers.isEmpty else {
                guard product == nil, domain == nil else {
                    throw Failure.usage(
                        "name what is confirmed or revoked, or ask what is due with --product or --domain; not both")
                }
                let decisions = try answers.map { SubscriptionDecision($0.0, try session.linkID($0.1), reason: reason) }
                return try await session.carryOutEach(decisions, change, folder: try common.folder())
            }
            let product = try product.map { try session.product($0).id }
            let items = try session.reader.accessReview(
                of: session.actor, product: product, domain: try domain.map(session.knownDomain),
                before: olderThan.moment(before: session.now), at: session.now)
            session.show(items)
        }
    }
}

extension Session {
    fileprivate func knownDomain(_ name: String) throws -> Domain.ID {
        guard let id = Domain.ID(name), try reader.domain(id) != nil else {
            throw Failure.notFound("domain", name, hint: "'datamesh domain list' shows those there are")
        }
        return id
    }

    fileprivate func show(_ items: [ReviewItem]) {
        if items.isEmpty { output.line("nothing is due for review") }
        var table = Table([
            "SUBSCRIPTION": .left, "OF": .left, "AFFIRMED": .left, "BY": .left, "UNTIL": .left, "LAST READ": .left,
        ])
        table.rows = items.map { item in
            [
                "\(item.link.id)", item.link.consumerDomain, item.affirmed.date, item.affirmedBy,
                item.link.until?.date ?? "no end", item.lastRead?.date ?? "no access recorded",
            ]
        }
        output.table(table)
        output.documents(
            items.map { item in
                .map([
                    "subscription_id": .text("\(item.link.id)"), "affirmed": item.affirmed.tree,
                    "affirmed_by": .text(item.affirmedBy), "until": item.link.until?.tree ?? .null,
                    "last_read": item.lastRead?.tree ?? .null,
                ])
            })
    }
}
