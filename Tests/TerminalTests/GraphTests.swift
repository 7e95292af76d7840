import Terminal
import Testing
import Widgets

@Suite struct GraphTests {
    private static func node(_ id: String) -> Graph.Node { Graph.Node(id, Line(id)) }

    private static let sales = Graph(
        layers: [
            .init("−2", [node("crm.raw")]),
            .init("−1", [node("crm.accounts"), node("erp.raw")]),
            .init("FOCUS", [.init("sales.orders", "sales.orders", detail: Line("● 3 h  17/17", .good))]),
            .init("+1", [node("fin.revenue"), node("mkt.leads")]),
            .init("+2", [node("bi.dash")], hidden: 2),
        ],
        edges: [
            .init("crm.raw", "crm.accounts"), .init("crm.accounts", "sales.orders"), .init("erp.raw", "sales.orders"),
            .init("sales.orders", "fin.revenue"), .init("sales.orders", "mkt.leads"), .init("fin.revenue", "bi.dash"),
            .init("mkt.leads", "bi.dash"),
        ], focus: 2, selection: "sales.orders")

    private func screen(_ graph: Graph, _ width: Int, _ height: Int) -> String {
        var frame = Frame(size: Size(width: width, height: height))
        frame.draw(graph, in: frame.bounds)
        return frame.description
    }

    @Test func `hops stand beside each other with the focus in the middle`() {
        #expect(
            screen(Self.sales, 110, 4) == """
                 −2                   −1                        FOCUS                     +1                       +2
                 crm.raw ───────────▸ crm.accounts ─────┬─────▸▌sales.orders ─────┬─────▸ fin.revenue ─────┬─────▸ bi.dash
                                      erp.raw ──────────┘       ● 3 h  17/17      └─────▸ mkt.leads ───────┘       … +2

                """)
    }

    @Test func `a swap is drawn apart where there is room`() {
        let graph = Graph(
            layers: [.init("", ["a", "b"].map(Self.node)), .init("", ["w", "x"].map(Self.node))],
            edges: [.init("a", "x"), .init("b", "w")], focus: 0)
        #expect(screen(graph, 20, 5) == "\n a ─────┐\n b ─────│─────▸ w\n        └─────▸ x\n")
        #expect(screen(graph, 20, 2) == " a ─────┐ ┌─────▸ w\n b ─────└─┘─────▸ x")
        #expect(screen(graph.ordered(), 20, 2) == " a ───────────▸ x\n b ───────────▸ w")
    }

    @Test func `lines of different edges are told apart`() {
        let graph = Graph(
            layers: [
                .init("", ["a", "b", "c", "d"].map(Self.node)), .init("", ["w", "x", "y", "z"].map(Self.node)),
            ],
            edges: [
                .init("a", "w"), .init("a", "y"), .init("b", "x"), .init("c", "x"), .init("c", "w"), .init("d", "z"),
                .init("d", "y"),
            ], focus: 0)
        #expect(
            screen(graph, 24, 8) == """
                        ┌─┌───────▸ w
                        ├─│─┌─────▸ x
                 a ─────│─┤ │
                 b ─────│─│─┘
                 c ─────┘ │
                 d ─────┐ │
                        ├─└───────▸ y
                        └─────────▸ z
                """)
        #expect(graph.crossings == 4)
        #expect(graph.ordered().crossings == 0)
    }

    @Test func `a narrow screen keeps the focus and says what is missing`() {
        #expect(
            screen(Self.sales, 40, 4) == """
                ◂FOCUS                     +1          ▸
                ▌sales.orders ─────┬─────▸ fin.revenue
                 ● 3 h  17/17      └─────▸ mkt.leads

                """)
        #expect(screen(Self.sales, 8, 2) == "◂FOCUS ▸\n▌sal…ers")
    }

    @Test func `a full column counts what it leaves out and keeps the selection`() {
        let many = (0..<40).map { Self.node("product_\($0)") }
        let graph = Graph(
            layers: [.init("", [Self.node("hub")]), .init("", many, hidden: 100)],
            edges: many.map { .init("hub", $0.id) }, focus: 0, selection: "product_30")
        #expect(
            screen(graph, 30, 5) == """
                          ┌─────▸ product_27
                          ├─────▸ product_28
                 hub ─────┼─────▸ product_29
                          └─────▸▌product_30
                                  … +136
                """)
    }

    @Test(arguments: [(0, 0), (1, 1), (2, 2), (5, 1), (300, 1), (1, 50)])
    func `no size is too small`(width: Int, height: Int) {
        _ = screen(Self.sales, width, height)
        _ = screen(Graph(layers: [], edges: [], focus: 0), width, height)
        _ = screen(Graph(layers: [.init("", [])], edges: [.init("x", "x")], focus: 0), width, height)
    }

    @Test func `steps follow edges and siblings`() {
        let steps: [(String, Graph.Direction)] = [
            ("sales.orders", .left), ("sales.orders", .right), ("crm.accounts", .down), ("crm.accounts", .up),
            ("erp.raw", .left), ("bi.dash", .right), ("nobody", .left),
        ]
        #expect(
            steps.map { Self.sales.neighbour(of: $0, $1) } == [
                "crm.accounts", "fin.revenue", "erp.raw", nil, nil, nil, nil,
            ])
    }
}
