import MeshModel
import Testing

/// crm → accounts ┐
///      erp → raw ┴→ orders → revenue ┬→ dash
///                         └→ leads ──┘
/// plan → dash
struct LineageTests {
    let mesh: MemoryMesh

    init() throws {
        mesh = MemoryMesh(actor: Example.owner) { Example.now }
        func product(_ id: DataProduct.ID, _ domain: Domain.ID, from inputs: [Input], tags: [String] = []) -> Change {
            var draft = Example.draft(id, domain: domain, owner: "alice", inputs: inputs)
            draft.facts.tags = tags
            return .createProduct(draft)
        }
        try mesh.commit(
            [
                .registerDomain(Domain(id: "sales", name: "Sales", owner: "alice")),
                .registerDomain(Domain(id: "finance", name: "Finance", owner: "fred")),
                product("accounts", "sales", from: [.external("crm")], tags: ["PII"]),
                product("raw", "sales", from: [.external("erp")]),
                product("orders", "sales", from: [.product("accounts"), .product("raw")], tags: ["pii"]),
                product("revenue", "finance", from: [.product("orders")]),
                product("leads", "sales", from: [.product("orders")]),
                product("plan", "finance", from: []),
                product("dash", "finance", from: [.product("revenue"), .product("leads"), .product("plan")]),
            ], by: Example.owner)
    }

    private func drawn(_ graph: LineageGraph?) -> [String] {
        graph?.nodes.map { "\($0.layer) \($0.input)\($0.hidden == 0 ? "" : " +\($0.hidden)")" } ?? []
    }

    private func graph(_ up: Int, _ down: Int, limit: Int = 100) throws -> LineageGraph {
        try mesh.reader().lineage(around: "orders", up: up, down: down, limit: limit)
    }

    @Test func `a graph has layers by hops and says what it leaves out`() throws {
        #expect(
            drawn(try graph(9, 9)) == [
                "-2 external:crm", "-2 external:erp", "-1 accounts", "-1 raw", "0 orders", "1 leads", "1 revenue",
                "2 dash",
            ])
        #expect(
            drawn(try graph(1, 1)) == ["-1 accounts +1", "-1 raw +1", "0 orders", "1 leads +1", "1 revenue +1"])
        #expect(drawn(try graph(0, 0)) == ["0 orders +4"])
        #expect(drawn(try graph(2, 0)).last == "0 orders +2")
    }

    @Test func `a limit is shared by both sides`() throws {
        #expect(drawn(try graph(9, 9, limit: 3)) == ["-1 accounts +1", "-1 raw +1", "0 orders +2"])
        #expect(drawn(try graph(9, 9, limit: 4)) == ["-1 accounts +1", "-1 raw +1", "0 orders +1", "1 leads +1"])
        #expect(drawn(try graph(9, 9, limit: 0)) == ["0 orders +4"])
    }

    @Test func `edges run from what feeds to what is fed`() throws {
        let graph = try graph(9, 9)
        let edges = graph.edges.map { "\(graph.nodes[$0.from].input)→\(graph.nodes[$0.to].input)" }
        #expect(
            Set(edges) == [
                "external:crm→accounts", "external:erp→raw", "accounts→orders", "raw→orders", "orders→leads",
                "orders→revenue",
                "revenue→dash", "leads→dash",
            ])
        #expect(edges.count == 8)
    }

    @Test func `a product that is not there stands alone`() throws {
        #expect(drawn(try mesh.reader().lineage(around: "nothing", up: 3, down: 3, limit: 9)) == ["0 nothing"])
    }

    @Test(arguments: [
        ("orders", ["0 orders +4"]),
        ("1+orders", ["-1 accounts +1", "-1 raw +1", "0 orders +2"]),
        ("+orders", ["-2 external:crm", "-2 external:erp", "-1 accounts", "-1 raw", "0 orders +2"]),
        ("orders+1", ["0 orders +2", "1 leads +1", "1 revenue +1"]),
        ("plan+", ["0 plan", "1 dash"]),
        (
            "@plan",
            [
                "-3 external:crm", "-3 external:erp", "-2 accounts", "-2 raw", "-1 orders", "0 leads", "0 plan",
                "0 revenue", "1 dash",
            ]
        ),
        ("tag:pii", ["0 accounts +1", "0 orders +3"]),
        ("1+tag:pii", ["-1 external:crm", "-1 raw +1", "0 accounts", "0 orders +2"]),
        ("domain:finance", ["0 dash +1", "0 plan", "0 revenue +1"]),
        ("nowhere+", []), ("tag:none", []),
    ])
    func `a selector gives the graph that it asks for`(_ text: String, _ nodes: [String]) throws {
        let selector = try LineageSelector.parse(text)
        #expect(selector.description == text)
        let graph = try mesh.reader().lineage(selector, at: Example.now, limit: 100)
        #expect(drawn(graph) == nodes)
    }

    @Test(arguments: [
        ("", "column 1: expected a product, tag:NAME or domain:NAME, such as 2+sales.orders+1"),
        ("3+", "column 3: expected a product, tag:NAME or domain:NAME, such as 2+sales.orders+1"),
        ("+", "column 2: expected a product, tag:NAME or domain:NAME, such as 2+sales.orders+1"),
        ("@", "column 2: expected a product, tag:NAME or domain:NAME, such as 2+sales.orders+1"),
        ("@x+", "column 3: '@' already asks for all of it; leave the '+' out"),
        ("@+x", "column 2: '@' already asks for all of it; leave the '+' out"),
        ("@@x", "column 2: one '@' is enough"),
        ("a+b", "column 2: a name has no '+'; numbers stand outside it, as in 2+sales.orders+1"),
        ("a b", "column 2: expected one selector"),
        ("tag:", "column 1: expected a tag behind 'tag:'"),
        (
            "+domain:A", "column 2: expected a domain behind 'domain:', \(Domain.ID.expectation)"
        ),
        ("9999999+x", "column 1: '9999999' hops are more than a mesh has; leave the number out for all"),
    ])
    func `a selector that cannot be read is refused where it is wrong`(_ text: String, _ reason: String) {
        do {
            Issue.record("read as \(try LineageSelector.parse(text))")
        } catch { #expect(error.description == reason) }
    }

    @Test func `impact names everybody downstream`() throws {
        try mesh.commit(
            [.publish(Example.publication("leads", "1.0", access: AccessTerms(kind: .open)))], by: Example.owner)
        try mesh.commit([Example.request("leads")], by: Actor(user: "carol"))
        let impact = try mesh.reader().impact(of: "orders", at: Example.now)
        #expect(impact.products.map(\.id) == ["leads", "revenue", "dash"])
        #expect(impact.products.map(\.hops) == [1, 1, 2])
        #expect(impact.domains == ["finance", "sales"])
        #expect(impact.owners == ["alice"])
        #expect(impact.subscribers.map(\.link.description) == ["leads/main/board"])
        #expect(impact.sentence == "3 products in 2 domains downstream, 1 subscriber")
        #expect(try mesh.reader().impact(of: "orders", at: Example.now, limit: 2).isCut)
        #expect(try mesh.reader().impact(of: "dash", at: Example.now).sentence == "nothing downstream, 0 subscribers")
    }

    @Test func `a tree follows each product once`() throws {
        #expect(
            try graph(9, 9).tree() == [
                "orders",
                "├─ made from",
                "│  ├─ accounts",
                "│  │  └─ external:crm",
                "│  └─ raw",
                "│     └─ external:erp",
                "└─ feeds",
                "   ├─ leads",
                "   │  └─ dash",
                "   └─ revenue",
                "      └─ dash ↪ seen above",
            ])
        #expect(
            try graph(0, 1).tree(ascii: true) == [
                "orders ... 2 more", "`- feeds", "   |- leads ... 1 more", "   `- revenue ... 1 more",
            ])
    }

    @Test func `lanes give every product a line below what feeds it`() throws {
        #expect(
            try graph(9, 9).lanes() == [
                "○  external:crm",
                "○  accounts",
                "│ ○  external:erp",
                "│ ○  raw",
                "●─╯  orders",
                "├─○  leads",
                "○ │  revenue",
                "○─╯  dash",
            ])
        #expect(try graph(0, 0).lanes(ascii: true) == ["*  orders ... 4 more"])
    }

    @Test func `no circle keeps a drawing from its end`() {
        var graph = LineageGraph(focus: "a", nodes: [], edges: [])
        for (name, layer) in [("a", 0), ("b", 1), ("c", 2)] as [(DataProduct.ID, Int)] {
            graph.nodes.append(.init(input: .product(name), layer: layer, hidden: 0))
        }
        graph.edges = [.init(from: 0, to: 1), .init(from: 1, to: 2), .init(from: 2, to: 0)]
        #expect(
            graph.tree() == [
                "a", "├─ made from", "│  └─ c", "│     └─ b", "│        └─ a ↪ seen above", "└─ feeds",
                "   └─ b ↪ seen above",
            ])
        #expect(graph.lanes() == ["●  a", "○  b", "○  c"])
        #expect(graph.dot().contains("n2 -> n0"))
    }

    @Test func `a name cannot break out of its quotes`() {
        let name = "a\"]; evil [label=\"\\\n\u{1}"
        let graph = LineageGraph(focus: "x", nodes: [.init(input: .external(name), layer: 0, hidden: 2)], edges: [])
        #expect(
            graph.dot() == """
                digraph lineage {
                  rankdir=LR;
                  node [shape=box];
                  n0 [label="external:a\\"]; evil [label=\\"\\\\   (2 more)", style="dashed"];
                }

                """)
    }
}
