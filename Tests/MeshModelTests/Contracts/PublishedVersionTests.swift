import MeshModel
import Testing

/// Publishing compares with the last version, and refuses one that says too little.
struct PublishedVersionTests {
    let example: Example

    init() throws {
        example = try Example()
        try example.mesh.commit(
            [Self.publication("orders", "1.1", ["id", "email"]), Example.request("orders", "board")], by: Example.owner)
    }

    static func publication(_ product: DataProduct.ID, _ version: String, _ fields: [String]) -> Change {
        let fields = fields.map { SchemaField(name: $0, type: "string") }
        return .publish(
            Publication(product: product, version: version, schema: [SchemaObject(name: product.text, fields: fields)]))
    }

    @Test func `a version too low names every breaking change and every subscriber`() throws {
        for version in ["1.1.1", "1.2", "1.99.0"] {
            #expect(
                example.refusal([Self.publication("orders", version, ["key"])])
                    == "version '\(version)' is too low after 1.1: orders.id is removed; orders.email is removed; this hits board; publish it as 2.0.0"
            )
        }
        #expect(try example.reader().contracts(of: "orders").map(\.version.written) == ["1.0", "1.1"])
    }

    @Test func `a product that nobody reads is told the changes alone`() {
        #expect(
            example.refusal([Self.publication("prices", "1.1", ["key"])])
                == "version '1.1' is too low after 1.0: prices.id is removed; publish it as 2.0.0")
    }

    @Test func `an addition needs a minor version, no change at all any`() throws {
        let more = ["id", "email", "name"]
        #expect(
            example.refusal([Self.publication("orders", "1.1.1", more)])
                == "version '1.1.1' is too low after 1.1: orders.name is added; this hits board; publish it as 1.2.0")
        #expect(example.refusal([Self.publication("orders", "1.1.1", ["id", "email"])]) == nil)
        #expect(example.refusal([Self.publication("orders", "1.2", more)]) == nil)
    }

    @Test func `the consequences name each difference before it is published`() throws {
        let receipt = try example.mesh.commit([Self.publication("orders", "2.0", ["id", "name"])], by: Example.owner)
        #expect(
            receipt.consequences.items.filter { $0.text.hasPrefix("breaks") || $0.text.hasPrefix("orders.") } == [
                Consequence(.warning, "product orders", "breaks: orders.email is removed"),
                Consequence(.note, "product orders", "orders.name is added"),
            ])
    }

    /// A pre-release promises nothing: what follows it is compared with the last release.
    @Test func `a pre-release is no way around`() {
        #expect(example.refusal([Self.publication("orders", "2.0.0-rc.1", ["key"])]) == nil)
        #expect(example.refusal([Self.publication("orders", "2.0.0-rc.2", ["id"])]) == nil)
        #expect(example.refusal([Self.publication("orders", "2.0.0", ["key"])]) == nil)
        #expect(example.refusal([Self.publication("prices", "1.1.0-rc.1", ["key"])]) != nil)
    }

    @Test func `the promises at the time of publishing are part of the version`() throws {
        var facts = ProductFacts()
        facts.sla = SLA(availability: Quantity(99))
        try example.mesh.commit([.editProduct(ProductEdit(id: "prices", facts: facts))], by: Example.owner)
        let published = try example.mesh.commit([Self.publication("prices", "1.1", ["id"])], by: Example.owner)
        #expect(published.consequences.items.contains { $0.text == "sla.availability is promised: 99" })
        facts.sla = SLA(availability: Quantity(98))
        try example.mesh.commit([.editProduct(ProductEdit(id: "prices", facts: facts))], by: Example.owner)
        let worse = try example.mesh.commit([Self.publication("prices", "1.2", ["id"])], by: Example.owner)
        #expect(worse.consequences.items.contains { $0.text == "sla.availability is promised worse: 99 becomes 98" })
    }
}
