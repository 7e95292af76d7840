import ArgumentParser
import MeshModel

/// A verdict about a subscription: the commands differ in it and in nothing else.
protocol DecidingCommand: AsyncParsableCommand {
    static var verdict: SubscriptionDecision.Verdict { get }
    var link: LinkArgument { get }
    var reason: String { get }
    var end: Instant? { get }
    var change: ChangeOptions { get }
    var common: CommonOptions { get }
}

extension DecidingCommand {
    var end: Instant? { nil }

    func run() async throws {
        let session = try common.open()
        let id = try link.id(in: session)
        let decision = SubscriptionDecision(Self.verdict, id, reason: reason, until: end)
        try await session.carryOut([.decide(decision)], change) { try $0.spelledOut(id)?.tree(at: session.now) }
    }
}

extension SubscriptionCommand {
    struct Approve: DecidingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Grant what was asked for, or less.",
            discussion: """
                Example:
                  datamesh subscription approve crm_churn/bi_board --until 2027-01-31
                """)
        static let verdict = SubscriptionDecision.Verdict.approve

        @OptionGroup var link: LinkArgument
        @Option(help: "A word to whoever asked.") var reason = ""
        @Option(help: "The day that it ends.") var until: Instant?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
        var end: Instant? { until }
    }

    struct Deny: DecidingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuse what was asked for; a denial has a reason.",
            discussion: """
                Example:
                  datamesh subscription deny crm_churn/bi_board --reason "use crm_churn_public"
                """)
        static let verdict = SubscriptionDecision.Verdict.deny

        @OptionGroup var link: LinkArgument
        @Option(help: "Why.") var reason = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
    }

    struct Renew: DecidingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a grant last longer.",
            discussion: """
                Example:
                  datamesh subscription renew crm_churn/bi_board --until 2027-06-30
                """)
        static let verdict = SubscriptionDecision.Verdict.renew

        @OptionGroup var link: LinkArgument
        @Option(help: "A word to whoever uses it.") var reason = ""
        @Option(help: "The day that it ends; else as long as the terms allow.") var until: Instant?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
        var end: Instant? { until }
    }

    struct Revoke: DecidingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a grant back; a revocation has a reason.",
            discussion: """
                Example:
                  datamesh subscription revoke crm_churn/bi_board --reason "project ended"
                """)
        static let verdict = SubscriptionDecision.Verdict.revoke

        @OptionGroup var link: LinkArgument
        @Option(help: "Why.") var reason = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
    }

    struct Cancel: DecidingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give up what you asked for or use.",
            discussion: """
                Example:
                  datamesh subscription cancel crm_churn/bi_board
                """)
        static let verdict = SubscriptionDecision.Verdict.cancel

        @OptionGroup var link: LinkArgument
        @Option(help: "Why.") var reason = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
    }
}
