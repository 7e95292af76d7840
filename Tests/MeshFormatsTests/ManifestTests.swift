import Documents
import MeshFormats
import MeshModel
import Testing

/// A project of one of each: what is odd or wrong in a test is changed in it.
private let shop = """
    {
      "metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "project_name": "shop", "adapter_type": "snowflake"},
      "nodes": {
        "model.shop.orders.v2": {
          "resource_type": "model", "name": "orders", "version": 2, "latest_version": 3, "alias": "orders_v2", "group": "finance",
          "package_name": "shop", "access": "private", "description": "One line an order.", "tags": ["pii", "daily"],
          "deprecation_date": "2027-01-01", "relation_name": "DB.MARTS.ORDERS_V2", "created_at": 1786086691.0636272,
          "config": {"materialized": "incremental", "rows": 1.50, "empty": {}}, "meta": {"owner": "Fin", "tier": 1, "more": {"a": 1}},
          "contract": {"enforced": true}, "primary_key": ["id"],
          "constraints": [{"type": "not_null", "columns": ["status"]}, {"type": "unique", "columns": ["a", "b"]}],
          "columns": {
            "id": {"name": "id", "data_type": "int", "constraints": [{"type": "unique"}]},
            "status": {"name": "status", "description": "Where it is.", "tags": ["PII"]},
            "gone": {"name": "gone", "data_type": "text"}
          }
        },
        "seed.shop.rates": {"resource_type": "seed", "name": "rates", "relation_name": "DB.RAW.RATES", "columns": {}},
        "test.shop.one": {"resource_type": "test", "attached_node": "model.shop.orders.v2", "depends_on": {"nodes": ["seed.shop.rates", "model.shop.orders.v2"]}},
        "test.shop.two": {"resource_type": "test", "attached_node": "model.shop.orders.v2"},
        "test.shop.three": {"resource_type": "test", "attached_node": "model.shop.orders.v2"},
        "test.shop.skipped": {"resource_type": "test", "attached_node": "model.shop.orders.v2"},
        "test.shop.both": {"resource_type": "test", "depends_on": {"nodes": ["seed.shop.rates", "source.shop.crm.leads"]}},
        "analysis.shop.look": {"resource_type": "analysis", "name": "look"}
      },
      "sources": {
        "source.shop.crm.leads": {
          "resource_type": "source", "source_name": "crm", "name": "leads", "identifier": "LEADS", "relation_name": "DB.CRM.LEADS", "loader": "fivetran",
          "freshness": {"warn_after": {"count": null, "period": null}, "error_after": {"count": 2, "period": "day"}}, "columns": {}
        }
      },
      "exposures": {
        "exposure.shop.board": {
          "name": "board", "label": "The board", "type": "dashboard", "url": "https://bi/1", "owner": {"name": "Ann", "email": ["a@x", "b@x"]}
        }
      },
      "metrics": {"metric.shop.revenue": {}},
      "groups": {"group.shop.finance": {"name": "finance", "description": "Money.", "owner": {"email": "fin@x"}}},
      "parent_map": {
        "model.shop.orders.v2": ["source.shop.crm.leads", "seed.shop.rates"],
        "metric.shop.revenue": ["model.shop.orders.v2"],
        "exposure.shop.board": ["metric.shop.revenue", "model.shop.orders.v2"],
        "test.shop.one": ["model.shop.orders.v2"]
      }
    }
    """
private let warehouse = """
    {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json"},
     "nodes": {"model.shop.orders.v2": {"columns": {
       "STATUS": {"name": "STATUS", "type": "VARCHAR(9)", "index": 1}, "LOADED": {"name": "LOADED", "type": "DATE", "index": 3},
       "ID": {"name": "ID", "type": "NUMBER", "index": 2}}}}, "sources": {}}
    """
private let run = """
    {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json", "generated_at": "2026-08-07T07:12:26.076234Z"},
     "results": [{"unique_id": "test.shop.one", "status": "pass"}, {"unique_id": "test.shop.two", "status": "fail"},
       {"unique_id": "test.shop.three", "status": "success"}, {"unique_id": "test.shop.skipped", "status": "skipped"},
       {"unique_id": "test.shop.both", "status": "warn"}, {"unique_id": "model.shop.orders.v2", "status": "success"}]}
    """

@Suite struct ManifestTests {
    private func imported(_ manifest: String = shop, options: ImportOptions = ImportOptions()) throws -> Import {
        let files = [("m.json", manifest), ("c.json", warehouse), ("r.json", run)].map { name, text in
            ImportFile(name: name, bytes: Array(text.utf8))
        }
        return try #require(try ImportReader(options: options).read(files).first)
    }

    @Test func `a model becomes a product with its columns, contract, lineage and results`() throws {
        let mesh = ImportedMesh()
        let imported = try imported()
        try mesh.commit(imported.changes)
        var expected = DataProduct()
        expected.id = try #require(DataProduct.ID("orders.v2"))
        expected.name = "orders.v2"
        expected.domain = try #require(Domain.ID("finance"))
        expected.contact = "<fin@x>"
        expected.description = "One line an order."
        expected.status = .published
        expected.metadata = [
            "resource_type": "model", "package_name": "shop", "access": "private", "group": "finance",
            "deprecation_date": "2027-01-01", "materialized": "incremental", "version": "2 of 3",
            "contract": "enforced", "tests": "4", "meta.owner": "Fin", "meta.tier": "1",
        ]
        expected.tags = ["pii", "daily"]
        expected.alignment = .aggregate
        expected.inputs = try ["crm.leads", "rates"].map { .product(try #require(DataProduct.ID($0))) }
        expected.ports = [
            OutputPort(
                id: OutputPort.main, name: "orders_v2",
                address: Address(server: "snowflake", location: "DB.MARTS.ORDERS_V2", format: "incremental"))
        ]
        expected.access = AccessTerms(kind: .approval)
        expected.created = ImportedMesh.noon
        expected.updated = ImportedMesh.noon
        expected.source = "dbt:shop"
        expected.sourceID = "model.shop.orders.v2"
        let found = try #require(try mesh.product("model.shop.orders.v2"))
        expected.provenance = found.provenance
        #expect(found == expected)

        // In the warehouse's order, with its types; what only one of the two knows stays.
        var id = SchemaField(name: "id", type: "NUMBER", required: true)
        (id.primaryKey, id.unique) = (true, true)
        var status = SchemaField(name: "status", type: "VARCHAR(9)", description: "Where it is.", required: true)
        (status.tags, status.pii) = (["PII"], true)
        let fields = [
            status, id, SchemaField(name: "LOADED", type: "DATE"), SchemaField(name: "gone", type: "text"),
        ]
        let contracts = try mesh.contracts("orders.v2")
        #expect(contracts.map(\.version.written) == ["2.0.0"])
        #expect(contracts.map(\.schema) == [[SchemaObject(name: "orders_v2", fields: fields)]])
        #expect(
            try mesh.metrics("orders.v2") == ["tests_passed": 2, "tests_total": 3, "tests_passed_percent": 66.67])
        #expect(
            try mesh.carried().first { $0.product == found.id }?.json
                == #"{"version":2,"latest_version":3,"alias":"orders_v2","tags":["pii","daily"],"config":{"materialized":"incremental","rows":1.50},"meta":{"owner":"Fin","tier":1,"more":{"a":1}},"contract":{"enforced":true},"primary_key":["id"],"constraints":[{"type":"not_null","columns":["status"]},{"type":"unique","columns":["a","b"]}],"columns":{"id":{"name":"id","data_type":"int","constraints":[{"type":"unique"}]},"status":{"name":"status","description":"Where it is.","tags":["PII"]},"gone":{"name":"gone","data_type":"text"}}}"#
        )
    }

    @Test func `a project is a domain and its groups are parts of it`() throws {
        let mesh = ImportedMesh()
        try mesh.commit(imported().changes)
        #expect(
            try mesh.domains().map { "\($0.id) of \($0.parent?.text ?? "-"): \($0.description) \($0.contact)" }
                == ["finance of shop: Money. <fin@x>", "shop of -:  "])
        #expect(
            try mesh.products().map { "\($0.id) \($0.domain)" }
                == ["board shop", "crm.leads shop", "orders.v2 finance", "rates shop"])
    }

    @Test func `every product goes into the domain that is named`() throws {
        var options = ImportOptions()
        options.domain = Domain.ID("sales")
        let mesh = ImportedMesh()
        try mesh.commit(imported(options: options).changes)
        #expect(try mesh.domains().map(\.id.text) == ["sales"])
        #expect(try mesh.products().allSatisfy { $0.domain.text == "sales" })
    }

    @Test func `a source promises freshness, and an exposure sees through a metric`() throws {
        let mesh = ImportedMesh()
        try mesh.commit(imported().changes)
        let source = try #require(try mesh.product("crm.leads"))
        #expect(source.sla.freshness == Quantity(2, .days))
        #expect(source.inputs.isEmpty)
        #expect(source.ports.map(\.address.location) == ["DB.CRM.LEADS"])
        let exposure = try #require(try mesh.product("board"))
        #expect(exposure.name == "The board")
        #expect(exposure.contact == "Ann <a@x, b@x>")
        #expect(exposure.inputs.map(\.description) == ["orders.v2"])
        #expect(exposure.ports.map(\.address) == [Address(location: "https://bi/1", format: "dashboard")])
        // A test of two nodes is about both.
        let warned = ["tests_passed": 0.0, "tests_total": 1, "tests_passed_percent": 0]
        #expect(try [mesh.metrics("rates"), mesh.metrics("crm.leads")] == [warned, warned])
    }

    @Test func `without a parent map nodes say themselves what they are made from`() throws {
        let root = try document(shop).root.replacing(["parent_map"], by: nil)
            .replacing(
                ["nodes", "model.shop.orders.v2", "depends_on"], by: ["nodes": ["seed.shop.rates", "source.other.x.y"]])
        let imported = try ImportReader().read(Document(name: "m.json", root: root))
        let mesh = ImportedMesh()
        try mesh.commit(imported.changes)
        // What the project does not hold is not data of its own making: nothing is claimed about it.
        #expect(try mesh.product("orders.v2")?.inputs.map(\.description) == ["rates"])
    }

    @Test(arguments: [
        ("\"name\": \"orders\",", "", "m.json, line 4, column 29: nodes[\"model.shop.orders.v2\"].name is missing"),
        (
            "\"columns\": {}\n    }", "\"columns\": []\n    }",
            "m.json, line 28, column 126: sources[\"source.shop.crm.leads\"].columns is a list, where a map is expected"
        ),
        (
            "\"gone\": {\"name\": \"gone\"", "\"gone\": {\"name\": \"id\"",
            "m.json, line 14, column 17: nodes[\"model.shop.orders.v2\"].columns[\"gone\"] is a second \"id\""
        ),
        (
            "\"description\": \"One line an order.\"", "\"description\": {}",
            "m.json, line 6, column 67: nodes[\"model.shop.orders.v2\"].description is a map, where text is expected"
        ),
    ])
    func `a node that is not valid refuses the project`(_ found: String, _ replacement: String, _ sentence: String)
        throws
    {
        #expect(shop.contains(found))
        let changed = shop.replacing(found, with: replacement, maxReplacements: 1)
        let error = #expect(throws: FormatError.self) { try imported(changed) }
        #expect(
            error?.description
                == "m.json is a dbt manifest, but 1 of its 4 records is not valid; nothing was imported\n  \(sentence)")
        var options = ImportOptions()
        options.skipInvalid = true
        #expect(try imported(changed, options: options)["products"] == 3)
    }

    @Test(
        arguments: [
            (
                "v8", nil,
                "m.json, line 2, column 38: metadata.dbt_schema_version is version 8 of the manifest; versions from 9 are read"
            ),
            (
                "v11",
                "m.json, line 2, column 38: metadata.dbt_schema_version is version 11 of the manifest; it is read as version 12",
                nil
            ),
        ] as [(String, String?, String?)])
    func `other versions are tried or refused`(_ version: String, _ warning: String?, _ refusal: String?) throws {
        let changed = shop.replacing("manifest/v12", with: "manifest/\(version)")
        do {
            #expect(try imported(changed).doubts.warnings.map(\.description) == [warning ?? "no warning"])
        } catch let error as FormatError {
            #expect(error.description == refusal)
        }
    }

    @Test func `compiling a project again changes nothing, and a new result is measured`() throws {
        let mesh = ImportedMesh()
        try mesh.commit(imported().changes)
        let compiled = shop.replacing(
            "\"created_at\": 1786086691.0636272", with: "\"created_at\": 1.5, \"compiled_code\": \"select 1\"")
        #expect(try !mesh.commit(imported(compiled).changes).changed)

        let described = shop.replacing("One line an order.", with: "One row an order.")
        let receipt = try mesh.commit(imported(described).changes)
        #expect(receipt.consequences.tally == .init(updated: 1, unchanged: 3))
        #expect(
            receipt.consequences.items.map { "\($0.subject) \($0.text)" } == ["product orders.v2 description changed"])
    }
}
