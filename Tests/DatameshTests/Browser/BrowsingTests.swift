import PseudoTerminal
import Testing

/// Looking around.
struct BrowsingTests {
    @Test func `the first screen has domains, products and the first product side by side`() async throws {
        let session = try await BrowserSession.opened()
        session.shows("Every order of the shop", "feeds      returns, visits")
        let lines = session.terminal.lines
        #expect(lines[0].hasPrefix(" datamesh  mesh › Products"))
        #expect(lines[1].hasPrefix(" 1 Domains              │ 2 Products  3 "))
        #expect(lines[2].hasPrefix("▌   All                3│  NAME  "))
        #expect(lines[3].hasPrefix("    Sales              2│▌ orders  "))
        #expect(lines[4].hasPrefix("    Web                1│  returns  "))
        #expect(lines[5].hasPrefix("                        │  visits  "))
        #expect(lines[39].contains("s subscribe") && lines[39].contains("? help") && lines[39].hasSuffix("3"))
        session.quit()
    }

    @Test func `every key that moves moves`() async throws {
        let session = try BrowserSession(try await BrowserMesh.long())
        session.selects("sales_orders_00")
        for (keys, name) in [
            ("j", "01"), ("\u{1B}[B", "02"), ("\u{1B}OB", "03"), ("k", "02"), ("\u{1B}[A", "01"), ("G", "89"),
            ("gg", "00"), ("\u{4}", "18"), ("\u{15}", "00"), ("\u{1B}[6~", "36"), ("\u{1B}[F", "89"),
            ("\u{1B}[H", "00"),
        ] {
            session.terminal.type(keys)
            session.selects("sales_orders_\(name)")
        }
        session.quit()
    }

    @Test func `numbers and Tab go round the panes`() async throws {
        let session = try await BrowserSession.opened()
        for (key, place) in [
            ("0", "mesh › Overview"), ("1", "mesh › Domains"), ("3", "mesh › Lineage › orders"),
            ("4", "mesh › Compliance"), ("5", "mesh › Subscriptions"), ("6", "mesh › Infrastructure"),
            ("7", "mesh › Activity"), ("8", "mesh › Inbox"), ("2", "mesh › Products "),
        ] {
            session.terminal.type(key)
            session.waits("\(key) shows \(place)") { _ in session.place.contains(place) }
        }
        var places: [String] = []
        for _ in 0..<10 {
            let before = session.place
            session.terminal.type("\t")
            session.waits("Tab goes on") { _ in session.place != before }
            places.append(
                session.place.split(separator: "›").dropFirst().first?.split(separator: " ").first.map(String.init)
                    ?? "")
        }
        #expect(Set(places).count >= 9, "\(places)")
        #expect(places.last == "Products", "\(places)")
        session.quit()
    }

    @Test func `a product opens, and Esc comes back to the place`() async throws {
        let session = try BrowserSession(try await BrowserMesh.long(), columns: 80, rows: 24)
        session.selects("sales_orders_00")
        session.terminal.type("\u{1B}[6~jjj")
        session.selects("sales_orders_23")
        let list = Array(session.terminal.lines[1..<23])
        session.type("\r", shows: "sales_orders_23", "Orders of the shop in region 23")
        #expect(session.place.hasPrefix(" mesh › Products › sales_orders_23"))
        // One deeper, and both ways back.
        session.type("\r", shows: "mesh › Lineage › sales_orders_23")
        session.escape(to: "Orders of the shop in region 23")
        session.escape(from: "Orders of the shop in region 23")
        session.selects("sales_orders_23")
        session.waits("the list is as it was") { Array($0.lines[1..<23]) == list }
        session.quit()
    }

    @Test func `lineage is walked along its edges`() async throws {
        let session = try await BrowserSession.opened()
        session.type("3", shows: "mesh › Lineage › orders", "FOCUS", "returns", "visits")
        session.type("l\r", shows: "mesh › Products › returns", "What came back")
        session.escape(to: "mesh › Lineage › orders")
        session.type("f", shows: "mesh › Lineage › returns")
        session.escape(to: "mesh › Lineage › orders")
        session.quit()
    }

    @Test func `a filter narrows with every letter, shows its matches and is undone`() async throws {
        let session = try await BrowserSession.opened()
        session.type("/", shows: "words, domain:sales")
        session.waits("a cursor") { $0.isCursorVisible }
        session.terminal.type("r")
        session.shows("/ r", "returns")
        session.terminal.type("etu")
        session.shows("/ retu", "Products  1 ")
        session.selects("returns")
        let place = try #require(session.find("returns  "))
        let letters = (0..<7).map { session.terminal.cell(column: place.column + $0, row: place.row) }
        // The matching letters look otherwise than the rest of the name.
        #expect(Set(letters[..<4].map { $0?.foreground }).count == 1)
        #expect(
            letters[3]?.foreground != letters[4]?.foreground || letters[3]?.isUnderlined != letters[4]?.isUnderlined)
        // Kept with Enter, and then Esc undoes it and nothing else.
        session.terminal.type("\r")
        session.waits("the filter is kept") { !$0.isCursorVisible }
        session.escape(from: "/ retu")
        session.shows("Products  3")
        session.selects("returns")
        session.quit()
    }

    @Test(arguments: [
        ("domain:web", ["visits"]), ("tag:core", ["orders"]), ("came back", ["returns"]),
        ("!returns", ["orders", "visits"]),
        ("status:draft", ["returns", "visits"]), ("owner:nobody", []),
    ])
    func `a filter asks for fields as well as words`(_ filter: String, _ names: [String]) async throws {
        let session = try await BrowserSession.opened(columns: 80, rows: 24)
        session.terminal.type("/\(filter)\r")
        session.shows("/ \(filter)", "Products  \(names.count) ")
        for name in ["orders", "returns", "visits"] {
            let isListed = session.terminal.lines.dropFirst(3).contains { $0.dropFirst(2).hasPrefix("\(name) ") }
            #expect(isListed == names.contains(name), "\(name)")
        }
        session.quit()
    }

    @Test func `a filter that cannot be read says so`() async throws {
        let session = try await BrowserSession.opened()
        session.type("/quality<much", shows: "▲")
        session.escape(from: "/ quality")
        session.quit()
    }

    @Test func `the order is chosen and turned round`() async throws {
        let session = try await BrowserSession.opened(columns: 80, rows: 24)
        func names() -> [String] {
            session.terminal.lines.dropFirst(3).prefix(3).map { String($0.dropFirst(2).prefix { $0 != " " }) }
        }
        #expect(session.terminal.lines[1].contains("by consumers ▾"))
        for _ in 0..<10 where !session.terminal.lines[1].contains("by name") {
            let before = session.terminal.lines[1]
            session.terminal.type("o")
            session.waits("another order") { $0.lines[1] != before }
        }
        session.waits("by name") { _ in names() == ["orders", "returns", "visits"] }
        session.terminal.type("O")
        session.waits("by name, turned round") { _ in names() == ["visits", "returns", "orders"] }
        session.selects("orders")
        session.quit()
    }

    @Test func `help is searched, and Enter does what is found`() async throws {
        let session = try await BrowserSession.opened()
        session.type("?", shows: "Keys in Products", "subscribe", "publish")
        session.type("maxi", shows: "this pane alone, or all of them again")
        session.hides("publish a version")
        session.terminal.type("\r")
        // The products pane alone: no rule is left.
        session.waits("products alone") { !$0.screen.contains("│") && $0.screen.contains("visits") }
        session.type("?", shows: "Keys in Products")
        session.escape(from: "Keys in Products")
        session.escape(to: "1 Domains")
        session.quit()
    }

    @Test func `the palette does a command by its name, also one without a key`() async throws {
        let session = try await BrowserSession.opened()
        session.type(":", shows: "Commands")
        session.type("activ\r", shows: "mesh › Activity", "domain sales registered")
        session.type(":", shows: "Commands")
        session.type("new dom\r", shows: "New domain", "a user of the host, or @group")
        session.escape(from: "New domain")
        session.quit()
    }
}
