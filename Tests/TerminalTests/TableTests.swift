import Terminal
import Testing
import Widgets

@Suite struct TableTests {
    private static func products(selection: Int? = 1, isFocused: Bool = true) -> Table {
        Table(
            columns: [
                Table.Column("NAME", minimum: 12, cut: .middle),
                Table.Column("TRUST", minimum: 5, dropOrder: 1),
                Table.Column("FRESH", minimum: 5, dropOrder: 3, align: .right),
                Table.Column("USERS", minimum: 5, dropOrder: 4, align: .right),
                Table.Column("ACCESS", minimum: 8, ideal: 10, dropOrder: 2),
            ],
            rows: [
                [Line("sales_transactions", matches: [6..<11]), Line("● 17", .good), "3 h", "41", "yours"],
                [Line("sales_orders"), Line("● 16", .good), "1 h", "28", "open"],
                [Line("売上予測_2026"), Line("✕  9", .bad), "9 d", "2", "closed"],
            ],
            selection: selection, isFocused: isFocused)
    }

    private static func drawn(_ size: Size) -> Frame {
        var frame = Frame(size: size)
        frame.draw(products(), in: frame.bounds)
        return frame
    }

    @Test(
        arguments: [
            (
                Size(width: 60, height: 5),
                """
                  NAME                       TRUST  FRESH  USERS  ACCESS
                  sales_transactions         ● 17     3 h     41  yours
                ▌ sales_orders               ● 16     1 h     28  open
                  売上予測_2026              ✕  9     9 d      2  closed

                """
            ),
            (
                Size(width: 40, height: 3),
                """
                  NAME          TRUST  FRESH  ACCESS
                  sales_…tions  ● 17     3 h  yours
                ▌ sales_orders  ● 16     1 h  open
                """
            ),
            (Size(width: 14, height: 3), "  NAME\n  sales_…tions\n▌ sales_orders"),
            (Size(width: 5, height: 2), "  NAM\n  s…s"),
            (Size(width: 1, height: 1), ""),
            (Size(width: 0, height: 0), ""),
        ])
    func `a narrow table drops its least important columns`(size: Size, screen: String) {
        #expect(Self.drawn(size).description == screen)
    }

    @Test func `a moved selection repaints two gutters and two names only`() {
        let size = Size(width: 60, height: 5)
        var before = Frame(size: size)
        before.draw(Self.products(selection: 1), in: before.bounds)
        var after = Frame(size: size)
        after.draw(Self.products(selection: 2), in: after.bounds)
        let changed = (0..<size.height).flatMap { y in
            (0..<size.width).filter { before[$0, y] != after[$0, y] }.map { Point(x: $0, y: y) }
        }
        let names = (2..<14).map { Point(x: $0, y: 2) } + (2..<15).map { Point(x: $0, y: 3) }
        #expect(Set(changed) == Set(names + [0, 1].flatMap { [Point(x: $0, y: 2), Point(x: $0, y: 3)] }))
    }

    /// Each move paints two names again, and a line may be slow.
    @Test(arguments: [
        ("Inventory of owned and leased properties of the government", 29),
        ("inventory_of_owned_and_leased_properties", 32), ("short name", 10),
    ])
    func `of a long name the first words are bold`(_ name: String, _ columns: Int) {
        var frame = Frame(size: Size(width: 80, height: 1))
        frame.draw(
            Table(
                columns: [Table.Column("NAME", minimum: 10)], rows: [[Line(name)]], selection: 0, hasHeadings: false),
            in: frame.bounds)
        let bold = (0..<name.count).filter { frame[2 + $0, 0].style == Style.selection.bold }
        #expect(bold == Array(0..<columns))
    }

    @Test func `the selected name is bold and its mark says where keys go`() {
        let frame = Self.drawn(Size(width: 60, height: 5))
        #expect(frame[0, 2].style == Style.selection.bold)
        #expect(frame[2, 2].style == Style.selection.bold)
        #expect(frame[8, 1].style == .match)
        var elsewhere = Frame(size: frame.size)
        elsewhere.draw(Self.products(isFocused: false), in: elsewhere.bounds)
        #expect(elsewhere[0, 2].style == .muted)
    }

    @Test(
        arguments: [
            (0, 10, 100, 50, 41), (45, 10, 100, 50, 45), (60, 10, 100, 50, 50), (95, 10, 100, 99, 90),
            (5, 10, 8, 7, 0), (0, 0, 8, 7, 0), (3, 1, 100, 50, 50),
        ])
    func `a list scrolls no further than it must`(first: Int, rows: Int, count: Int, index: Int, result: Int) {
        #expect(Scroll(first: first).showing(index, of: count, rows: rows).first == result)
    }

    @Test func `what is in view is said in numbers`() {
        #expect(Scroll(first: 0).position(of: 42, rows: 5) == "1–5 of 42")
        #expect(Scroll(first: 40).position(of: 42, rows: 5) == "41–42 of 42")
        #expect(Scroll().position(of: 3, rows: 5) == "3")
        #expect(Scroll().position(of: 0, rows: 5) == "none")
    }
}
