import ArgumentParser
import MeshModel
import MeshStore

struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a mesh of generated products in an empty folder: the same for the same size, on every machine."
    )

    @Option(help: "How many products.") var products = 100_000
    @Argument(help: "The folder.") var folder: String

    func run() async throws {
        let (mesh, ordered) = milliseconds { GeneratedMesh(productCount: products) }
        print("\(products) products put in order                 \(column(ordered))")
        try StoreGateway.create(path: folder)
        let loaded = try milliseconds { try StoreGateway.load(path: folder, mesh.records) }.time
        print("their records written into a snapshot   \(column(loaded))")
        let gateway = try StoreGateway(path: folder, actor: Actor(user: "bench", ownsMesh: true)) { now() }
        let compacted = try await milliseconds { try await gateway.compact() }.time
        print("the index of all, with a new snapshot   \(column(compacted))")
        print("most memory: \(peakMemory())")
    }
}
