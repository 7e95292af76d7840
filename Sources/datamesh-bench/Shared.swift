import ArgumentParser
import Glibc
import MeshModel
import MeshStore

struct Shared: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Changes a mesh that `generate` made as its daemon does, beside raw writes of the same bytes.")

    @Option(help: "Seconds for each row.") var seconds = 3.0
    @Argument(help: "The folder.") var folder: String

    func run() throws {
        let store = try SharedStore(path: folder) { now() }
        let products = try store.reader().scan(DataProduct.self, under: .under(.product), after: nil, limit: 5000)
            .items.map(\.id)
        guard !products.isEmpty else { throw ValidationError("there are no products in \(folder)") }
        let desk = Desk(products: products)
        let actor = desk.actor
        let planned = try milliseconds {
            for number in 0..<1000 { _ = try store.preview([desk.change(number)], by: actor).get() }
        }
        print("planning one change                     \(Int(planned.time)) µs")
        print("requests    changes/s    raw syncs of the same bytes, changes/s    ratio    median    99th")
        for batch in [1, 10, 100] {
            let before = store.figures
            let ours = try measure { number in
                let answers = try store.commit((0..<batch).map { desk.request(number * batch + $0) })
                for answer in answers { _ = try answer.get() }
            }
            let size = Int(store.figures.journalBytes - before.journalBytes) / ours.count
            let raw = try RawFile(folder + "/../datamesh-bench.raw", size: size)
            let theirs = try measure { _ in try raw.append() }
            let rates = (ours.rate * Double(batch), theirs.rate * Double(batch))
            print(
                right("\(batch)", 8), right("\(Int(rates.0))", 12), right("\(Int(rates.1))", 41),
                right(hundredths(rates.0 / rates.1), 8), right("\(Int(ours.part(0.5) * 1000)) µs", 9),
                right("\(Int(ours.part(0.99) * 1000)) µs", 9))
        }
        let made = try milliseconds { try SharedStore.writeSnapshot(path: folder) }
        for number in 0..<100 { _ = try store.commit([desk.request(number)])[0].get() }
        let adopted = try milliseconds { try store.adoptSnapshot() }
        print("snapshot written beside                 \(column(made.time))")
        print("and taken over, 100 commits behind it   \(column(adopted.time))")
    }

    private func measure(_ body: (Int) throws -> Void) throws -> Samples {
        var samples = Samples()
        while samples.total < seconds * 1000 {
            samples.add(try milliseconds { try body(samples.count) }.time)
        }
        return samples
    }
}

/// Who changes what: each change differs from the one before it of the same product.
private struct Desk {
    let products: [DataProduct.ID]
    let actor = Actor(user: "bench", ownsMesh: true, origin: Origin(uid: 1000, pid: 1, host: "here"))

    func change(_ number: Int) -> Change {
        var facts = ProductFacts()
        facts.description = "changed for the \(number)th time at \(now().milliseconds)"
        return .editProduct(ProductEdit(id: products[number % products.count], facts: facts))
    }

    func request(_ number: Int) -> ChangeRequest {
        ChangeRequest(changes: [change(number)], requestID: .random(), agreed: nil, actor: actor)
    }
}
