import MeshModel
import PseudoTerminal
import Testing

/// Text of others commands no terminal and moves no column, whichever field it stands in.
struct HostileCellTests {
    /// A window title, clearing, colours, the clipboard, C1's CSI and OSC, a text that runs backwards, line ends, wide and
    /// zero-width characters, an emoji of five scalars, and one letter under forty accents.
    static let hostile =
        "x\u{1B}]0;owned\u{7}\u{1B}[2J\u{1B}[31m\u{1B}]52;c;eA==\u{7}\u{1B}P1$r\u{1B}\\\u{9B}31m\u{9D}0;owned\u{9C}"
        + "\u{202E}gnp\u{2066}\u{200B}\u{FEFF}\r\n\u{2028}\t\u{8}\u{7F}\u{E}漢字👩‍👩‍👧🏽\u{E000}e"
        + String(repeating: "\u{301}\u{20DD}", count: 20) + "END"

    /// The same for names in which the rules allow neither control characters nor such a length.
    static let unruly = "x\u{202E}gnp\u{2066}\u{200B}\u{FEFF}漢字👩‍👩‍👧🏽\u{E000}e\u{301}\u{20DD}\u{301}\u{20DD}\u{301}END"

    /// What ncurses and the program itself have to say to xterm.
    static let meant: Set<String> = [
        "CSI m", "CSI H", "CSI d", "CSI G", "CSI A", "CSI B", "CSI C", "CSI D", "CSI K", "CSI J", "CSI X", "CSI b",
        "CSI @", "CSI P", "CSI L", "CSI M", "CSI r", "CSI S", "CSI T", "CSI I", "CSI Z", "CSI ? h", "CSI ? l", "CSI l",
        "CSI h", "CSI t", "ESC ( B", "ESC =", "ESC >", "ESC 7", "ESC 8", "ESC M", "OSC 52",
    ]

    /// Every text that somebody may give, given so.
    static func mesh() async throws -> Program {
        var sales = Domain(id: "sales", name: hostile, owner: "alice", team: ["alice"], description: hostile)
        sales.tags = [hostile]
        sales.contact = hostile
        var port = OutputPort()
        port.id = "main"
        port.name = hostile
        port.description = hostile
        port.address.server = hostile
        port.address.location = hostile
        port.address.format = hostile
        var terms = AccessTerms()
        terms.kind = .roleBased
        terms.roles = [hostile]
        var facts = ProductFacts()
        facts.name = hostile
        facts.domain = "sales"
        facts.owner = "alice"
        facts.contact = hostile
        facts.description = hostile
        facts.metadata = [hostile: hostile, "k": hostile]
        facts.tags = [hostile, "core"]
        facts.inputs = [.external(hostile)]
        facts.ports = [port]
        facts.collection = hostile
        facts.access = terms
        var field = SchemaField(name: hostile, type: hostile)
        field.description = hostile
        field.tags = [hostile]
        var object = SchemaObject(name: hostile, fields: [field])
        object.description = hostile
        var template = InfrastructureTemplate()
        template.id = "evil"
        template.name = hostile
        template.type = hostile
        template.description = hostile
        template.components = [hostile]
        template.configuration = [hostile: hostile]
        var parameter = InfrastructureTemplate.Parameter()
        parameter.name = "p"
        parameter.fallback = "plain"
        parameter.description = hostile
        template.parameters = [parameter]
        var file = InfrastructureTemplate.File()
        file.path = "evil.txt"
        file.content = hostile
        template.files = [file]
        var hook = InfrastructureTemplate.Hook()
        hook.argv = ["/bin/echo", hostile]
        template.hooks = [hook]
        return try await BrowserMesh.holding([
            .registerDomain(sales),
            .createProduct(ProductDraft(id: "orders", facts: facts)),
            .publish(Publication(product: "orders", version: "1.0.0", schema: [object], access: terms, note: hostile)),
            BrowserMesh.product("visits", in: "sales", "Who looked at what", from: ["orders"]),
            .registerConsumer(Consumer(id: "board", name: hostile, domain: unruly, owner: "alice")),
            .subscribe(
                SubscriptionRequest(product: "orders", consumer: "board", consumerDomain: "", purpose: hostile)),
            .createPolicy(
                Policy(id: "evil", type: .quality, rules: ["completeness >= 95%"], description: hostile)),
            .createTemplate(template),
            .recordQuality(QualityReport(product: "orders", metrics: [.init(name: "completeness", value: "12")])),
            .recordAccess(
                AccessReport([AccessEvent(product: "orders", consumer: unruly, at: BrowserMesh.now(), action: hostile)]
                )),
        ])
    }

    @Test(arguments: [(120, 40), (80, 24)])
    func `hostile text reaches the terminal as harmless cells, and columns stay straight`(
        _ columns: Int, _ rows: Int
    ) async throws {
        let session = try BrowserSession(try await Self.mesh(), columns: columns, rows: rows)
        session.selects("x␛]0;own")
        for (key, place) in [
            ("0", "Overview"), ("1", "Domains"), ("4", "Compliance"), ("5", "Subscriptions"), ("6", "Infrastructure"),
            ("7", "Activity"), ("2", "Products"),
        ] {
            session.terminal.type(key)
            session.waits(place) { _ in session.place.contains("› \(place)") }
            session.terminal.type("jjjkk}}")
            session.settle()
            expectStraight(session)
        }
        // Into the product and all the way down, its lineage, a policy's products.
        for keys in ["gg\r", "}", "}", "}", "}", "}", "}", "G", "3", "l", "2", "4\r", "2"] {
            session.terminal.type(keys)
            session.settle()
            expectStraight(session)
        }
        session.terminal.type("2gg")
        session.waits("the list") { _ in session.selected?.hasPrefix("x") ?? false }
        for (key, title) in [("s", "Subscribe to"), ("p", "Publish"), ("i", "Provision")] {
            session.type(key, shows: title)
            session.settle()
            expectBox(session)
            session.escape(from: "Esc leave")
        }
        session.quit()
        expectHarmless(session)
    }

    @Test func `what a provision prints is harmless, and what its plan holds`() async throws {
        let session = try BrowserSession(try await Self.mesh())
        session.selects("x␛]0;own")
        session.type("i", shows: "Provision")
        for _ in 0..<4 where !session.terminal.screen.contains("◂ evil ▸") {
            let before = session.terminal.screen
            session.terminal.type("l")
            session.waits("another template") { $0.screen != before }
        }
        session.type("\r", shows: "from evil ?", "evil.txt")
        expectBox(session)
        #expect(session.canAnswer())
        session.type("\r", shows: "evil for orders is")
        expectBox(session)
        session.escape(from: "⏎ leave")
        session.quit()
        expectHarmless(session)
    }

    @Test func `what is pasted is typed and never obeyed`() async throws {
        let session = try await BrowserSession.opened()
        session.type("/", shows: "words, domain:sales")
        session.type("\u{1B}[200~\(Self.hostile)Q\u{1B}[201~", shows: "ENDQ")
        expectStraight(session)
        session.escape(from: "ENDQ")
        session.selects("orders")
        session.type("s", shows: "Subscribe to orders")
        session.type("\u{1B}[200~board\r\r\r\u{1B}]0;x\u{7}\u{1B}[201~\t", shows: "✕ expected")
        expectBox(session)
        session.escape(from: "Subscribe to orders")
        session.quit()
        expectHarmless(session)
    }

    private func expectHarmless(_ session: BrowserSession, at place: SourceLocation = #_sourceLocation) {
        let sent = SentText(session.terminal.output)
        let kinds = Set(sent.kinds.keys)
        #expect(kinds.subtracting(Self.meant).isEmpty, sourceLocation: place)
        let outsiders = sent.text.unicodeScalars.filter { scalar in
            (0x80..<0xA0).contains(scalar.value) || (0xE000..<0xF900).contains(scalar.value)
                || scalar.properties.generalCategory == .format || scalar.properties.isVariationSelector
                || scalar.properties.isBidiControl || scalar.properties.isEmojiModifier
        }
        #expect(outsiders.isEmpty, sourceLocation: place)
        #expect(String(validating: session.terminal.output, as: UTF8.self) != nil, sourceLocation: place)
        // Nothing was put on the clipboard but what the person copied.
        #expect(
            !String(decoding: session.terminal.output, as: UTF8.self).contains("\u{1B}]52;c;eA=="),
            sourceLocation: place)
    }

    /// The rules between three panes go all the way down, and what stands below a heading stands there whatever the name before it.
    private func expectStraight(_ session: BrowserSession, at place: SourceLocation = #_sourceLocation) {
        guard session.place.contains("› Products") else { return }
        let terminal = session.terminal
        if terminal.columns >= 104 {
            session.waits("straight rules", at: place) { _ in session.rules == [24, 82] }
        }
        guard let heading = session.find("TRUST") else { return }
        for row in heading.row + 1..<heading.row + 3 {
            let mark = terminal.cell(column: heading.column, row: row)?.text ?? ""
            #expect(["●", "◆", "▲", "✕", "·"].contains(mark), "\(terminal.screen)", sourceLocation: place)
        }
    }

    /// The sides of the box on top.
    private func expectBox(_ session: BrowserSession, at place: SourceLocation = #_sourceLocation) {
        guard let corner = session.find("┌"), let end = session.find("┐") else {
            Issue.record("no box:\n\(session.terminal.screen)", sourceLocation: place)
            return
        }
        var row = corner.row + 1
        while session.terminal.cell(column: corner.column, row: row)?.text == "│" {
            #expect(session.terminal.cell(column: end.column, row: row)?.text == "│", sourceLocation: place)
            row += 1
        }
        #expect(
            session.terminal.cell(column: corner.column, row: row)?.text == "└", "\(session.terminal.screen)",
            sourceLocation: place)
        #expect(session.terminal.cell(column: end.column, row: row)?.text == "┘", sourceLocation: place)
    }
}
