import ArgumentParser
import MeshModel

struct ConsumerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consumer", abstract: "Consumers: pipelines, dashboards and people that read products.",
        subcommands: [Register.self, List.self, Show.self])

    struct Register: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "register", abstract: "Register a consumer, so that its domain and owner are known.",
            discussion: """
                Example:
                  datamesh consumer register bi_board --domain marketing --owner carol
                """)

        @Argument(help: "Its id: small letters, digits, '.', '_' and '-'.") var consumer: String?
        @Option(help: "The name people read.") var name: String?
        @Option(help: "Its domain, which may be outside the mesh.") var domain: String?
        @Option(help: "A user of the host, or an @group; else yourself.") var owner: String?
        @OptionGroup var stated: StatedFileOption
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            var proposal = try stated.value(Consumer.self, "consumer", key: "consumer_id", id: consumer) {
                $0.naming("consumer_id")
            }
            let session = try common.open()
            proposal.name = name ?? proposal.name
            proposal.domain = domain ?? proposal.domain
            proposal.owner = owner ?? (proposal.owner.isEmpty ? session.actor.user : proposal.owner)
            let id = proposal.id
            try await session.carryOut([.registerConsumer(proposal)], change) { try $0.consumer(id)?.tree }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the registered consumers.",
            discussion: """
                Example:
                  datamesh consumer list
                """)

        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let consumers = try session.reader.all(Consumer.self, under: .under(.consumer))
            if consumers.isEmpty { session.output.line("no registered consumer") }
            var table = Table(["CONSUMER": .left, "NAME": .left, "DOMAIN": .left, "OWNER": .left])
            table.rows = consumers.map { [$0.id.text, $0.name, $0.domain, $0.owner] }
            session.output.table(table)
            session.output.documents(consumers.map(\.tree))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a consumer and what it uses.",
            discussion: """
                Example:
                  datamesh consumer show analytics_pipeline
                """)

        @Argument(help: "The consumer.") var consumer: String
        @OptionGroup var form: DeclarationOption
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let id = try Consumer.ID(stated: consumer, "consumer")
            let registered = try session.reader.consumer(id)
            if form.yaml {
                guard let registered else {
                    throw Failure.no("the consumer '\(id)' was never registered; there is nothing to apply")
                }
                return session.output.declare([Declaration(of: registered)])
            }
            let links = try session.links(SubscriptionQuery(consumer: id))
            // One that never was registered is known by what it uses.
            guard registered != nil || !links.isEmpty else {
                throw Failure.notFound(
                    "consumer", consumer, hint: "'datamesh subscription list' shows who uses what")
            }
            let domain = registered?.domain ?? links.first?.consumerDomain ?? ""
            session.output.line(registered?.name.isEmpty ?? true ? id.text : "\(registered?.name ?? "") (\(id))")
            session.output.facts([
                "domain": domain, "owner": registered?.owner ?? "not registered",
                "registered": registered?.created.minute ?? "",
            ])
            var table = Table(["PRODUCT": .left, "PORT": .left, "STATE": .left, "UNTIL": .left, "PURPOSE": .elastic])
            table.rows = try links.map {
                [
                    $0.product.text, $0.port.text, try session.standingInWords(of: $0), $0.until?.date ?? "",
                    $0.purposeInWords,
                ]
            }
            if !links.isEmpty { session.output.line() }
            session.output.table(table)
            let own = registered?.tree ?? .map(["consumer_id": .text(id.text), "domain": .text(domain)])
            try session.output.document(
                own.adding([
                    "registered": .bool(registered != nil),
                    "subscriptions": .list(links.map { try session.tree(of: $0, in: session.reader) }),
                ]))
        }
    }
}
