import MeshFormats
import MeshModel
import Testing

/// Lines brought in by parts come to the same mesh as all of them at once.
struct LongImportTests {
    /// One line a product: what it takes from stands before or behind it, in the text or outside of it.
    private struct Text {
        var products: [(id: String, inputs: [String], aliases: [String], owner: String)] = []

        /// No circle: a product takes from those of lower rank only, and ranks have nothing to do with places.
        init(_ dice: inout Dice, count: Int) {
            let ranks = Array(0..<count).shuffled(using: &dice)
            for rank in ranks {
                let inputs = (0..<Int.random(in: 0...3, using: &dice)).compactMap { _ -> String? in
                    guard rank > 0 else { return nil }
                    let input = Int.random(in: 0..<rank, using: &dice)
                    return [true, false].randomElement(using: &dice) == true ? "p\(input)" : "name \(input)"
                }
                let outside = Int.random(in: 0..<6, using: &dice) == 0 ? ["elsewhere \(rank % 3)"] : []
                // Some names are borne by two: they mean the first.
                let shared = Int.random(in: 0..<5, using: &dice) == 0 ? ["shared \(rank % 2)"] : []
                products.append(("p\(rank)", inputs + outside, ["name \(rank)"] + shared, "o\(rank % 4)"))
            }
        }

        var lines: [String] {
            products.map { product in
                func list(_ texts: [String]) -> String { "[\(texts.map { "\"\($0)\"" }.joined(separator: ", "))]" }
                return "{\"product_id\": \"\(product.id)\", \"domain\": \"d\(product.id.count)\", "
                    + "\"owner\": \"\(product.owner)\", \"inputs\": \(list(product.inputs)), "
                    + "\"aliases\": \(list(product.aliases)), \"schema\": [{\"name\": \"\(product.owner)\", \"type\": \"int\"}]}"
            }
        }
    }

    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static func text(_ lines: [String]) -> LongText {
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        // A few bytes at a time: no line stands whole in a piece, and the last piece is short.
        return LongText(name: "p.jsonl") { offset, count in
            Array(bytes[min(offset, bytes.count)..<min(offset + (count > 4096 ? 77 : count), bytes.count)])
        }
    }

    private static func bring(_ lines: [String], into mesh: ImportedMesh, by size: Int) throws -> Consequences.Tally {
        let whole = try LongImport(text(lines), options: ImportOptions()) { _ in }
        let before = try mesh.products().filter { $0.source == whole.source }
        var tally = Consequences.Tally()
        func commit(_ changes: [Change]) throws {
            tally += try mesh.commit(changes).consequences.tally
        }
        try commit(whole.domains.map(Change.importDomain))
        for start in stride(from: 0, to: whole.count, by: size) {
            try commit(whole.products(start..<min(start + size, whole.count)).map(Change.importProduct))
        }
        let missing = before.filter { !whole.names($0.sourceID) }.map(\.id)
        try commit([.concludeImport(ImportConclusion(source: whole.source, missing: missing))])
        return tally
    }

    private static func bringAtOnce(_ lines: [String], into mesh: ImportedMesh) throws -> Consequences.Tally {
        let bytes = Array(lines.joined(separator: "\n").utf8)
        return try mesh.commit(ImportReader().read(bytes, file: "p.jsonl").changes).consequences.tally
    }

    private static func contents(_ mesh: ImportedMesh) throws -> [String] {
        let products = try mesh.products()
        let contracts = try products.flatMap { try mesh.contracts($0.id.text) }
        return products.map { "\($0)" } + contracts.map { "\($0)" } + (try mesh.domains().map { "\($0)" })
    }

    @Test(arguments: 1...24)
    func `parts come to what all at once comes to, the second time as well`(_ seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 77)
        let (parts, whole) = (ImportedMesh(), ImportedMesh())
        var text = Text(&dice, count: Int.random(in: 1...40, using: &dice))
        for edition in 0..<3 {
            let size = Int.random(in: 1...9, using: &dice)
            let tally = try Self.bring(text.lines, into: parts, by: size)
            #expect(tally == (try Self.bringAtOnce(text.lines, into: whole)), "edition \(edition)")
            #expect(try Self.contents(parts) == Self.contents(whole), "edition \(edition)")
            // Some go, some change, and the text is in another order.
            text.products.removeAll { _ in Int.random(in: 0..<6, using: &dice) == 0 }
            for place in text.products.indices where Int.random(in: 0..<4, using: &dice) == 0 {
                text.products[place].owner = "o\(edition + 5)"
                text.products[place].inputs.removeAll()
            }
            text.products.shuffle(using: &dice)
            if text.products.isEmpty { break }
        }
    }

    @Test func `what is not valid anywhere is refused before anything is written`() {
        let lines = [
            #"{"product_id": "a", "domain": "d"}"#, #"{"product_id": "b"}"#, "{",
            #"{"product_id": "a", "domain": "d"}"#,
        ]
        let error = #expect(throws: FormatError.self) {
            try LongImport(Self.text(lines), options: ImportOptions()) { _ in }
        }
        #expect(error?.description.contains("3 of its 4 records are not valid; nothing was imported") ?? false)
        var options = ImportOptions()
        options.skipInvalid = true
        let rest = try? LongImport(Self.text(lines), options: options) { _ in }
        #expect(rest?.doubts.skipped.count == 3)
        #expect((try? rest?.products(0..<1))?.map(\.sourceID) == ["a"])
    }

    @Test func `of ever so many that are left out some are told and all are counted`() throws {
        let lines = [#"{"product_id": "a", "domain": "d"}"#] + (0..<12_000).map { _ in "{" }
        var options = ImportOptions()
        options.skipInvalid = true
        let long = try LongImport(Self.text(lines), options: options) { _ in }
        #expect(long.count == 1 && long.doubts.leftOut == 12_000)
        #expect(long.doubts.skipped.count == 10_001)
        #expect(long.doubts.skipped.last?.reason == "and 2000 more like these")
    }

    @Test func `a circle is refused by its names`() {
        func line(_ id: String, _ input: String) -> String {
            #"{"product_id": "\#(id)", "domain": "d", "inputs": ["\#(input)"]}"#
        }
        let error = #expect(throws: FormatError.self) {
            try LongImport(
                Self.text([line("x", "a"), line("a", "b"), line("b", "c"), line("c", "a")]), options: ImportOptions()
            ) { _ in }
        }
        #expect(
            error?.description
                == #"p.jsonl: has a circle of inputs: "a" ← "b" ← "c"; nothing was imported"#)
    }

    @Test func `a text that changes between two readings is noticed`() throws {
        let first = Array(#"{"product_id": "a", "domain": "d"}"#.utf8)
        let other = Array(#"{"product_id": "b", "domain": "d"}"#.utf8)
        let text = LongText(name: "p.jsonl") { offset, count in
            Array((count == first.count ? other : first)[min(offset, first.count)..<min(offset + count, first.count)])
        }
        let whole = try LongImport(text, options: ImportOptions()) { _ in }
        let error = #expect(throws: FormatError.self) { try whole.products(0..<1) }
        #expect(error?.description == "p.jsonl cannot be read: it changed meanwhile; import it again")
    }
}
