import Documents
import MeshFormats
import MeshModel
import Testing

/// A dbt 1.10 project as its authors' continuous integration compiled and ran it.
@Suite(.enabled(if: SharedData.isPresent, SharedData.absent)) struct RealProjectTests {
    private func files(_ names: [String] = ["manifest.json", "catalog.json", "run_results.json"]) throws -> [ImportFile]
    {
        try names.map { ImportFile(name: "dbt/\($0)", bytes: try #require(SharedData.bytes("dbt/\($0)"))) }
    }

    @Test func `a project is imported whole, and a second time changes nothing`() throws {
        let imports = try ImportReader().read(files())
        let imported = try #require(imports.first)
        #expect(imports.count == 1)
        #expect(imported.source == "dbt:dbt_bouncer_test_project")
        #expect(imported.doubts.warnings == [])
        #expect(
            imported.counts == [
                .init(59, "products"), .init(39, "models"), .init(3, "seeds"), .init(2, "snapshots"),
                .init(13, "sources"), .init(2, "exposures"), .init(65, "tests"), .init(64, "edges"),
            ])
        let mesh = ImportedMesh()
        #expect(try mesh.commit(imported.changes).consequences.tally == .init(created: 59))
        let again = try mesh.commit(#require(ImportReader().read(files()).first).changes)
        #expect(!again.changed)
        #expect(again.consequences.tally == .init(unchanged: 59))
    }

    @Test func `data edges are lineage, and every one of them meets a product`() throws {
        let mesh = ImportedMesh()
        try mesh.commit(#require(ImportReader().read(files()).first).changes)
        let products = try mesh.products()
        let kinds = Dictionary(uniqueKeysWithValues: products.map { ($0.id, $0.sourceID.prefix { $0 != "." }) })
        var edges: [String: Int] = [:]
        for product in products {
            for input in product.inputs {
                guard case .product(let id) = input else { continue }
                edges["\(try #require(kinds[id])) → \(try #require(kinds[product.id]))", default: 0] += 1
            }
        }
        #expect(
            edges == [
                "model → model": 45, "source → model": 10, "seed → model": 4, "model → snapshot": 2,
                "model → exposure": 3,
            ])
        #expect(products.allSatisfy { $0.inputs.allSatisfy { if case .product = $0 { true } else { false } } })
    }

    @Test func `a model keeps its versions, its contract, its place and its results`() throws {
        let mesh = ImportedMesh()
        try mesh.commit(#require(ImportReader().read(files()).first).changes)
        let names = try mesh.products().map(\.id.text)
        #expect(
            names.filter { $0.hasPrefix("customers") } == ["customers", "customers.v1", "customers.v2", "customers.v3"])

        let model = try #require(try mesh.product("model.dbt_bouncer_test_project.customers.v2"))
        #expect(model.id.text == "customers.v2")
        #expect(model.alignment == .aggregate)
        #expect(model.access == AccessTerms(kind: .open))
        #expect(model.domain.text == "dbt_bouncer_test_project")
        #expect(model.inputs.map(\.description) == ["stg_customers", "stg_orders", "stg_payments"])
        #expect(
            model.ports == [
                OutputPort(
                    id: OutputPort.main, name: "customers_v2",
                    address: Address(
                        server: "duckdb", location: #""dbt"."main_marts"."customers_v2""#, format: "table"))
            ])
        #expect(model.metadata["contract"] == "enforced")
        #expect(model.metadata["version"] == "2 of 3")
        let contract = try #require(try mesh.contracts("customers.v2").first)
        #expect(contract.version.written == "2.0.0")
        #expect(contract.schema.map(\.name) == ["customers_v2"])
        #expect(contract.schema[0].fields.map { "\($0.name) \($0.type)" }.first == "customer_id BIGINT")
        #expect(contract.schema[0].fields.count == 9)
        #expect(
            try mesh.metrics("customers.v2") == ["tests_passed": 3, "tests_total": 3, "tests_passed_percent": 100])

        let contracts = try mesh.products().filter { $0.metadata["contract"] == "enforced" }.map(\.id.text)
        #expect(contracts == ["customers.v1", "customers.v2", "customers.v3", "orders"])
    }

    @Test func `sources and exposures stand at the two ends`() throws {
        let mesh = ImportedMesh()
        try mesh.commit(#require(ImportReader().read(files()).first).changes)
        let source = try #require(try mesh.product("tiktok_ads.adgroup_history"))
        #expect(source.alignment == .sourceAligned)
        #expect(source.sla.freshness == Quantity(48, .hours))
        #expect(source.sla.others == ["freshness_error_after": "168h"])
        #expect(source.access == nil)
        #expect(try mesh.contracts("tiktok_ads.adgroup_history").first?.schema.first?.fields.count == 69)

        let exposure = try #require(try mesh.product("exposure.dbt_bouncer_test_project.customers"))
        #expect(exposure.id.text == "customers")
        #expect(exposure.alignment == .consumerAligned)
        #expect(exposure.owner == "")
        #expect(exposure.contact == "Anna Anderson <anna.anderson@example.com>")
        #expect(exposure.inputs.map(\.description) == ["customers.v3"])

        #expect(
            try mesh.metrics("dummy_source.customers") == [
                "tests_passed": 1, "tests_total": 1, "tests_passed_percent": 100,
            ])
    }

    @Test func `the artifacts beside a manifest are used without being named`() throws {
        var asked: [String] = []
        let imported = try ImportReader().read(files(["manifest.json"])) { path in
            asked.append(path)
            return SharedData.bytes(path).map { ImportFile(name: path, bytes: $0) }
        }
        #expect(asked == ["dbt/catalog.json", "dbt/run_results.json"])
        #expect(try imported.map(\.changes) == ImportReader().read(files()).map(\.changes))
    }

    @Test(arguments: [
        ("catalog.json", "catalog, adds columns and types to a manifest"),
        ("run_results.json", "run-results, adds test results to a manifest"),
    ])
    func `an artifact that only adds to a manifest is no import`(_ name: String, _ what: String) throws {
        let error = #expect(throws: FormatError.self) { try ImportReader().read(files([name])) }
        #expect(
            error?.description
                == "dbt/\(name), line 1, column 1: this dbt artifact, \(what) and is no import of its own; name the project's manifest.json, too"
        )
    }
}
