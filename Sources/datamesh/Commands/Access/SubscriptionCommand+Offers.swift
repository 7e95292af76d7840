import ArgumentParser
import MeshModel

extension SubscriptionCommand {
    struct Counter: DecidingCommand {
        static let configuration = CommandConfiguration(
            commandName: "counter", abstract: "Offer less than was asked for: a shorter time, fewer fields.",
            discussion: """
                Nothing is granted before whoever asked has accepted it.

                Example:
                  datamesh subscription counter crm_churn/bi_board \\
                      --until 2027-01-31 --fields churn_score,region
                """)
        static let verdict = SubscriptionDecision.Verdict.counter

        @OptionGroup var links: LinksArgument
        @Option(help: "A word to whoever asked.") var reason = ""
        @Option(help: "The day that it would end.") var until: Instant?
        @Option(help: ArgumentHelp("Only these fields; may be repeated.", valueName: "field")) var fields: [String] = []
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
        var end: Instant? { until }
        var granted: [String] { fields.names }
    }

    struct Accept: DecidingCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept", abstract: "Take what is offered instead of what you asked for.",
            discussion: """
                Example:
                  datamesh subscription accept crm_churn/bi_board
                """)
        static let verdict = SubscriptionDecision.Verdict.accept

        @OptionGroup var links: LinksArgument
        @Option(help: "A word to whoever offered it.") var reason = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
    }

    struct Decline: DecidingCommand {
        static let configuration = CommandConfiguration(
            commandName: "decline", abstract: "Turn an offer down; the request waits again.",
            discussion: """
                Example:
                  datamesh subscription decline crm_churn/bi_board \\
                      --reason "without the region it is of no use"
                """)
        static let verdict = SubscriptionDecision.Verdict.decline

        @OptionGroup var links: LinksArgument
        @Option(help: "A word to whoever offered it.") var reason = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
    }

    struct Prolong: DecidingCommand {
        static let configuration = CommandConfiguration(
            commandName: "prolong", abstract: "Ask that a grant last longer.",
            discussion: """
                It stays in use until it ends. Where you would be granted at once, it is
                renewed at once; else whoever decides renews it or does not.

                Example:
                  datamesh subscription prolong crm_churn/bi_board --until 2027-06-30
                """)
        static let verdict = SubscriptionDecision.Verdict.prolong

        @OptionGroup var links: LinksArgument
        @Option(help: "Why; said to whoever decides.") var reason = ""
        @Option(help: "The day that it should end; else as late as the terms allow.") var until: Instant?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
        var end: Instant? { until }
    }
}
