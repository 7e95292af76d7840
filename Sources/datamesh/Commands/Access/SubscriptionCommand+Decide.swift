import ArgumentParser
import MeshModel

/// A verdict about a subscription: the commands differ in it and in nothing else.
protocol DecidingCommand: AsyncParsableCommand {
    static var verdict: SubscriptionDecision.Verdict { get }
    var links: LinksArgument { get }
    var reason: String { get }
    var end: Instant? { get }
    /// A product to use instead.
    var alternative: String? { get }
    var change: ChangeOptions { get }
    var common: CommonOptions { get }
}

extension DecidingCommand {
    var end: Instant? { nil }
    var alternative: String? { nil }

    func run() async throws {
        let session = try common.open()
        let alternative = try alternative.map(session.productID)
        let decisions = try links.subscriptions.map { text in
            SubscriptionDecision(
                Self.verdict, try session.linkID(text), reason: reason, until: end, alternative: alternative)
        }
        guard decisions.count == 1 else {
            return try await session.carryOutEach(decisions, change, folder: try common.folder())
        }
        try await session.carryOut(.decide(decisions[0]), change, folder: try common.folder())
    }
}

extension Session {
    /// Several decisions, each for itself: what is refused does not stand in the way of the others.
    fileprivate func carryOutEach(
        _ decisions: [SubscriptionDecision], _ options: ChangeOptions, folder: MeshFolder
    ) async throws {
        if options.plan { output.line("nothing is changed yet; this would happen:") }
        var reports: [Tree] = []
        var decided: [Subscription.ID] = []
        var refused = 0
        let platforms = platforms(folder)
        for decision in decisions {
            let id = decision.subscription
            var report: Tree = .map(["subscription_id": .text("\(id)"), "planned": .bool(options.plan)])
            do throws(GatewayError) {
                let consequences = try await carryOut(decision, options)
                output.say(consequences)
                report = report.adding(["refused": .null, "consequences": consequences.list])
                if !options.plan { decided.append(id) }
            } catch {
                guard case .refused = error else { throw error }
                refused += 1
                output.line("\(Sign.bad.text(in: output.form)) subscription \(id) is left as it was: \(error)")
                report = report.adding(["refused": .text("\(error)"), "consequences": .list([])])
            }
            reports.append(report)
        }
        let results = try await carryOut(platforms.due(about: decided), platforms)
        output.documents(reports + results.map(\.tree))
        let unfinished = results.count { $0.succeeded == false }
        if unfinished > 0, refused == 0 { throw Failure.unfinished(unfinished) }
        if refused > 0 {
            throw Failure.refused("\(refused) of \(decisions.count) cannot be \(decisions[0].verdict.participle)")
        }
    }

    private func carryOut(
        _ decision: SubscriptionDecision, _ options: ChangeOptions
    ) async throws(GatewayError) -> Consequences {
        if options.plan { return try await foresee([.decide(decision)]) }
        return try await gateway.commit([.decide(decision)], requestID: .random(), agreed: nil).consequences
    }
}

extension SubscriptionCommand {
    struct Approve: DecidingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Grant what was asked for, or less.",
            discussion: """
                Of several each is decided for itself, and each is reported.

                Examples:
                  datamesh subscription approve crm_churn/bi_board --until 2027-01-31
                  datamesh subscription approve crm_churn/bi_board crm_churn/scoring
                """)
        static let verdict = SubscriptionDecision.Verdict.approve

        @OptionGroup var links: LinksArgument
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
            abstract: "Let a grant last longer.",
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
            abstract: "Take a grant back; a revocation has a reason.",
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
            abstract: "Give up what you asked for or use.",
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
