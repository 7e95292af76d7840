import MeshModel
import MeshStore

/// What datamesh answers to the questions, and how long it takes.
struct OwnFigures {
    struct Figure {
        var row: String
        /// Median and 99th percentile, or what else the row is about.
        var median: String
        var slowest: String
    }

    private let gateway: StoreGateway
    private let questions: Questions
    let reader: any MeshReader

    init(_ gateway: StoreGateway, _ questions: Questions) throws {
        self.gateway = gateway
        self.questions = questions
        reader = try gateway.reader()
    }

    func all(onlyCompliance: Bool = false) async throws -> [Figure] {
        if onlyCompliance { return try compliance() }
        var figures = [
            try figure("keystroke", questions.keystrokes) { _ = try found($0) },
            try figure("substring", questions.substrings) { text in _ = try found("*" + text) },
            try figure("fuzzy", questions.fuzzy) { text in _ = try found("~" + text) },
            try figure("slice", questions.fuzzy) { text in
                var search = try reader.search(
                    ProductQuery(parsing: "~" + text), order: ProductOrder(.relevance), at: now())
                try search.advance(1 << 18)
                _ = try search.page(0..<50)
            },
            try figure("filters", (0..<30).map { "domain:d\($0 % 9 + 1) owner:alice quality<95 consumers>1" }) { text in
                _ = try found(text, counting: true)
            },
            try pages(), try quality(),
        ]
        figures += try lookups()
        figures += try lineage()
        figures += try compliance()
        figures += try await commits()
        return figures
    }

    private func found(_ text: String, counting: Bool = false) throws -> [DataProduct.ID] {
        var search = try reader.search(ProductQuery(parsing: text), order: ProductOrder(.relevance), at: now())
        while search.unseen > 0 { try search.advance(1 << 18) }
        if counting { _ = try search.facets() }
        return try search.page(0..<50)
    }

    private func figure(_ row: String, _ texts: [String], _ work: (String) throws -> Void) throws -> Figure {
        var samples = Samples()
        for text in texts { try work(text) }
        for _ in 0..<3 { for text in texts { samples.add(try milliseconds { try work(text) }.time) } }
        return figure(row, samples)
    }

    func figure(_ row: String, _ samples: Samples, times scale: Double = 1) -> Figure {
        Figure(row: row, median: "\(samples.part(0.5) * scale)", slowest: "\(samples.part(0.99) * scale)")
    }

    private func pages() throws -> Figure {
        var samples = Samples()
        for key in ProductOrder.Key.allCases {
            for descending in [false, true] {
                let order = ProductOrder(key, descending: descending)
                var search = try reader.search(.all, order: order, at: now())
                while search.unseen > 0 { try search.advance(.max) }
                for part in 0..<10 {
                    let place = search.found / 10 * part
                    samples.add(try milliseconds { _ = try search.page(place..<place + 50) }.time)
                }
            }
        }
        return figure("page", samples)
    }

    private func quality() throws -> Figure {
        var (first, sum) = (0, 0.0)
        for text in questions.known {
            let wanted = text.split(separator: " ")
            for (place, id) in try found(text).enumerated() {
                guard let name = try reader.product(id)?.name, name.split(separator: " ").prefix(3) == wanted[...]
                else { continue }
                if place == 0 { first += 1 }
                sum += 1 / Double(place + 1)
                break
            }
        }
        return Figure(
            row: "quality", median: "\(first) of \(questions.known.count)",
            slowest: hundredths(sum / Double(max(1, questions.known.count))))
    }

    private func lookups() throws -> [Figure] {
        var search = try reader.search(.all, order: ProductOrder(.updated), at: now())
        while search.unseen > 0 { try search.advance(.max) }
        let ids = try stride(from: 0, to: search.found, by: max(1, search.found / 2000)).flatMap { place in
            try search.page(place..<place + 1)
        }
        var (plain, decoded) = (Samples(), Samples())
        for round in 0..<2 {
            for id in ids {
                let found = try milliseconds { try reader.find(Nothing.self, DataProduct.key(id)) }.time
                let whole = try milliseconds { try reader.product(id) }.time
                if round > 0 {
                    plain.add(found)
                    decoded.add(whole)
                }
            }
        }
        return [figure("lookup", plain, times: 1000), figure("decode", decoded, times: 1000)]
    }

    /// A record of which nothing is read.
    private struct Nothing: MeshRecord {
        static var kind: RecordKind { .product }
        var key: RecordKey { .under(.product) }
        mutating func visit<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {}
    }

    private func lineage() throws -> [Figure] {
        var search = try reader.search(.all, order: ProductOrder(.relevance), at: now())
        while search.unseen > 0 { try search.advance(.max) }
        let ids = try stride(from: 0, to: search.found, by: max(1, search.found / 100)).flatMap { place in
            try search.page(place..<place + 1)
        }
        // The first ones are what most is made from: the work that a closure may be at worst.
        let largest = try (0..<20).compactMap { try found("'\($0)").first }
        return [
            try figure("closure", largest.map(\.text)) { text in
                if let id = DataProduct.ID(text) { _ = try reader.reach(of: id, .downstream, limit: .max) }
            },
            try figure("around", ids.map(\.text)) { text in
                if let id = DataProduct.ID(text) { _ = try reader.lineage(around: id, up: 2, down: 2, limit: 300) }
            },
        ]
    }

    private func commits() async throws -> [Figure] {
        let id = try reader.scan(DataProduct.self, under: .under(.product), after: nil, limit: 1).items[0].id
        func change(_ number: Int) -> Change {
            var facts = ProductFacts()
            facts.description = "changed \(number) at \(now())"
            return .editProduct(ProductEdit(id: id, facts: facts))
        }
        var single = Samples()
        for number in 0..<500 {
            single.add(
                try await milliseconds {
                    _ = try await gateway.commit([change(number)], requestID: .random(), agreed: nil)
                }.time)
        }
        let batches = try BatchOfRecords.measure(gateway.path, batches: 50)
        return [
            figure("commit", single),
            Figure(
                row: "batch", median: "\(Int(batches.rate * Double(BatchOfRecords.size)))",
                slowest: "\(Int(Double(BatchOfRecords.size) / batches.part(0.99) * 1000))"),
        ]
    }
}
