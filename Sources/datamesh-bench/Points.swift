import ArgumentParser
import Glibc
import MeshModel
import MeshStore

/// What a compaction costs where much was measured and little of it is new.
struct Points: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compacts a mesh of many points behind each thousand new ones: time, bytes written, private memory.")

    @Option(help: "How many products.") var products = 20_000
    @Option(help: "Points of each metric: two of three products have three metrics.") var points = 50
    @Option(help: "How many compactions.") var times = 5
    @Argument(help: "The folder; the mesh is made where there is none.") var folder: String

    private static let actor = Actor(user: "bench", ownsMesh: true)

    func run() async throws {
        if unsafe access(folder + "/CURRENT", F_OK) != 0 { try await make() }
        let mesh = try StoreGateway(path: folder, actor: Self.actor) { now() }
        let ids = try mesh.reader().scan(DataProduct.self, under: .under(.product), after: nil, limit: 1000).items
            .map(\.id)
        let read = try milliseconds {
            let reader = try mesh.reader()
            for id in ids {
                for metric in try reader.metrics(of: id) {
                    _ = try reader.points(of: id, metric: metric.name, limit: 5000)
                }
            }
        }.time
        print("all points of 1,000 products            \(column(read))")
        print("private memory of this reader: \(privateDirty(of: getpid())) kB")
        for _ in 0..<times {
            let reports = ids.map { id in
                Change.recordQuality(
                    QualityReport(product: id, metrics: [.init(name: "accuracy", value: "\(Int.random(in: 70...100))")])
                )
            }
            _ = try await mesh.commit(reports, requestID: .random(), agreed: nil)
            let before = Self.written()
            let spent = try await milliseconds { try await mesh.compact() }.time
            let bytes = Self.written() - before
            print("compaction behind 1,000 points          \(column(spent))  \(bytes / 1000) kB written")
        }
        print("most memory: \(peakMemory())")
    }

    private func make() async throws {
        let generated = GeneratedMesh(productCount: products, pointCount: points)
        try StoreGateway.create(path: folder)
        try StoreGateway.load(path: folder, generated.records)
        let mesh = try StoreGateway(path: folder, actor: Self.actor) { now() }
        let before = Self.written()
        let spent = try await milliseconds { try await mesh.compact() }.time
        let bytes = Self.written() - before
        print("first compaction                        \(column(spent))  \(bytes / 1000) kB written")
    }

    /// Bytes that were handed to files, as the kernel counts them.
    private static func written() -> Int {
        guard let file = unsafe fopen("/proc/self/io", "r") else { return 0 }
        defer { unsafe _ = fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
        return lines.first { $0.hasPrefix("wchar") }?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }
}
