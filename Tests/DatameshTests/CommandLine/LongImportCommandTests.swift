import Testing

/// `datamesh import` of lines that are too many for one batch.
struct LongImportCommandTests {
    private static let count = 42

    /// Each takes its data from the one behind it, which a later part would bring.
    private static func lines(_ change: (Int) -> String? = { _ in "" }) -> String {
        var text = ""
        for number in 0..<count {
            guard let more = change(number) else { continue }
            let inputs = number + 1 < count ? #"["p\#(number + 1)"]"# : "[]"
            text += #"{"product_id": "p\#(number)", "domain": "d\#(number % 3)", "inputs": \#(inputs), "#
            text += #""description": "Data \#(number)"\#(more)}"# + "\n"
        }
        return text
    }

    @Test func `many products come by parts, and the same again changes nothing`() throws {
        let program = try Program()
        try program.prepare("init")
        try program.scratch.write(Self.lines(), to: "p.jsonl")
        let page = """
            $ import SCRATCH/p.jsonl --part 5 --dry-run
            jsonl:p: JSON lines of products, 42 products, 3 domains
            would be: 42 new, 0 changed, 0 as before, 0 missing, 0 edits kept
            $ domain list --plain
            no domain yet; 'datamesh domain register' makes one
            $ import SCRATCH/p.jsonl --part 5
            jsonl:p: JSON lines of products, 42 products, 3 domains
            42 new, 0 changed, 0 as before, 0 missing, 0 edits kept
            $ import SCRATCH/p.jsonl --part 5
            jsonl:p: JSON lines of products, 42 products, 3 domains
            0 new, 0 changed, 42 as before, 0 missing, 0 edits kept
            nothing was written: the mesh says the same already

            """
        let found = try program.replay(page)
        #expect(found == page)
        #expect(try program.run("product", "show", "p30", "--plain").output.contains("p31"))
    }

    @Test func `what is gone is missing, and what is not valid changes nothing`() throws {
        let program = try Program()
        try program.prepare("init")
        try program.scratch.write(Self.lines(), to: "p.jsonl")
        try program.prepare("import SCRATCH/p.jsonl --part 5")
        try program.scratch.write(Self.lines { $0 == 7 ? nil : $0 == 8 ? #", "owner": "ann""# : "" }, to: "p.jsonl")
        let second = try program.run("import", program.scratch.path + "/p.jsonl", "--part", "5", "--json")
        for figure in [#""created": 0"#, #""updated": 1"#, #""unchanged": 40"#, #""missing": 1"#] {
            #expect(second.output.contains(figure), "\(figure): \(second.output)")
        }
        let bad = Self.lines { $0 == 9 ? #", "tags": 3"# : $0 == 41 ? #", "owner": "bob""# : "" }
        try program.scratch.write(bad, to: "p.jsonl")
        let third = try program.run("import", program.scratch.path + "/p.jsonl", "--part", "5")
        #expect(
            third.status == 3 && third.errors.contains("1 of its 42 records is not valid; nothing was imported"),
            "\(third)")
        #expect(try !program.run("product", "show", "p41").output.contains("bob"))
    }
}
