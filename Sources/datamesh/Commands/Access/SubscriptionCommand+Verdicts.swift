import ArgumentParser
import MeshModel

extension SubscriptionCommand {
    struct Approve: DecidingCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve", abstract: "Grant what was asked for, or less.",
            discussion: """
                Of several each is decided for itself, and each is reported.

                Examples:
                  datamesh subscription approve crm_churn/bi_board --until 2027-01-31
                  datamesh subscription approve crm_churn/bi_board --fields region
                  datamesh subscription approve crm_churn/bi_board crm_churn/scoring
                """)
        static let verdict = SubscriptionDecision.Verdict.approve

        @OptionGroup var links: LinksArgument
        @Option(help: "A word to whoever asked.") var reason = ""
        @Option(help: "The day that it ends.") var until: Instant?
        @Option(help: ArgumentHelp("Only these fields; may be repeated.", valueName: "field")) var fields: [String] = []
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
        var end: Instant? { until }
        var granted: [String] { fields.names }
    }

    struct Deny: DecidingCommand {
        static let configuration = CommandConfiguration(
            commandName: "deny", abstract: "Refuse what was asked for; a denial has a reason.",
            discussion: """
                Example:
                  datamesh subscription deny crm_churn/bi_board \\
                      --reason "only for scoring" --instead crm_churn_public
                """)
        static let verdict = SubscriptionDecision.Verdict.deny

        @OptionGroup var links: LinksArgument
        @Option(help: "Why.") var reason = ""
        @Option(help: "A product to use instead.") var instead: String?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
        var alternative: String? { instead }
    }

    struct Renew: DecidingCommand {
        static let configuration = CommandConfiguration(
            commandName: "renew", abstract: "Let a grant last longer.",
            discussion: """
                Example:
                  datamesh subscription renew crm_churn/bi_board --until 2027-06-30
                """)
        static let verdict = SubscriptionDecision.Verdict.renew

        @OptionGroup var links: LinksArgument
        @Option(help: "A word to whoever uses it.") var reason = ""
        @Option(help: "The day that it ends; else as long as the terms allow.") var until: Instant?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
        var end: Instant? { until }
    }

    struct Revoke: DecidingCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Take a grant back; a revocation has a reason.",
            discussion: """
                Example:
                  datamesh subscription revoke crm_churn/bi_board --reason "project ended"
                """)
        static let verdict = SubscriptionDecision.Verdict.revoke

        @OptionGroup var links: LinksArgument
        @Option(help: "Why.") var reason = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
    }

    struct Cancel: DecidingCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel", abstract: "Give up what you asked for or use.",
            discussion: """
                Example:
                  datamesh subscription cancel crm_churn/bi_board
                """)
        static let verdict = SubscriptionDecision.Verdict.cancel

        @OptionGroup var links: LinksArgument
        @Option(help: "Why.") var reason = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
    }
}
