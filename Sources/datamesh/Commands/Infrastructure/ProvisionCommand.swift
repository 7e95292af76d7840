import ArgumentParser
import MeshModel
import MeshProvisioning

struct ProvisionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision", abstract: "Make infrastructure for a product from a template.",
        discussion: """
            Examples:
              datamesh provision sales_transactions --template local-files --plan
              datamesh provision sales_transactions --template standard_pipeline
              datamesh provision status sales_transactions
              datamesh provision inspect sales_transactions
            """,
        subcommands: [Apply.self, Status.self, Inspect.self, Destroy.self], defaultSubcommand: Apply.self)

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "apply", abstract: "Render the template's files and run its hooks, as yourself.",
            discussion: """
                Example:
                  datamesh provision sales_transactions --template local-files --plan
                """)

        @Argument(help: "The product.") var product: String
        @Option(help: "The template.") var template: String
        @Option(help: ArgumentHelp("A parameter of the template; may be repeated.", valueName: "name=value"))
        var set: [Assignment] = []
        @Flag(help: "With --plan: what changes in each file.") var diff = false
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let folder = try common.folder()
            let session = try common.open()
            let work = try session.provisioning(
                productID: session.productID(product), template: template, parameters: set.map, folder: folder)
            if change.plan {
                // Refused here already when the rules would refuse it then.
                let consequences = try await session.gateway.preview(work.beginning)
                try session.show(work, diff: diff)
                session.output.document(work.plan.tree.adding(["consequences": consequences.list]))
            } else {
                try await session.carryOut(work, folder: folder)
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "Say how a product's infrastructure stands: its state, and what differs from what was applied.",
            discussion: """
                Ends with 1 where something failed or differs.

                Example:
                  datamesh provision status sales_transactions
                """)

        @Argument(help: "The product.") var product: String
        @OptionGroup var common: ReadingOptions

        func run() async throws {
            let session = try common.open()
            let product = try session.product(product)
            let provisions = try session.reader.provisions(of: product.id)
            if provisions.isEmpty { session.output.line("nothing is provisioned for \(product.id)") }
            var trees: [Tree] = []
            var sound = true
            for provision in provisions {
                let drift = try Provisioner().drift(of: provision)
                sound = sound && drift.isEmpty && provision.state != .failed
                session.show(provision, drift)
                trees.append(
                    provision.tree.adding([
                        "drift": .list(
                            drift.map { .map(["path": .text($0.path), "kind": .text($0.kind.rawValue)]) })
                    ]))
            }
            session.output.documents(trees)
            if !sound { throw Failure.no(nil) }
        }
    }
}

extension Session {
    fileprivate func show(_ provision: Provision, _ drift: [Drift]) {
        output.line("\(provision.template)  \(provision.state)  since \(provision.at.minute) by \(provision.by)")
        output.facts(
            [
                ("workspace", provision.workspace), ("files", String(provision.files.count)),
                ("differs", drift.map { "\($0.path) (\($0.kind.rawValue))" }.joined(separator: ", ")),
                ("log", provision.state == .failed ? provision.log.last ?? "" : ""),
            ] + provision.sortedOutputs)
    }
}
