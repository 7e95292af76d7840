import ArgumentParser
import MeshModel
import MeshProvisioning

extension ProvisionCommand {
    struct Inspect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "inspect",
            abstract: "Have the platforms of a product compare what is there with what should be.",
            discussion: """
                Runs the inspect hooks as whoever provisioned. Ends with 1 where
                something differs.

                Example:
                  datamesh provision inspect sales_transactions
                """)

        @Argument(help: "The product.") var product: String
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let product = try session.product(product).id
            let folder = try common.folder()
            let inspections = try session.inspections(await session.platforms(folder), product: product)
            if inspections.isEmpty { session.output.line("no platform of \(product) can be inspected from here") }
            if change.plan {
                for inspection in inspections {
                    session.output.lines(inspection.commands.map { "run \($0.argv.commandLine)" })
                }
                return session.output.documents(inspections.map(\.tree))
            }
            let reports = await session.carryOut(inspections)
            session.output.documents(reports.map(\.tree))
            if reports.contains(where: { !$0.report.succeeded }) { throw Failure.no(nil) }
        }
    }

    struct Destroy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "destroy", abstract: "Take a product's infrastructure away again.",
            discussion: """
                Runs the destroy hooks and removes the files that were rendered. What
                a person put into the workspace stays.

                Example:
                  datamesh provision destroy sales_transactions \\
                      --template postgresql --confirm sales_transactions
                """)

        @Argument(help: "The product.") var product: String
        @Option(help: "The template it was made from.") var template: String
        @Option(help: ArgumentHelp("The product's id again: this cannot be taken back.", valueName: "product"))
        var confirm: String?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let product = try session.product(product).id
            guard
                let provision = try session.reader.provisions(of: product).first(where: { $0.template.text == template }
                )
            else {
                throw Failure.notFound(
                    "infrastructure", template, hint: "'datamesh provision status \(product)' shows what there is")
            }
            let folder = try common.folder()
            let platforms = await session.platforms(folder)
            guard
                let commands = try platforms.commands(
                    .destroy, of: provision, from: session.reader, at: session.now)
            else {
                throw Failure.refused(
                    "\(provision.by) provisioned it, in \(provision.workspace), and destroys it there")
            }
            var ended = provision
            ended.state = .destroyed
            ended.files = []
            let consequences = try await session.gateway.preview([.provision(ended)])
            if change.plan {
                session.output.line("nothing is changed yet; this would happen:")
                session.output.lines(commands.map { "run \($0.argv.commandLine)" })
                session.output.lines(provision.files.reversed().map { "remove \($0.path)" })
                session.output.say(consequences)
                return session.output.document(consequences.tree.adding(["planned": .bool(true)]))
            }
            guard confirm == product.text else {
                throw Failure.usage(
                    "this cannot be taken back: say --confirm \(product), or --plan to see what it does")
            }
            let progress = Progress()
            let outcome = await Interruption.cancels { [platforms] in
                await platforms.provisioner.destroy(provision, commands: commands) { progress.show($0) }
            }
            progress.end()
            ended.log = outcome.log
            if !outcome.succeeded {
                ended.state = .failed
                ended.files = provision.files
            }
            let receipt = try await session.gateway.commit([.provision(ended)], requestID: .random(), agreed: nil)
            session.output.say(receipt.consequences)
            session.output.document(ended.tree)
            guard outcome.succeeded else { throw Failure.no(outcome.reason) }
        }
    }
}

/// A look at one platform: the hooks that compare it with what should be.
struct Inspection {
    let provision: Provision
    let commands: [InfrastructureTemplate.Hook]

    var tree: Tree {
        .map([
            "product_id": .text(provision.product.text), "template_id": .text(provision.template.text),
            "commands": .list(commands.map { .texts($0.argv) }),
        ])
    }
}

/// What it showed.
struct InspectionReport {
    let inspection: Inspection
    let report: HookReport

    var tree: Tree {
        inspection.tree.adding([
            "as_it_should_be": .bool(report.succeeded), "findings": .texts(report.said),
        ])
    }
}

extension Session {
    /// The platforms of a product, or of all, that can be inspected from here.
    func inspections(_ platforms: Platforms, product: DataProduct.ID?) throws -> [Inspection] {
        let reader = try gateway.reader()
        let prefix: RecordKey = product.map { .under(.provision, $0.text) } ?? .under(.provision)
        return try reader.all(Provision.self, under: prefix).compactMap { provision in
            guard provision.state == .ready, provision.hooks.contains(.inspect),
                let commands = try platforms.commands(.inspect, of: provision, from: reader, at: WallClock.now())
            else { return nil }
            return Inspection(provision: provision, commands: commands)
        }
    }

    func carryOut(_ inspections: [Inspection]) async -> [InspectionReport] {
        var reports: [InspectionReport] = []
        let progress = Progress()
        for inspection in inspections {
            let report = await Interruption.cancels {
                await Provisioner().run(inspection.commands, in: inspection.provision.workspace) { progress.show($0) }
            }
            progress.end()
            let shown = InspectionReport(inspection: inspection, report: report)
            reports.append(shown)
            let sign: Sign = report.succeeded ? .good : .bad
            output.line(
                "\(sign.text(in: output.form)) \(inspection.provision.template): inspect \(inspection.provision.product) "
                    + (report.succeeded ? "is as it should be" : "differs from what should be"))
            output.lines(report.said.map { "  \($0)" })
        }
        return reports
    }
}
