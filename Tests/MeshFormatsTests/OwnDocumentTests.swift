import Documents
import MeshFormats
import MeshModel
import Testing

@Suite struct OwnDocumentTests {
    private static let orders = """
        domains:
          - domain_id: sales
            name: Sales
            owner: sam
            parent: company
          - {domain_id: company, owner: carla}
        products:
          - product_id: orders
            domain: sales
            owner: alice
            description: Daily orders.
            sla: {availability: 99.9, freshness: 24h, quality: 95, response: 2 days}
            metadata: {format: parquet}
            tags: [pii]
            inputs: [external:crm.raw, leads]
            version: "1.0"
            schema:
              fields:
                - {name: id, type: string}
            access_policy: {type: role-based, roles: [analyst]}
            metrics: {completeness: 98.5, row_count: 1500000}
          - product_id: leads
            domain_id: marketing
            schema: {email: text, at: date}
        """

    private func read(_ text: String, _ name: String = "mesh.yaml") throws -> Import {
        try ImportReader().read(Array(text.utf8), file: name)
    }

    @Test func `a document of products and domains says what people write`() throws {
        let imported = try read(Self.orders)
        #expect(imported.format == .mesh)
        #expect(imported.counts == [.init(2, "products"), .init(3, "domains")])
        let mesh = ImportedMesh()
        #expect(try mesh.commit(imported.changes).consequences.tally == .init(created: 2))
        #expect(try !mesh.commit(imported.changes).changed)
        #expect(
            try mesh.domains().map { "\($0.id) \($0.owner) \($0.parent?.text ?? "-")" }
                == ["company carla -", "marketing  -", "sales sam company"])

        let orders = try #require(try mesh.product("orders"))
        #expect(orders.owner == "alice")
        #expect(orders.sla.others == ["response": "2 days"])
        #expect(orders.sla.freshness == Quantity(24, .hours))
        #expect(orders.access == AccessTerms(kind: .roleBased, roles: ["analyst"]))
        #expect(try orders.inputs == [.external("crm.raw"), .product(#require(DataProduct.ID("leads")))])
        #expect(try mesh.metrics("orders") == ["completeness": 98.5, "row_count": 1_500_000])
        let contract = try #require(try mesh.contracts("orders").first)
        #expect(contract.version.written == "1.0")
        #expect(contract.schema == [SchemaObject(name: "orders", fields: [SchemaField(name: "id", type: "string")])])
        let fields = [SchemaField(name: "email", type: "text"), SchemaField(name: "at", type: "date")]
        #expect(try mesh.contracts("leads").first?.schema == [SchemaObject(name: "leads", fields: fields)])
    }

    @Test(arguments: [
        (
            "product_id: a\ndomain: d\nowners: x",
            "line 3, column 1: owners unknown field; the fields here are name, domain, owner, contact, description, sla, metadata, tags, classification, alignment, inputs, ports, collection, access_policy"
        ),
        (
            "product_id: a\ndomain: D",
            "line 2, column 1: domain expected a name of small letters, digits, '.', '_' and '-', such as sales_orders, found 'D'"
        ),
        (
            "product_id: A b\ndomain: d",
            "line 1, column 13: product_id is \"A b\", where a name of small letters, digits, '.', '_' and '-', such as sales_orders is expected"
        ),
        ("product_id: a", "line 1, column 1: domain is missing; state it, or name one for all"),
        (
            "product_id: a\ndomain: d\nschema:\n  - {name: x, type: y, typ: z}",
            "line 4, column 24: schema[0].fields[0].typ unknown field; the fields here are name, type, description, required, unique, primary_key, pii, tags, fields, constraints, quality, primary_key_position"
        ),
        (
            "product_id: a\ndomain: d\nmetrics: {completeness: 101}",
            "line 3, column 25: metrics[\"completeness\"] is not valid: metric 'completeness' '101': is not a share between 0 and 100 percent"
        ),
        (
            "product_id: a\ndomain: d\nversion: x",
            "line 1, column 1:  is not valid: version 'x': cannot be read; expected a version such as 1.2.0"
        ),
        (
            "product_id: a\ndomain: d\nowner: a b",
            "line 1, column 1:  is not valid: owner 'a b': is not the name of a user or an @group"
        ),
        (
            "domains: []\nproducts: [{product_id: a, domain: d}]\npolicies: []",
            "line 3, column 1: policies is nothing that is imported; the keys here are products and domains, each a list"
        ),
        (
            "- {product_id: a, domain: d}\n- {product_id: a, domain: d}",
            "line 2, column 3: [1] is the product \"a\" again; first at line 1, column 3"
        ),
    ])
    func `a field that does not fit is named with its place`(_ text: String, _ sentence: String) throws {
        let error = #expect(throws: FormatError.self) { try read(text) }
        guard case .invalid(.mesh, _, let problems, 1, 1, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problems.map(\.description) == ["mesh.yaml, \(sentence.replacing(":  ", with: ": "))"])
    }

    @Test func `lines are read in pieces, and a bad one costs itself only`() throws {
        let text = """
            {"product_id": "a", "domain": "d", "owner": "ann", "inputs": ["b"], "metrics": {"row_count": 3}}

            {"product_id": "b", "domain": "d", "schema": [{"name": "id", "type": "int"}]}
            {"product_id": "c"
            {"product_id": "a", "domain": "d"}
            [1]
            """
        // One byte at a time: no line stands whole in any piece.
        func file() -> ImportFile {
            var rest = Array(text.utf8)[...]
            return ImportFile(name: "p.jsonl") { rest.popFirst().map { [$0] } }
        }
        let error = #expect(throws: FormatError.self) { try ImportReader().read([file()]) }
        let problems = [
            "p.jsonl, line 4, column 19: the text ends inside a map that began at line 4, column 1; is it cut off?",
            "p.jsonl, line 5, column 1: is the product \"a\" again; first at line 1, column 1",
            "p.jsonl, line 6, column 1: is a list, where a map is expected",
        ]
        #expect(
            error?.description
                == (["p.jsonl is JSON lines of products, but 3 of its 5 records are not valid; nothing was imported"]
                + problems)
                .joined(separator: "\n  "))

        var options = ImportOptions()
        options.skipInvalid = true
        let imported = try #require(try ImportReader(options: options).read([file()]).first)
        #expect(imported.format == .jsonl)
        #expect(imported.doubts.skipped.map(\.description) == problems)
        let mesh = ImportedMesh()
        #expect(try mesh.commit(imported.changes).consequences.tally == .init(created: 2))
        #expect(try !mesh.commit(imported.changes).changed)
        #expect(try mesh.product("a")?.inputs.map(\.description) == ["b"])
    }

    @Test func `a value that does not fit its noun is named with its place`() throws {
        let node = try document("product_id: a\nfacts:\n  tags:\n    - x\n    - [y]", named: "p.yaml").root
        let misfit = #expect(throws: EntityReader.Misfit.self) { try EntityReader.value(ProductDraft.self, of: node) }
        #expect(
            misfit
                == EntityReader.Misfit(
                    position: Position(line: 5, column: 7), location: "facts.tags[1]",
                    reason: "expected text, found a list"))
    }
}
