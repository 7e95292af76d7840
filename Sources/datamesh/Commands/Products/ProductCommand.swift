import ArgumentParser
import MeshModel

struct ProductCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "product", abstract: "Data products: what a domain offers, with promises and versions.",
        subcommands: [
            Create.self, Edit.self, Publish.self, Deprecate.self, Retire.self, Claim.self, Endorse.self, Unendorse.self,
            List.self, Show.self, Compare.self,
        ])
}

extension ProductCommand {
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Create a data product; it is a draft until it is published.",
            discussion: """
                Examples:
                  datamesh product create sales_transactions --domain sales \\
                      --owner alice --availability 99.9 --freshness 24h \\
                      --quality 95 --meta format=parquet
                  datamesh product create -f product.yaml --plan
                """)

        @Argument(help: "Its id: small letters, digits, '.', '_' and '-'.") var product: String?
        @OptionGroup(title: "Facts") var facts: ProductFactOptions
        @OptionGroup var stated: StatedFileOption
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            var draft = try stated.value(
                ProductDraft.self, "product", key: "product_id", id: product, shape: \.productShape)
            try facts.state(&draft.facts)
            let session = try common.open()
            let id = draft.id
            try await session.carryOut([.createProduct(draft)], change) { try session.tree(of: id, in: $0) }
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit", abstract: "Change what is said of a product. Only what is stated changes.",
            discussion: """
                Example:
                  datamesh product edit sales_transactions --tag finance,daily
                """)

        @Argument(help: "The product: its id or another of its names.") var product: String
        @OptionGroup(title: "Facts") var facts: ProductFactOptions
        @OptionGroup var stated: StatedFileOption
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let id = try session.productID(product)
            var edit = ProductEdit(id: id, facts: ProductFacts())
            if stated.file != nil {
                edit = try stated.value(
                    ProductEdit.self, "product", key: "product_id", id: id.text, shape: \.productShape)
            }
            try facts.state(&edit.facts, of: session.reader.product(id))
            guard !edit.facts.isBlank else { throw Failure.usage("state at least one fact to change") }
            try await session.carryOut([.editProduct(edit)], change) { try session.tree(of: id, in: $0) }
        }
    }

    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "publish", abstract: "Publish a version: what its fields are and who may use it.",
            discussion: """
                Examples:
                  datamesh product publish sales_transactions 1.0 \\
                      --field transaction_id:string --field amount:decimal \\
                      --access role-based --role analyst
                  datamesh product publish sales_transactions -f contract.yaml
                  datamesh product publish sales_transactions -f contract.yaml \\
                      --plan --markdown
                """)

        @Argument(help: "The product.") var product: String
        @Argument(help: "The version, such as 1.2.0.") var version: String?
        @Option(help: "The port it is read at; else the product's first.") var port: String?
        @OptionGroup(title: "Schema") var fields: FieldOptions
        @OptionGroup(title: "Access") var access: AccessOptions
        @Option(help: "What is new.") var note: String?
        @Option(help: "With a new major version: until when the one before is served.") var oldUntil: Instant?
        @Flag(help: "With --plan: answer with Markdown, for a pull request.") var markdown = false
        @OptionGroup var stated: StatedFileOption
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if markdown, !change.plan { throw ValidationError("--markdown tells a plan: add --plan") }
        }

        func run() async throws {
            let session = try common.open()
            let id = try session.productID(product)
            var publication = try stated.value(
                Publication.self, "product", key: "product_id", id: id.text
            ) { $0.naming("product_id").publicationShape(object: id.text) }
            publication.version = version ?? publication.version
            if let port { publication.port = try OutputPort.ID(stated: port, "port") }
            if let object = try fields.object(named: id.text) { publication.schema = [object] }
            publication.access = access.terms(over: publication.access)
            publication.note = note ?? publication.note
            publication.oldUntil = oldUntil ?? publication.oldUntil
            if markdown { return try await session.tellPublication(publication) }
            try await session.carryOut([.publish(publication)], change) { try session.tree(of: id, in: $0) }
        }
    }

    struct Deprecate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "deprecate", abstract: "Say that a product is on its way out.",
            discussion: """
                Example:
                  datamesh product deprecate old_orders --until 2027-03-31 \\
                      --note "use sales_orders"
                """)

        @Argument(help: "The product.") var product: String
        @Option(help: "What its users should do.") var note = ""
        @Option(help: "The day on which it ends; from then on it may be retired.") var until: Instant?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let id = try session.productID(product)
            try await session.carryOut([.deprecate(StatusChange(product: id, note: note, until: until))], change) {
                try session.tree(of: id, in: $0)
            }
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retire", abstract: "Take a product out of use.",
            discussion: """
                Refused while somebody still uses it, unless it was deprecated with an end
                that has come: then they lose their access.

                Example:
                  datamesh product retire old_orders --plan
                """)

        @Argument(help: "The product.") var product: String
        @Option(help: "Why, or what stands in its place.") var note = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let id = try session.productID(product)
            try await session.carryOut([.retire(StatusChange(product: id, note: note))], change) {
                try session.tree(of: id, in: $0)
            }
        }
    }

    struct Claim: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "claim", abstract: "Take over a product that nobody owns.",
            discussion: """
                Example:
                  datamesh product claim imported_orders --owner @sales
                """)

        @Argument(help: "The product.") var product: String
        @Option(help: "A user of the host, or an @group; else yourself.") var owner: String?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let id = try session.productID(product)
            let claim = ProductClaim(id: id, owner: owner ?? session.actor.user)
            try await session.carryOut([.claimProduct(claim)], change) { try session.tree(of: id, in: $0) }
        }
    }
}
