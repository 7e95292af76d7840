import ArgumentParser
import MeshModel
import MeshStore

struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Makes a mesh of generated products in an empty folder.")

    @Option(help: "How many products.") var products = 100_000
    @Argument(help: "The folder.") var folder: String

    func run() async throws {
        var generator = MeshGenerator(productCount: products)
        let (changes, made) = milliseconds { generator.changes() }
        print("\(changes.count) changes made up  \(column(made))")
        try StoreGateway.create(path: folder)
        let mesh = try StoreGateway(path: folder, actor: Actor(user: "bench", ownsMesh: true)) { now() }
        let (receipt, spent) = try await milliseconds {
            try await mesh.commit(changes, requestID: .random(), agreed: nil)
        }
        print("committed as revision \(receipt.revision.number), with its snapshot  \(column(spent))")
    }
}
