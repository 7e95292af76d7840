import ArgumentParser
import MeshModel
import MeshProvisioning

struct ReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Carry out on platforms what was decided about access, and what has lapsed.",
        discussion: """
            Runs the grant and revoke hooks that are outstanding, as whoever
            provisioned; begun by a timer, it closes what ended by its date. What
            another user provisioned is said and left to them.
            Ends with 1 where something failed; it is tried again the next time.

            Examples:
              datamesh reconcile --plan
              datamesh reconcile --product sales_transactions
            """)

    @Option(help: "Only what is due for a product.") var product: String?
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = try common.open()
        let platforms = session.platforms(try common.folder())
        let product = try product.map { try session.product($0).id }
        let dues = try session.due(platforms, product: product)
        if dues.isEmpty { session.output.line("nothing is outstanding: platforms do what the mesh says") }
        guard !change.plan else { return session.show(dues) }
        let results = try await session.carryOut(dues, platforms)
        session.output.documents(results.map(\.tree))
        let failed = results.count { $0.succeeded == false }
        if failed > 0 {
            throw Failure.unfinished(failed)
        }
    }
}

extension Session {
    fileprivate func show(_ dues: [Platforms.Due]) {
        if !dues.isEmpty { output.line("nothing is changed yet; this would happen:") }
        for due in dues {
            let standing = due.standing
            output.line(
                "\(due.action) \(standing.link.id), \(standing.link.standing(at: now).rawValue), \(standing.sentence)")
            output.lines(due.commands.map { "  run \($0.argv.commandLine)" })
            switch due {
            case .mine: break
            case .waits(_, let reason): output.line("  waits: \(reason)")
            case .cannot(_, let reason): output.line("  cannot: \(reason)")
            }
        }
        output.documents(dues.map { $0.tree.adding(["planned": .bool(true)]) })
    }
}
