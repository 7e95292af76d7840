import ArgumentParser
import Glibc
import MeshModel
import MeshStore

struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Builds a mesh of generated products, asks it and its peers the same questions in one run, and prints the table.",
        discussion: """
            Peers: SQLite (FTS5, WAL), tantivy, DuckDB, LMDB, fzf, ripgrep, as far as they are there.
            What PyPI has of them: python3 -m venv V && V/bin/pip install tantivy duckdb lmdb, then --python V/bin/python.
            """)

    @Option(help: "How many products.") var products = 1_000_000
    @Option(help: "The Python that has the peers.") var python = "python3"
    @Option(help: "A mesh that `generate` made, instead of a new one.") var mesh: String?
    @Flag(help: "Only datamesh.") var alone = false
    @Flag(help: "Only how products stand to twenty rules.") var compliance = false
    @Argument(help: "An empty folder for all that is made.") var folder: String

    func run() async throws {
        let place = mesh ?? folder + "/mesh"
        if mesh == nil {
            let data = GeneratedMesh(productCount: products)
            try StoreGateway.create(path: place)
            let loaded = try milliseconds { try StoreGateway.load(path: place, data.records) }.time
            let gateway = try StoreGateway(path: place, actor: Actor(user: "bench", ownsMesh: true)) { now() }
            let compacted = try await milliseconds { try await gateway.compact() }.time
            print("\(products) products: records \(column(loaded)), snapshot with its index \(column(compacted))")
        }
        let gateway = try StoreGateway(path: place, actor: Actor(user: "bench", ownsMesh: true)) { now() }
        let reader = try gateway.reader()
        let questions = try Questions(reader)
        let own = try await OwnFigures(gateway, questions).all(onlyCompliance: compliance)
        var rows = own.map { (peer: "datamesh", row: $0.row, first: $0.median, second: $0.slowest) }
        if !alone {
            try export(reader, to: folder + "/products.tsv")
            try Shell.write(questions.text, to: folder + "/questions.tsv")
            let script = #filePath.split(separator: "/").dropLast().joined(separator: "/")
            let answers = Shell.output(
                [python, "/\(script)/peers.py", folder + "/products.tsv", folder + "/questions.tsv", folder],
                at: folder + "/peers")
            for line in answers.split(separator: "\n") {
                let words = line.split(separator: "\t").map(String.init)
                guard words.count == 4 else { continue }
                rows.append((words[0], words[1], words[2], words[3]))
            }
        }
        show(rows)
    }

    /// Each question with everybody's answer under it; times beside ours.
    private func show(_ rows: [(peer: String, row: String, first: String, second: String)]) {
        var seen: [String] = []
        for row in rows.map(\.row) where !seen.contains(row) { seen.append(row) }
        print(right("median", 66), right("99th", 10), right("of ours", 9))
        for row in seen {
            print(Questions.title(row))
            let ours = rows.first { $0.row == row && $0.peer == "datamesh" }
            for entry in rows where entry.row == row {
                let ratio = ours.flatMap { ours in
                    Double(entry.first).flatMap { one in Double(ours.first).map { one / $0 } }
                }
                func number(_ text: String) -> String { Double(text).map { hundredths($0) } ?? text }
                print(
                    "    " + entry.peer + String(repeating: " ", count: max(1, 50 - entry.peer.count)),
                    right(number(entry.first), 10), right(number(entry.second), 10),
                    right(ratio.map { hundredths($0) } ?? "", 9))
            }
        }
    }

    /// A product a line: what the peers are filled with.
    private func export(_ reader: any MeshReader, to path: String) throws {
        guard let file = unsafe fopen(path, "w") else { throw ValidationError("\(path) cannot be written") }
        defer { unsafe _ = fclose(file) }
        var after: RecordKey?
        repeat {
            let page = try reader.scan(DataProduct.self, under: .under(.product), after: after, limit: 1000)
            for product in page.items {
                let card = try reader.card(of: product)
                var cells = [
                    card.id.text, card.name, card.tags.joined(separator: " "), card.fields.joined(separator: " "),
                    card.description, card.domains.first?.text ?? "", card.owner, card.status.rawValue,
                    card.quality.map { "\($0)" } ?? "", "\(card.consumers)", "\(card.updated.milliseconds)",
                ]
                cells += try judged(product, reader)
                unsafe _ = fputs(cells.joined(separator: "\t") + "\n", file)
            }
            after = page.next
        } while after != nil
    }
}

/// What rules look at, besides what is searched.
private func judged(_ product: DataProduct, _ reader: any MeshReader) throws -> [String] {
    let metrics = try reader.metrics(of: product.id)
    let contract = try reader.contract(of: product.id, port: product.defaultPort)
    var cells = ["accuracy", "completeness", "timeliness"].map { name in
        Quality.metric(name, in: metrics).map { "\($0.quantity.value)" } ?? ""
    }
    cells.append(product.sla.freshness.map { "\($0.base / 3600)" } ?? "")
    cells += [product.sla.availability, product.sla.quality].map { $0.map { "\($0.value)" } ?? "" }
    return cells + [product.contact, contract?.access?.kind.rawValue ?? ""]
}

/// What everybody is asked.
struct Questions {
    /// Products that somebody knows and types the words of.
    let known: [String]
    /// What stands in the field after each of some keys.
    let keystrokes: [String]
    let substrings = ["ales", "rder", "ustom", "ayment", "oric", "egion", "ment_", "ste", "li", "ring", "7 ", "ivers"]
    let fuzzy = ["pymnt", "ordrs", "cstmr", "invntr", "hstrc", "slr", "rgnl", "snsrs", "frcst", "mskd"]

    init(_ reader: any MeshReader) throws {
        var search = try reader.search(.all, order: ProductOrder(.updated), at: now())
        while search.unseen > 0 { try search.advance(.max) }
        var known: [String] = []
        for number in 0..<30 {
            let place = number * max(1, search.found / 31)
            guard let id = try search.page(place..<place + 1).first, let product = try reader.product(id) else {
                continue
            }
            known.append(product.name.split(separator: " ").prefix(3).joined(separator: " "))
        }
        self.known = known
        var keystrokes: [String] = []
        for (number, text) in known.enumerated() {
            for length in 1...max(1, text.count) where (length + number) % 6 == 0 || length == 1 {
                keystrokes.append(String(text.prefix(length)))
            }
        }
        self.keystrokes = keystrokes
    }

    var text: String {
        let lines =
            known.map { "known\t\($0)" } + keystrokes.map { "keystroke\t\($0)" } + substrings.map { "substring\t\($0)" }
            + fuzzy.map { "fuzzy\t\($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    static func title(_ row: String) -> String {
        switch row {
        case "keystroke": "ranked search: a keystroke to the first 50 (ms)"
        case "substring": "letters anywhere in a name (ms)"
        case "fuzzy": "letters in this order (ms; fzf and ripgrep: whole process)"
        case "slice": "the same, first slice of 262,144 (ms)"
        case "filters": "four conditions with counts (ms)"
        case "page": "50 ids from anywhere in any order (ms)"
        case "lookup": "a product's bytes by its id (µs)"
        case "decode": "the same, and decoded (µs)"
        case "closure": "everything downstream of a product (ms)"
        case "around": "two hops around a product (ms)"
        case "compliance": "twenty rules on every product, by domain (ms)"
        case "changed": "the same rules on one product by its records (µs)"
        case "commit": "a durable change (ms)"
        case "batch": "durable records a second, 1,000 commits of one record in one write"
        case "quality": "known items that stand first; mean reciprocal rank"
        case "build": "building what is searched (ms)"
        default: row
        }
    }
}
