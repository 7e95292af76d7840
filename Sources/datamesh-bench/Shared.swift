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

    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private func hundredths(_ ratio: Double) -> String {
        let number = Int((ratio * 100).rounded())
        return "\(number / 100).\(number / 10 % 10)\(number % 10)"
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

/// How long each of many took, in milliseconds.
private struct Samples {
    private var times: [Double] = []
    private(set) var total = 0.0

    var count: Int { times.count }
    var rate: Double { Double(count) / total * 1000 }

    mutating func add(_ time: Double) {
        times.append(time)
        total += time
    }

    func part(_ share: Double) -> Double { times.sorted()[min(count - 1, Int(Double(count) * share))] }
}

/// A file that grows by the same bytes and is synced each time: what the disk can do at most. Removed with this value.
private final class RawFile {
    private let path: String
    private let number: Int32
    private let bytes: [UInt8]
    private var end = 0

    init(_ path: String, size: Int) throws {
        self.path = path
        number = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600 as mode_t)
        bytes = (0..<max(1, size)).map { _ in UInt8.random(in: 0...255) }
        guard number >= 0 else { throw ValidationError("no file can be made at \(path)") }
    }

    deinit {
        close(number)
        unsafe _ = unlink(path)
    }

    func append() throws {
        let written = unsafe bytes.withUnsafeBytes { unsafe pwrite(number, $0.baseAddress, $0.count, off_t(end)) }
        guard written == bytes.count, fdatasync(number) == 0 else { throw ValidationError("the disk refused \(path)") }
        end += written
    }
}
