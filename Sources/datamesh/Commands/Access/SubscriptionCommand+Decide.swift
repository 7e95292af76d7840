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
    var granted: [String] { get }
    var change: ChangeOptions { get }
    var common: CommonOptions { get }
}

extension DecidingCommand {
    var end: Instant? { nil }
    var alternative: String? { nil }
    var granted: [String] { [] }

    func run() async throws {
        let session = try common.open()
        let alternative = try alternative.map(session.productID)
        let decisions = try links.subscriptions.map { text in
            SubscriptionDecision(
                Self.verdict, try session.linkID(text), reason: reason, until: end, alternative: alternative,
                fields: granted)
        }
        guard decisions.count == 1 else {
            return try await session.carryOutEach(decisions, change, folder: try common.folder())
        }
        try await session.carryOut(.decide(decisions[0]), change, folder: try common.folder())
    }
}

extension Session {
    /// Several decisions, each for itself: what is refused does not stand in the way of the others.
    func carryOutEach(
        _ decisions: [SubscriptionDecision], _ options: ChangeOptions, folder: MeshFolder
    ) async throws {
        if options.plan { output.line("nothing is changed yet; this would happen:") }
        var reports: [Tree] = []
        var decided: [Subscription.ID] = []
        var refused = 0
        let platforms = await platforms(folder)
        for decision in decisions {
            let id = decision.subscription
            var report: Tree = .map(["subscription_id": .text("\(id)"), "planned": .bool(options.plan)])
            do throws(GatewayError) {
                let consequences = try await carryOut(decision, options, workspaces: folder.workspaces)
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
            let verdicts = Set(decisions.map(\.verdict))
            let word = verdicts.count == 1 ? decisions[0].verdict.participle : "decided so"
            throw Failure.refused("\(refused) of \(decisions.count) cannot be \(word)")
        }
    }

    private func carryOut(
        _ decision: SubscriptionDecision, _ options: ChangeOptions, workspaces: String?
    ) async throws(GatewayError) -> Consequences {
        if options.plan { return try await foresee([.decide(decision)], workspaces: workspaces) }
        return try await gateway.commit([.decide(decision)], requestID: .random(), agreed: nil).consequences
    }
}
