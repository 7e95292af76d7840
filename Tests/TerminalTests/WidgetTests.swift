import Terminal
import Testing
import Widgets

@Suite struct WidgetTests {
    private func screen(_ widget: some Widget, _ width: Int, _ height: Int) -> String {
        var frame = Frame(size: Size(width: width, height: height))
        frame.draw(widget, in: frame.bounds)
        return frame.description
    }

    @Test(arguments: [(0, 0), (1, 1), (2, 1), (3, 2), (1, 40), (200, 1)])
    func `no size is too small for any of them`(width: Int, height: Int) {
        let input = Input("日本語 text")
        let line = Line("日本語 label", .title)
        _ = screen(
            Tree(rows: [.init(depth: 90, branch: .open, label: line, detail: line)], selection: 0), width, height)
        _ = screen(TextField(input), width, height)
        _ = screen(
            Form(
                fields: [
                    .init("purpose of it", .text(input), error: "may not be empty", hint: "why"),
                    .init("until", .choice(["a", "b"], selected: 9)), .init("note", .toggle(true)),
                ], focus: 2), width, height)
        _ = screen(Paragraph("日本語 a long word that goes on\nand on"), width, height)
        _ = screen(Sparkline([1, nil, .nan, .infinity, 5]), width, height)
        _ = screen(ProgressBar(done: 4, of: 3), width, height)
        _ = screen(StatusBar(hints: [.init("日本", "語")], right: line), width, height)
        _ = screen(TitleBar(line, right: line), width, height)
        _ = screen(Tabs(["日本語", "b"], selection: 1), width, height)
        _ = screen(Modal(title: "日本語"), width, height)
    }

    @Test func `a tree shows what is open, closed and selected`() {
        let tree = Tree(
            rows: [
                .init(label: "All", detail: "623"), .init(branch: .open, label: "sales", detail: "42"),
                .init(depth: 1, label: "online", detail: "11"),
                .init(branch: .closed, label: "marketing and its friends", detail: "31"),
            ], selection: 2)
        #expect(
            screen(tree, 22, 4) == """
                    All            623
                  ▾ sales           42
                ▌     online        11
                  ▸ marketing and … 31
                """)
    }

    private static let hints: [StatusBar.Hint] = [
        .init("s", "subscribe"), .init("p", "publish"), .init("/", "filter"), .init("?", "help"),
    ]

    @Test(
        arguments: [
            (50, "s subscribe  p publish  / filter  ? help      1/42"),
            (40, "s subscribe  p publish  / filter    1/42"),
            (20, "s subscribe     1/42"), (5, " 1/42"), (3, ""),
        ])
    func `key hints leave whole and from the right`(width: Int, shown: String) {
        #expect(screen(StatusBar(hints: Self.hints, right: "1/42"), width, 1) == shown)
    }

    @Test(
        arguments: [
            ("", 0, "purpose"), ("abc", 3, "abc"), ("a_long_value_here", 17, "…alue_here"),
            ("a_long_value_here", 0, "a_long_val…"), ("日本語日本語", 6, "… 語日本語"),
        ])
    func `a text field keeps its cursor in sight`(text: String, cursor: Int, shown: String) {
        var input = Input(text)
        _ = input.apply(.home)
        for _ in 0..<cursor { _ = input.apply(.right) }
        var frame = Frame(size: Size(width: 11, height: 1))
        frame.draw(TextField(input, placeholder: "purpose"), in: frame.bounds)
        #expect(frame.description == shown)
        #expect(frame.cursor.map { frame.bounds.contains($0) } == true)
    }

    @Test func `typing edits as a shell does`() {
        var input = Input("grüße aus münchen")
        for key: Key in [.control("w"), .paste("köln"), .home, .delete, .character("G"), .right, .backspace] {
            let isUsed = input.apply(key)
            #expect(isUsed)
        }
        #expect((input.text, input.cursor) == ("Güße aus köln", 1))
        let areUsed = [Key.enter, .tab, .up].map { input.apply($0) }
        #expect(areUsed == [false, false, false])
        _ = input.apply(.control("k"))
        #expect(input.text == "G")
        _ = input.apply(.paste("e\u{301}"))
        #expect(input.cursor == 2)
        _ = input.apply(.backspace)
        #expect(input.text == "G")
        _ = input.apply(.paste(String(repeating: "x", count: Input.longest)))
        #expect(input.text == "G")
    }

    private static let form = Form(
        fields: [
            .init("consumer", .fact("analytics")),
            .init("purpose", .text(Input("weekly"), placeholder: "why"), error: "at least 10 letters"),
            .init("duration", .choice(["90 days", "1 year"], selected: 1), hint: "at most a year"),
            .init("notify me", .toggle(true)),
        ], focus: 1)

    @Test func `a wide form says what is wrong beside the field`() {
        #expect(
            screen(Self.form, 80, 4) == """
                  consumer   analytics
                ▌ purpose    weekly                                    ✕ at least 10 letters
                  duration   ◂ 1 year ▸  2/2                           at most a year
                  notify me  [x]
                """)
    }

    @Test func `a sentence that has no room beside its field stands below it, whole`() {
        var form = Self.form
        form.fields[1].error = "state at least ten letters, so that the owner can decide"
        #expect(
            screen(form, 80, 5) == """
                  consumer   analytics
                ▌ purpose    weekly
                    ✕ state at least ten letters, so that the owner can decide
                  duration   ◂ 1 year ▸  2/2                           at most a year
                  notify me  [x]
                """)
        #expect(
            screen(form, 36, 4) == """
                  consumer   analytics
                ▌ purpose    weekly
                    ✕ state at least ten letters, so
                      that the owner can decide
                """)
    }

    @Test func `a narrow form says it below`() {
        #expect(
            screen(Self.form, 30, 6) == """
                  consumer   analytics
                ▌ purpose    weekly
                    ✕ at least 10 letters
                  duration   ◂ 1 year ▸  2/2
                  notify me  [x]

                """)
        #expect(Self.form.height(width: 30) == 5)
        #expect(screen(Self.form, 30, 2) == "▌ purpose    weekly\n    ✕ at least 10 letters")
    }

    @Test(
        arguments: [
            ("one two three", 7, ["one two", "three"]), ("one\n\ntwo\n", 7, ["one", "", "two"]),
            ("abcdefghij k", 4, ["abcd", "efgh", "ij k"]), ("日本語日本語", 5, ["日本", "語日", "本語"]), ("", 5, []),
            ("a", 0, []), ("\u{1B}[2J \u{202E}b", 4, ["\u{1B}[2J", "\u{202E}b"]),
        ])
    func `a paragraph breaks between words`(text: String, width: Int, lines: [String]) {
        #expect(Paragraph(text).lines(width: width) == lines)
    }

    @Test func `a paragraph that is cut says so`() {
        #expect(screen(Paragraph("one two three four"), 7, 2) == "one two\nthree …")
    }

    @Test func `a sparkline scales what it shows and leaves gaps`() {
        #expect(Sparkline([0, 1, 2, 3, 4, 5, 6, 7]).text(width: 8) == "▁▂▃▄▅▆▇█")
        #expect(Sparkline([99, nil, 50, 100], range: 0...100).text(width: 3) == " ▅█")
        #expect(Sparkline([3, 3]).text(width: 9) == "▄▄")
        #expect(Sparkline([nil, .nan]).text(width: 9) == "  ")
        #expect(Sparkline([-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude]).text(width: 2) == "▁█")
    }

    @Test(arguments: [
        (0, 4, "░░░░░░░░   0 %"), (2, 4, "████░░░░  50 %"), (999, 1000, "███████░  99 %"), (4, 4, "████████ 100 %"),
    ])
    func `a bar is full only when all is done`(done: Int, total: Int, bar: String) {
        #expect(screen(ProgressBar(done: done, of: total), 14, 1) == bar)
    }

    @Test func `tabs keep the selected one in sight`() {
        let titles = ["Overview", "Schema", "Versions", "Quality"]
        #expect(screen(Tabs(titles, selection: 0), 40, 1) == "Overview  Schema  Versions  Quality")
        #expect(screen(Tabs(titles, selection: 2), 20, 1) == "Versions  Quality")
        #expect(screen(Tabs(titles, selection: 1), 4, 1) == "Sch…")
    }

    @Test func `a modal covers what is behind it`() {
        var frame = Frame(size: Size(width: 20, height: 5))
        frame.fill(frame.bounds, with: "x")
        let place = Modal.place(for: Size(width: 10, height: 1), in: frame.bounds)
        frame.draw(Modal(title: "Publish?"), in: place)
        frame.write("yes", in: Modal.inside(place))
        #expect(
            frame.description == """
                xxxxxxxxxxxxxxxxxxxx
                xxx┌─ Publish? ─┐xxx
                xxx│ yes        │xxx
                xxx└────────────┘xxx
                xxxxxxxxxxxxxxxxxxxx
                """)
    }
}
