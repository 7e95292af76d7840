import ArgumentParser
import MeshModel

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find products by words and conditions.",
        discussion: """
            Words are looked for in ids, names, tags, fields and descriptions, whatever their case and accents: word (or its beginning),
            'whole, !not, this|that; and in ids and names alone: ^start, end$, *inside, ~letters. What no word begins with is looked for
            inside names, then by its letters. Conditions are field:begins, field=is, field<number, tag="climate change".
            Fields: \(CardField.allCases.map(\.rawValue).joined(separator: ", ")).

            Examples:
              datamesh search orders
              datamesh search "customer domain:sales quality<95 updated<7d"
              datamesh search --explain "pay|invoice !raw"
              datamesh search --facets orders
            """)

    @Argument(help: "What to look for.") var query: [String]
    @Option(help: "At most so many.") var limit = 50
    @Option(help: "The order.") var sort = ProductOrder.Key.relevance
    @Flag(help: "Say of each why it stands where it does.") var explain = false
    @Flag(help: "Count what is found by status, domain and tag, instead of listing it.") var facets = false
    @OptionGroup var common: ReadingOptions

    func validate() throws {
        if explain, facets { throw ValidationError("--explain and --facets exclude each other") }
    }

    func run() throws {
        let session = try common.open()
        let query = ProductQuery(parsing: query.joined(separator: " "))
        for complaint in query.complaints { Stream.errors.complain(complaint) }
        var search = try session.reader.search(query, order: ProductOrder(sort), at: session.now)
        while search.unseen > 0 { try search.advance(1 << 18) }
        if let sentence = search.ranking.leniency.sentence, search.found > 0 { Stream.errors.complain(sentence) }
        let found = facets ? [] : try search.page(0..<max(0, limit))
        if facets {
            session.count(try search.facets(), limit: limit)
        } else if explain {
            try session.explain(found, search.ranking)
        } else {
            try session.list(found)
        }
        if search.found == 0 { throw Failure.no(session.output.isForPrograms ? nil : "nothing found") }
        if search.found > found.count, !facets {
            session.output.line("\(found.count) of \(search.found); --limit shows more")
        }
    }
}

extension Session {
    /// What was found have in common, the most frequent values of each field first.
    fileprivate func count(_ facets: ProductFacets, limit: Int) {
        let values = facets.values(limit: limit)
        var table = Table(["FIELD": .left, "VALUE": .left, "PRODUCTS": .right])
        table.rows = values.map { [$0.field.rawValue, $0.text, String($0.count)] }
        output.table(table)
        if facets.total > 0 { output.line("\(facets.total) products") }
        output.documents(
            values.map {
                .map([
                    "field": .text($0.field.rawValue), "value": .text($0.text), "products": .count($0.count),
                    "condition": .text($0.condition),
                ])
            })
    }

    /// Each product with what every word counted for it.
    fileprivate func explain(_ ids: [DataProduct.ID], _ ranking: RankedQuery) throws {
        var trees: [Tree] = []
        for id in ids {
            guard let product = try reader.product(id),
                let why = ranking.explanation(of: try reader.card(of: product), at: now)
            else { continue }
            output.line("\(id)  \(why.total)")
            for part in why.parts { output.line("  \(part.word)  \(part.score)  \(part.reason)") }
            output.line("  standing  \(why.standing)  \(why.standingReason)")
            trees.append(why.tree.adding(["product_id": id.tree]))
        }
        if output.isForPrograms { output.documents(trees) }
    }
}

extension SearchExplanation {
    fileprivate var tree: Tree {
        .map([
            ("score", .number("\(total)")),
            (
                "words",
                .list(
                    parts.map {
                        .map([
                            ("word", .text($0.word)), ("score", .number("\($0.score)")), ("reason", .text($0.reason)),
                        ])
                    })
            ),
            ("standing", .number("\(standing)")), ("standing_reason", .text(standingReason)),
        ])
    }
}
