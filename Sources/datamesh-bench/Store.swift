import ArgumentParser
import MeshModel
import MeshStore

struct Store: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Opens, pages, filters and changes a mesh that `generate` made, and says how long each took.")

    @Argument(help: "The folder.") var folder: String

    func run() async throws {
        let actor = Actor(user: "bench", ownsMesh: true)
        let (mesh, opened) = try milliseconds { try StoreGateway(path: folder, actor: actor) { now() } }
        let (reader, made) = try milliseconds { try mesh.reader() }
        print("open                                    \(column(opened))")
        print("reader                                  \(column(made))")
        for (name, text, order) in [
            ("first page by name", "", ProductOrder(.name)), ("first page by consumers", "", ProductOrder(.relevance)),
            ("word", "orders", ProductOrder(.relevance)), ("one letter", "o", ProductOrder(.relevance)),
            ("two words", "daily invoices", ProductOrder(.relevance)),
            ("rare word", "orders_daily_77", ProductOrder(.relevance)),
            ("four conditions", "domain:d1 owner:al tag:pii quality<95", ProductOrder(.name)),
        ] {
            let query = ProductQuery(parsing: text)
            var times: [Double] = []
            var found = 0
            for _ in 0..<5 {
                let spent = try milliseconds {
                    var search = try reader.search(query, order: order, at: now())
                    while search.unseen > 0 { try search.advance(1 << 16) }
                    found = search.found
                    for id in try search.page(0..<50) { _ = try reader.product(id) }
                }.time
                times.append(spent)
            }
            times.sort()
            let label = "\(name), \(found) found"
            print(label + String(repeating: " ", count: max(1, 40 - label.count)) + column(times[2]))
        }
        let facets = try milliseconds { try reader.facets(.all, at: now()) }
        print("facets of everything                    \(column(facets.time))")
        let compliance = try milliseconds {
            for id in try reader.scan(DataProduct.self, under: .under(.product), after: nil, limit: 100).items.map(\.id)
            {
                _ = try reader.subject(id, at: now())
            }
        }
        print("100 products with all that rules see    \(column(compliance.time))")
        var facts = ProductFacts()
        for step in 0..<3 {
            facts.description = "changed \(step) at \(now())"
            let id = try reader.scan(DataProduct.self, under: .under(.product), after: nil, limit: 1).items[0].id
            let change = Change.editProduct(ProductEdit(id: id, facts: facts))
            let commit = try await milliseconds { try await mesh.commit([change], requestID: .random(), agreed: nil) }
            print("durable change of one product           \(column(commit.time))")
        }
        let again = try milliseconds { try mesh.reader() }
        print("reader after the change                 \(column(again.time))")
    }
}
