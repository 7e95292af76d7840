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
            another user provisioned is said and left to them. Then the inspect hooks
            compare what is there with what should be.
            Ends with 1 where something failed or differs; it is tried again the next time.

            Examples:
              datamesh reconcile --plan
              datamesh reconcile --product sales_transactions
            """)

    @Option(help: "Only what is due for a product.") var product: String?
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = try common.open()
        let folder = try common.folder()
        let platforms = await session.platforms(folder)
        let product = try product.map { try session.product($0).id }
        let dues = try platforms.due(product: product)
        if dues.isEmpty { session.output.line("nothing is outstanding: platforms do what the mesh says") }
        guard !change.plan else {
            return session.show(dues, try session.inspections(platforms, product: product))
        }
        let results = try await session.carryOut(dues, platforms)
        // Looked at behind what was just carried out.
        let reports = await session.carryOut(try session.inspections(platforms, product: product))
        session.output.documents(results.map(\.tree) + reports.map(\.tree))
        let failed = results.count { $0.succeeded == false }
        if failed > 0 {
            throw Failure.unfinished(failed)
        }
        if reports.contains(where: { !$0.report.succeeded }) { throw Failure.no(nil) }
    }
}

extension Session {
    fileprivate func show(_ dues: [Platforms.Due], _ inspections: [Inspection]) {
        if !dues.isEmpty || !inspections.isEmpty { output.line("nothing is changed yet; this would happen:") }
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
        for inspection in inspections {
            output.line("inspect \(inspection.provision.product), \(inspection.provision.template)")
            output.lines(inspection.commands.map { "  run \($0.argv.commandLine)" })
        }
        output.documents((dues.map(\.tree) + inspections.map(\.tree)).map { $0.adding(["planned": .bool(true)]) })
    }
}
