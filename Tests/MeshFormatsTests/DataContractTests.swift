import Documents
import MeshFormats
import MeshModel
import Testing

/// Data contracts in and out.
struct DataContractTests {
    static let head = """
        apiVersion: v3.1.0
        kind: DataContract
        id: orders-1
        name: Orders
        version: 1.2.0
        status: active
        domain: Sales

        """

    static func contract(_ body: String = "", head: String = head) throws -> Document {
        try Document.read(Array((head + body).utf8), name: "orders.odcs.yaml")
    }

    private func product(_ body: String) throws -> ImportedProduct {
        let changes = try ImportReader().read(Self.contract(body)).changes
        return try #require(
            changes.compactMap { if case .importProduct(let product) = $0 { product } else { nil } }.first)
    }

    private func refusal(_ body: String, head: String = head) throws -> [String] {
        let error = #expect(throws: FormatError.self) { try ImportReader().read(Self.contract(body, head: head)) }
        return (error?.description ?? "").split(separator: "\n").dropFirst().map { $0.drop { $0 == " " } }.map(
            String.init)
    }

    @Test func `a contract is a product with a schema`() throws {
        let product = try product(
            """
            description: {purpose: All orders, usage: Reports}
            tags: [daily]
            team:
              name: shop
              members:
              - {username: gone, role: Owner, dateOut: "2024-01-01"}
              - {username: ann, role: Owner}
            servers:
            - {server: prod, type: postgres, host: db, port: 5432, database: shop, schema: public}
            slaProperties:
            - {property: availability, value: 99.9, unit: "%"}
            - {property: freshness, value: 4, unit: h}
            - {property: retention, value: 3, unit: y}
            schema:
            - name: orders
              description: One a row
              quality:
              - {metric: rowCount, mustBeGreaterThan: 1000}
              properties:
              - name: id
                logicalType: string
                physicalType: varchar(18)
                primaryKey: true
                primaryKeyPosition: 1
                required: true
                unique: true
                logicalTypeOptions: {minLength: 1, maxLength: 18, pattern: "^o"}
              - name: amount
                logicalType: number
                logicalTypeOptions: {minimum: 0.00, exclusiveMaximum: 1e6}
                customProperties: [{property: enum, value: [1, 2.50]}]
              - name: lines
                logicalType: array
                items: {logicalType: object, properties: [{name: sku, logicalType: string, classification: PII}]}
              - name: notes
                logicalType: array
                items: {logicalType: string}
            """)
        #expect(product.sourceID == "orders-1")
        #expect(product.proposed.text == "orders")
        #expect(product.version == "1.2.0")
        #expect(product.facts.domain?.text == "sales")
        #expect(product.facts.description == "All orders")
        #expect(product.facts.contact == "ann")
        #expect(product.facts.tags == ["daily"])
        var sla = SLA(availability: Quantity(99.9, .percent), freshness: Quantity(4, .hours))
        sla.others = ["retention": "3 y"]
        #expect(product.facts.sla == sla)
        #expect(
            product.facts.ports?.map(\.address) == [Address(server: "postgres://db:5432", location: "shop.public")])
        let object = try #require(product.schema.first)
        #expect(object.quality == [QualityExpectation(metric: "rowCount", .above, ["1000"])])
        #expect(object.fields.map(\.type) == ["varchar(18)", "number", "array", "array<string>"])
        let id = object.fields[0]
        #expect(id.primaryKey && id.required && id.unique && id.keyPosition == 1)
        #expect(id.constraints?.shortest == 1 && id.constraints?.longest == 18 && id.constraints?.pattern == "^o")
        let amount = try #require(object.fields[1].constraints)
        #expect(amount.minimum == "0.00" && amount.exclusiveMaximum == "1e6" && amount.allowed == ["1", "2.50"])
        #expect(object.fields[2].fields.map(\.name) == ["sku"])
        #expect(object.fields[2].fields[0].pii)
    }

    @Test(arguments: [
        ("roles: [{role: analyst}, {role: admin}]", AccessTerms(kind: .roleBased, roles: ["analyst", "admin"])),
        ("roles: [{role: analyst, firstLevelApprovers: na}]", AccessTerms(kind: .roleBased, roles: ["analyst"])),
        (
            "roles: [{role: analyst, firstLevelApprovers: 'Data Manager', secondLevelApprovers: 'ann, bob'}]",
            AccessTerms(kind: .approval, roles: ["analyst"], approvers: ["ann", "bob"])
        ),
    ])
    func `roles are terms of access`(_ body: String, _ terms: AccessTerms) throws {
        #expect(try product(body).facts.access == terms)
    }

    @Test(arguments: [
        ("team: {members: [{username: ann, role: owner}]}", "ann"),
        ("team: [{username: bob, role: Data Owner}]", "bob"),
        ("support: [{channel: help, url: 'mailto:help@example.com'}]", "mailto:help@example.com"),
        ("", ""),
    ])
    func `a team may be a list or a map, and the contact is its owner`(_ body: String, _ contact: String) throws {
        #expect(try product(body).facts.contact == contact)
    }

    @Test(arguments: [
        (
            "tennant: x",
            "line 8, column 1: tennant is no key of this place; what is your own goes into customProperties"
        ),
        ("Tenant: x", "line 8, column 1: Tenant is no key of this place; tenant is"),
        ("tags: x", "line 8, column 7: tags is \"x\", where a list is expected"),
        ("tenant: 1.0", "line 8, column 9: tenant is the number 1.0, where text is expected"),
        ("schema: [{description: x}]", "line 8, column 10: schema[0].name is missing"),
        (
            "schema: [{name: a, properties: [{name: b, logicalType: int}]}]",
            "line 8, column 56: schema[0].properties[0].logicalType is \"int\", where string, date, timestamp, time, number, integer, object, array or boolean is expected"
        ),
        (
            "schema: [{name: a, properties: [{name: b, logicalType: string, logicalTypeOptions: {minimum: 1}}]}]",
            "line 8, column 85: schema[0].properties[0].logicalTypeOptions.minimum is no key of this place"
        ),
        (
            "schema: [{name: a, properties: [{name: b, logicalType: string, properties: []}]}]",
            "line 8, column 64: schema[0].properties[0].properties is no key of this place; what is your own goes into customProperties"
        ),
        (
            "schema: [{name: a, quality: [{metric: rowCount, mustBe: 1, mustNotBe: 2}]}]",
            "line 8, column 30: schema[0].quality[0] states mustBe and mustNotBe; one is expected"
        ),
        (
            "schema: [{name: a, quality: [{metric: rowCount, mustBeBetween: [1, 1]}]}]",
            "line 8, column 68: schema[0].quality[0].mustBeBetween[1] stands twice"
        ),
        ("servers: [{server: a, type: s3}]", "line 8, column 11: servers[0].location is missing"),
        ("team: {members: [{name: x}]}", "line 8, column 18: team.members[0].username is missing"),
        ("team: x", "line 8, column 7: team is \"x\", where a team, or a list of its members is expected"),
        (
            "schema: [{name: a, relationships: [{from: a.b, to: [a.c]}]}]",
            "line 8, column 52: schema[0].relationships[0].to is a list, where a reference such as table.column is expected"
        ),
    ])
    func `what does not fit is refused by line and column`(_ body: String, _ problem: String) throws {
        #expect(try refusal(body) == ["orders.odcs.yaml, \(problem)"])
    }

    @Test func `a key of a newer version is kept and said to be odd`() throws {
        let head = Self.head.replacing("v3.1.0", with: "v3.2.0")
        let imported = try ImportReader().read(Self.contract("novelty: {a: 1}", head: head))
        #expect(
            imported.doubts.warnings.map(\.description) == [
                "orders.odcs.yaml, line 8, column 1: novelty is not known of v3.2.0 here; it is kept"
            ])
        #expect(try refusal("", head: Self.head.replacing("v3.1.0", with: "v4.0.0")).count == 1)
    }

    @Test func `several contracts stand in a file, each id once`() throws {
        let text = [Self.head, Self.head.replacing("orders-1", with: "orders-2")].joined(separator: "---\n")
        let imported = try ImportReader().read([ImportFile(name: "two.yaml", bytes: Array(text.utf8))])
        #expect(imported.first?["contracts"] == 2)
        let twice = [Self.head, Self.head].joined(separator: "---\n")
        #expect(throws: FormatError.self) {
            try ImportReader().read([ImportFile(name: "two.yaml", bytes: Array(twice.utf8))])
        }
    }

    @Test func `a contract comes out as it went in, and what changed changes in its place`() throws {
        let document = try Self.contract(
            """
            price: {priceAmount: 9.950}
            customProperties: [{property: hex, value: 0x1F}]
            schema:
            - name: orders
              physicalName: t_orders
              properties:
              - {name: id, logicalType: string, examples: [007], required: false}
              - {name: gone, logicalType: string}
            """)
        let mesh = ImportedMesh()
        try mesh.commit(document)
        #expect(try mesh.exported("orders") == document.root)

        var fields = try #require(try mesh.contracts("orders").last?.schema[0].fields)
        fields.removeLast()
        fields[0].required = true
        fields.append(SchemaField(name: "amount", type: "decimal(10,2)"))
        let product = try #require(try mesh.product("orders"))
        try mesh.commit([
            .publish(
                Publication(
                    product: product.id, version: "2.0.0", schema: [SchemaObject(name: "orders", fields: fields)]))
        ])
        let properties: Node = [
            [
                "name": "id", "logicalType": "string", "examples": .list([.number(try #require(Number("007")))]),
                "required": true,
            ],
            ["name": "amount", "logicalType": "number", "physicalType": "decimal(10,2)"],
        ]
        let expected = document.root.replacing(["version"], by: "2.0.0")
            .replacing(["schema", 0, "properties"], by: properties)
        #expect(try mesh.exported("orders") == expected)
    }

    @Test func `a contract made here is a valid one, and reads back the same`() throws {
        let mesh = ImportedMesh()
        var facts = ProductFacts()
        let sales = try #require(Domain.ID("sales"))
        let orders = try #require(DataProduct.ID("orders"))
        facts.domain = sales
        facts.owner = "dora"
        facts.description = "All orders"
        facts.sla = SLA(availability: Quantity(99.9, .percent), freshness: Quantity(4, .hours))
        facts.ports = [OutputPort(id: OutputPort.main, address: Address(location: "shop.orders", format: "table"))]
        var id = SchemaField(name: "id", type: "string", required: true)
        (id.primaryKey, id.keyPosition) = (true, 1)
        var constraints = FieldConstraints()
        constraints.longest = 18
        constraints.allowed = ["a", "b"]
        id.constraints = constraints
        var lines = SchemaField(name: "lines", type: "array")
        lines.fields = [SchemaField(name: "sku", type: "varchar(8)")]
        var object = SchemaObject(name: "orders", description: "One a row", fields: [id, lines])
        object.quality = [QualityExpectation(name: "many", metric: "rowCount", .between, ["1", "9"])]
        try mesh.commit([
            .registerDomain(Domain(id: sales, name: "Sales", owner: "dora")),
            .createProduct(ProductDraft(id: orders, facts: facts)),
            .publish(
                Publication(
                    product: orders, version: "1.0", schema: [object],
                    access: AccessTerms(kind: .roleBased, roles: ["analyst"]))),
        ])
        let node = try mesh.exported("orders")
        let bytes = YAMLWriter.write(node)
        let changes = try ImportReader().read(bytes, file: "orders.yaml").changes
        let read = try #require(
            changes.compactMap { if case .importProduct(let product) = $0 { product } else { nil } }.first)
        #expect(read.schema == [object])
        #expect(read.facts.sla == facts.sla)
        #expect(read.facts.access == AccessTerms(kind: .roleBased, roles: ["analyst"]))
        #expect(read.version == "1.0")
    }
}

extension ImportedMesh {
    /// A product's newest contract as ODCS.
    func exported(_ name: String) throws -> Node {
        let product = try #require(try product(name))
        let contract = try #require(try contracts(name).last)
        return ContractExport(product, contract, carried: try carried().filter { $0.product == product.id }).document
    }
}
