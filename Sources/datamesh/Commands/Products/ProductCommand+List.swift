import ArgumentParser
import MeshModel

extension ProductCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List products.",
            discussion: """
                Examples:
                  datamesh product list --domain sales
                  datamesh product list --status draft --jsonl
                """)

        @Option(help: "Only those of a domain and its sub-domains.") var domain: String?
        @Option(help: "Only those of an owner.") var owner: String?
        @Option(help: "Only those in a state.") var status: DataProduct.Status?
        @Option(help: "Only those with a tag.") var tag: String?
        @Option(help: "The order.") var sort = ProductOrder.Key.name
        @Option(help: "At most so many.") var limit: Int?
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            if let domain, try session.reader.domain(named: domain) == nil {
                throw Failure.notFound("domain", domain, hint: "'datamesh domain list' shows those there are")
            }
            var query = ProductQuery()
            let wanted: [(CardField, String?)] = [
                (.domain, domain), (.owner, owner), (.status, status?.rawValue), (.tag, tag),
            ]
            for case (let field, let value?) in wanted {
                query.conditions.append(.init(field: field, test: .equals(Folding.folded(value))))
            }
            let found = try session.find(query, order: ProductOrder(sort), limit: limit)
            if found.isEmpty { session.output.line("no product") }
            try session.list(found)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show all there is to know about a product.",
            discussion: """
                Example:
                  datamesh product show sales_transactions
                """)

        @Argument(help: "The product: its id or another of its names.") var product: String
        @OptionGroup var form: DeclarationOption
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let product = try session.product(product)
            if form.yaml { return session.output.declare([try session.reader.declaration(of: product)]) }
            guard session.output.isForPrograms else { return try session.show(product) }
            try session.output.document(session.sheet(product))
        }
    }
}
