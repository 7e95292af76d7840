import MeshModel
import Testing

struct ImportTests {
    func imported(_ id: DataProduct.ID, description: String = "From the source", inputs: [String]? = nil)
        -> ImportedProduct
    {
        var product = ImportedProduct()
        product.source = "test:catalogue"
        product.sourceID = "SRC-\(id)"
        product.proposed = id
        product.facts.domain = "sales"
        product.facts.name = "The \(id)"
        product.facts.description = description
        product.inputAliases = inputs
        product.schema = [SchemaObject(name: id.text, fields: [SchemaField(name: "id", type: "string")])]
        product.metrics = [.init(name: "completeness", value: "98.5")]
        product.carried = #"{"license":"CC0"}"#
        return product
    }

    func batch(_ products: ImportedProduct...) -> [Change] {
        products.map { .importProduct($0) } + [.concludeImport(ImportConclusion(source: "test:catalogue"))]
    }

    @Test func `importing again changes nothing and commits nothing`() throws {
        let example = try Example()
        let changes = batch(imported("a"), imported("b", inputs: ["SRC-a", "crm.raw"]))
        let first = try example.mesh.commit(changes, by: Example.owner)
        #expect(first.consequences.tally.created == 2)
        let b = try #require(try example.reader().product("b"))
        #expect(b.inputs == [.product("a"), .external("crm.raw")])
        #expect(b.status == .published && b.owner.isEmpty)

        let second = try example.mesh.commit(changes, by: Example.owner)
        #expect(!second.changed)
        #expect(second.revision == first.revision)
        #expect(second.consequences.tally.unchanged == 2)
    }

    @Test func `an input may be named before the product that bears the name`() throws {
        let example = try Example()
        try example.mesh.commit(batch(imported("b", inputs: ["SRC-a"]), imported("a")), by: Example.owner)
        #expect(try example.reader().product("b")?.inputs == [.product("a")])
    }

    @Test func `what a person edited stands, and the difference is listed`() throws {
        let example = try Example()
        try example.mesh.commit(batch(imported("a")), by: Example.owner)
        var facts = ProductFacts()
        facts.description = "Ours"
        try example.mesh.commit([.editProduct(ProductEdit(id: "a", facts: facts))], by: Example.alice)

        var changed = imported("a", description: "Theirs")
        changed.facts.name = "A new name"
        let receipt = try example.mesh.commit(batch(changed), by: Example.owner)
        let product = try #require(try example.reader().product("a"))
        #expect(product.description == "Ours")
        #expect(product.name == "A new name")
        #expect(receipt.consequences.tally.kept == 1 && receipt.consequences.tally.updated == 1)
        #expect(
            receipt.consequences.items.map(\.text) == [
                "keeps the edited description 'Ours'; test:catalogue says 'Theirs'", "name changed",
            ])
    }

    @Test func `what vanished is missing, and comes back`() throws {
        let example = try Example()
        try example.mesh.commit(batch(imported("a"), imported("b")), by: Example.owner)
        let receipt = try example.mesh.commit(batch(imported("a")), by: Example.owner)
        #expect(receipt.consequences.tally.missing == 1)
        #expect(try example.reader().product("b")?.missing == Example.now)
        #expect(try !example.mesh.commit(batch(imported("a")), by: Example.owner).changed)
        try example.mesh.commit(batch(imported("a"), imported("b")), by: Example.owner)
        #expect(try example.reader().product("b")?.missing == nil)
    }

    @Test func `a changed schema is the next minor version`() throws {
        let example = try Example()
        try example.mesh.commit(batch(imported("a")), by: Example.owner)
        var changed = imported("a")
        changed.schema[0].fields.append(SchemaField(name: "amount", type: "decimal"))
        try example.mesh.commit(batch(changed), by: Example.owner)
        #expect(try example.reader().contracts(of: "a").map(\.version.canonical) == ["1.0.0", "1.1.0"])
    }

    func other(_ edit: (inout ImportedProduct) -> Void) -> ImportedProduct {
        var other = imported("other")
        other.source = "test:elsewhere"
        edit(&other)
        return other
    }

    @Test func `two sources that use one universal name make one product`() throws {
        let example = try Example()
        var first = imported("a")
        first.aliases = ["urn:li:dataset:a"]
        try example.mesh.commit(batch(first), by: Example.owner)
        let second = other {
            $0.sourceID = "warehouse.public.a"
            $0.aliases = ["urn:li:dataset:a"]
        }
        try example.mesh.commit([.importProduct(second)], by: Example.owner)
        #expect(try example.reader().product("other") == nil)
        #expect(try example.reader().product(named: "warehouse.public.a")?.id == "a")
    }

    /// Two agencies that both number their data sets from 1 once overwrote each other's.
    @Test func `a number that two sources use names two products, import after import`() throws {
        let example = try Example()
        var first = imported("a")
        first.sourceID = "1"
        let second = other { $0.sourceID = "1" }
        for _ in 0..<2 {
            try example.mesh.commit(batch(first), by: Example.owner)
            try example.mesh.commit([.importProduct(second)], by: Example.owner)
        }
        #expect(
            try example.reader().all(DataProduct.self, under: .under(.product)).map(\.id) == [
                "a", "ideas", "orders", "other", "prices",
            ])
    }

    @Test func `a catalogue whose file was renamed finds its products again`() throws {
        let example = try Example()
        try example.mesh.commit(batch(imported("a")), by: Example.owner)
        var renamed = imported("a")
        renamed.source = "test:catalogue-2026"
        let receipt = try example.mesh.commit([.importProduct(renamed)], by: Example.owner)
        #expect(receipt.consequences.tally.created == 0)
        #expect(try example.reader().product("a")?.source == "test:catalogue-2026")
    }

    @Test func `a taken id gets a number`() throws {
        let example = try Example()
        var second = imported("a")
        second.sourceID = "SRC-elsewhere"
        try example.mesh.commit(batch(imported("a"), second), by: Example.owner)
        #expect(try example.reader().product(named: "SRC-elsewhere")?.id == "a-2")
    }

    @Test func `a circle in the file is refused`() throws {
        let example = try Example()
        let sentence = example.refusal(batch(imported("a", inputs: ["SRC-b"]), imported("b", inputs: ["SRC-a"])))
        #expect(sentence?.hasPrefix("this would make a circle: ") == true)
        #expect(try example.reader().product("a") == nil)
    }
}
