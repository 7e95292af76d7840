public import MeshModel
import Testing

/// What documents state, compared with what stands.
struct DeclaredMeshTests {
    private func declared(_ fields: KeyValuePairs<String, Tree>...) throws -> [Declaration] {
        try fields.map { try Declaration(.map(Array($0))) }
    }

    @Test func `what stands already asks for nothing`() throws {
        let example = try Example()
        let reader = try example.reader()
        let orders = try #require(try reader.product("orders"))
        let sales = try #require(try reader.domain("sales"))
        let mesh = try DeclaredMesh(
            [Declaration(of: sales), Declaration(of: orders, contracts: try reader.contracts(of: "orders"))],
            on: reader)
        #expect(mesh.outcomes == [.unchanged, .unchanged])
        #expect(mesh.changes == [])
    }

    @Test func `only what is stated changes`() throws {
        let example = try Example()
        let mesh = try DeclaredMesh(
            declared(["domain_id": "sales", "team": ["bob", "eve"]], ["product_id": "orders", "tags": ["daily"]]),
            on: example.reader())
        #expect(mesh.outcomes == [.changed(["team"]), .changed(["tags"])])
        try example.mesh.commit(mesh.changes, by: Example.owner)
        let reader = try example.reader()
        #expect(try reader.domain("sales")?.name == "Sales" && reader.domain("sales")?.team == ["bob", "eve"])
        #expect(
            try reader.product("orders")?.description == "All orders" && reader.product("orders")?.tags == ["daily"])
    }

    @Test func `whatever the order, each thing is made behind what it stands on`() throws {
        let example = try Example()
        let contract: Tree = ["version": "1.0", "schema": [["name": "t", "fields": [["name": "a", "type": "int"]]]]]
        let mesh = try DeclaredMesh(
            declared(
                ["policy_id": "own", "scope": "domain:below", "rules": ["owner exists"]],
                [
                    "product_id": "last", "domain": "below", "owner": "ann", "inputs": ["first"],
                    "ports": [["port_id": "main", "contract": contract]],
                ],
                ["product_id": "first", "domain": "above", "owner": "ann"],
                ["domain_id": "below", "owner": "ann", "parent": "above"], ["domain_id": "above", "owner": "ann"]),
            on: example.reader())
        #expect(mesh.outcomes == Array(repeating: .created, count: 5))
        #expect(mesh.steps.map(\.declaration) == [4, 3, 2, 1, 1, 0])
        try example.mesh.commit(mesh.changes, by: Example.owner)
        #expect(try example.reader().product("last")?.status == .published)
    }

    @Test func `a circle of new products is refused by its path`() throws {
        let example = try Example()
        let mesh = try DeclaredMesh(
            declared(
                ["product_id": "a", "domain": "sales", "owner": "ann", "inputs": ["b"]],
                ["product_id": "b", "domain": "sales", "owner": "ann", "inputs": ["a"]]),
            on: example.reader())
        #expect(
            example.refusal(mesh.changes)
                == "this would make a circle: b → a → b; remove one of the inputs")
    }

    @Test func `a life that ends is told by its status`() throws {
        let example = try Example()
        let mesh = try DeclaredMesh(
            declared(["product_id": "orders", "status": "deprecated", "note": "use prices"]), on: example.reader())
        #expect(mesh.outcomes == [.changed(["status"])])
        #expect(mesh.changes == [.deprecate(StatusChange(product: "orders", note: "use prices"))])
    }

    @Test(
        arguments: [
            (["name": "x"], "this says nothing that can be applied; state its kind", [TreeError.Step]()),
            (["kind": "table", "id": "x"], "expected one of domain, consumer", [.key("kind")]),
            (["kind": "policy", "name": "x"], "policy_id is missing", []),
            (["policy_id": "x", "created_by": "me"], "is kept by the mesh", [.key("created_by")]),
        ] as [(Tree, String, [TreeError.Step])])
    func `what is no declaration is refused at its place`(
        _ document: Tree, _ reason: String, _ path: [TreeError.Step]
    ) throws {
        let error = try #require(throws: TreeError.self) { try Declaration(document) }
        #expect(error.reason.hasPrefix(reason), "\(error)")
        #expect(error.path == path)
    }

    @Test(
        arguments: [
            (
                ["product_id": "orders", "status": "draft"], "is published; it cannot become a draft again",
                [.key("status")]
            ),
            (["product_id": "ideas", "status": "published"], "is draft; it is published by", [.key("status")]),
            (["product_id": "orders", "ownr": "x"], "unknown field", [.key("ownr")]),
            (
                ["product_id": "orders", "ports": [["port_id": "main", "contract": ["schema": "x"]]]],
                "expected a list", [.key("ports"), .index(0), .key("contract"), .key("schema")]
            ),
            (
                [
                    "product_id": "orders", "ports": [["port_id": "main", "contract": ["version": "1"]]],
                    "version": "2",
                ],
                "stands beside ports", [.key("version")]
            ),
            (["domain_id": "sales", "team": 7], "expected a list", [.key("team")]),
        ] as [(Tree, String, [TreeError.Step])])
    func `what cannot be meant is refused at its place`(
        _ document: Tree, _ reason: String, _ path: [TreeError.Step]
    ) throws {
        let example = try Example()
        let fault = try #require(throws: DeclaredMesh.Fault.self) {
            try DeclaredMesh([Declaration(document)], on: example.reader())
        }
        guard case .misstated(let error) = fault.reason else { return #expect(Bool(false), "\(fault)") }
        #expect(error.reason.hasPrefix(reason), "\(error)")
        #expect(error.path == path)
    }
}

/// Trees as literals.
extension Tree: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    public init(arrayLiteral elements: Tree...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, Tree)...) {
        self = .map(elements.map { (key: $0.0, value: $0.1) })
    }
}
