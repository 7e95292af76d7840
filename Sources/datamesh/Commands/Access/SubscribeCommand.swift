import ArgumentParser
import MeshModel

struct SubscribeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscribe", abstract: "Ask for a product, for yourself or for a consumer.",
        discussion: """
            Granted at once where the terms allow it; else the owner decides.

            Examples:
              datamesh subscribe sales_transactions --consumer analytics_pipeline \\
                  --consumer-domain analytics
              datamesh subscribe crm_churn --purpose "retention study" \\
                  --until 2027-01-31
              datamesh subscribe crm_churn --version 1 --uses churn_score,region
            """)

    @Argument(help: "The product.") var product: String?
    @Option(help: "The port; else the product's first.") var port: String?
    @Option(help: "Who will read it: a pipeline, a dashboard; else yourself.") var consumer: String?
    @Option(help: "The consumer's domain, which may be outside the mesh.") var consumerDomain: String?
    @Option(help: "What for.") var purpose: String?
    @Option(help: "The day that it ends.") var until: Instant?
    @Option(help: "The versions it stays with: 1 is every 1.x; else the newest.") var version: VersionPin?
    @Option(help: ArgumentHelp("Fields that it reads; may be repeated.", valueName: "field")) var uses: [String] = []
    @OptionGroup var stated: StatedFileOption
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = try common.open()
        var request = try stated.value(
            SubscriptionRequest.self, "product", key: "product_id",
            id: try product.map { try session.productID($0).text }
        ) { $0.naming("product_id") }
        if let port { request.port = try OutputPort.ID(stated: port, "port") }
        if let consumer {
            request.consumer = try Consumer.ID(stated: consumer, "consumer")
        } else if request.consumer.isBlank {
            request.consumer = try session.selfAsConsumer()
        }
        request.consumerDomain = consumerDomain ?? request.consumerDomain
        if request.consumerDomain.isEmpty { request.consumerDomain = try session.homeDomain(of: request.consumer) }
        request.purpose = purpose ?? request.purpose
        request.until = until ?? request.until
        request.pin = version ?? request.pin
        if !uses.isEmpty { request.uses = uses.names }
        let asked = request
        try await session.carryOut(.subscribe(asked), change, folder: try common.folder())
    }
}

extension Session {
    /// The consumer that a person is, who reads a product at a terminal.
    func selfAsConsumer() throws(Failure) -> Consumer.ID {
        guard let id = Consumer.ID(slugging: actor.user) else {
            throw .usage("name the consumer with --consumer: '\(actor.user)' cannot be one")
        }
        return id
    }

    /// The domain a consumer reads for when nobody says: its own, else the only one the caller works in.
    func homeDomain(of consumer: Consumer.ID) throws(ReadError) -> String {
        if let registered = try reader.consumer(consumer) { return registered.domain }
        let homes = try reader.domains().filter { domain in
            actor.isOrBelongs(to: domain.owner) || domain.team.contains(where: actor.isOrBelongs)
        }
        return homes.count == 1 ? homes[0].id.text : ""
    }
}
