import ArgumentParser
import MeshModel

extension ProductCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List products.",
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
        @OptionGroup var common: CommonOptions

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
            abstract: "Show all there is to know about a product.",
            discussion: """
                Example:
                  datamesh product show sales_transactions
                """)

        @Argument(help: "The product: its id or another of its names.") var product: String
        @OptionGroup var common: CommonOptions

        func run() throws {
            let session = try common.open()
            let product = try session.product(product)
            guard session.output.isForPrograms else { return try session.show(product) }
            try session.output.document(session.sheet(product))
        }
    }
}

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find products by words and conditions.",
        discussion: """
            Words are looked for in ids, names, tags and descriptions: word,
            'whole, !not. Conditions are field:begins, field=is, field<number.
            Fields: \(CardField.allCases.map(\.rawValue).joined(separator: ", ")).

            Examples:
              datamesh search orders
              datamesh search "customer domain:sales quality<95 updated<7d"
            """)

    @Argument(help: "What to look for.") var query: [String]
    @Option(help: "At most so many.") var limit = 50
    @Option(help: "The order.") var sort = ProductOrder.Key.relevance
    @OptionGroup var common: CommonOptions

    func run() throws {
        let session = try common.open()
        let query = ProductQuery(parsing: query.joined(separator: " "))
        for complaint in query.complaints { Stream.errors.complain(complaint) }
        let found = try session.find(query, order: ProductOrder(sort))
        try session.list(Array(found.prefix(max(0, limit))))
        if found.isEmpty { throw Failure.no(session.output.isForPrograms ? nil : "nothing found") }
        if found.count > limit { session.output.line("\(limit) of \(found.count); --limit shows more") }
    }
}
