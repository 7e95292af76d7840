import MeshModel
import Testing

struct ProductQueryTests {
    static func card(_ edit: (inout ProductCard) -> Void = { _ in }) -> ProductCard {
        var product = DataProduct()
        product.id = "sales_transactions"
        product.name = "Sales Transactions"
        product.description = "Every till receipt of the day"
        product.tags = ["pii", "retail"]
        product.owner = "alice"
        product.status = .published
        product.updated = Example.now.adding(seconds: -3 * 86_400)
        var card = ProductCard(
            product, domains: ["online", "sales"], consumers: 12, quality: 96.5, fields: ["order_id", "total"])
        edit(&card)
        return card
    }

    /// Found or not, and where it stands without the product's own standing.
    static func rank(_ text: String, _ card: ProductCard, _ leniency: RankedQuery.Leniency = .words) -> Int? {
        RankedQuery(ProductQuery(parsing: text), leniency: leniency, statistics: SearchStatistics())
            .rank(SearchEntry(card), card, at: Example.now).map {
                $0 - (ProductQuery(parsing: text).hasWords ? card.searchStanding : 0)
            }
    }

    @Test(arguments: [
        "", "sales_transactions", "transact", "pii", "reta", "till", "SALES till", "'till", "domain:sal",
        "domain=sales", "domain=online", "owner:al", "status:published", "tag:pii", "quality<97", "quality>=96.5%",
        "consumers>10", "updated<7d", "!gone", "!domain=hr", "quality<", "'", "^sales", "actions$",
        "^sales_transactions$",
        "~slstrn", "till|gone", "gone|till", "gone | till", "!gone|lost", "order_id", "tota", "|", "^", "!", "sales_tr",
    ])
    func `is found`(_ text: String) {
        #expect(Self.rank(text, Self.card()) != nil)
    }

    @Test(arguments: [
        // Names before tags before fields before the description.
        ("sales", "pii"), ("pii", "order"), ("order", "till"),
        // The whole word before its beginning.
        ("sales", "sale"), ("till", "til"),
        ("^sales_transactions$", "^sales"), ("sales till", "till"),
    ])
    func `counts more than`(_ text: String, _ other: String) throws {
        #expect(try #require(Self.rank(text, Self.card())) > (try #require(Self.rank(other, Self.card()))))
    }

    @Test func `what few have counts more than what many have`() {
        let many = (0..<20).map { number in
            SearchEntry(
                Self.card {
                    $0.name = "Sales \(number)"; $0.description = number == 0 ? "receipts" : "sales"
                })
        }
        let statistics = SearchStatistics(many)
        #expect(statistics.holding("sales", whole: true) == 20)
        #expect(statistics.holding("receipts", whole: true) == 1)
        #expect(statistics.holding("rece", whole: false) == 1)
        #expect(statistics.holding("rece", whole: true) == 0)
        #expect(SearchWeight.of(1, in: 20) > SearchWeight.of(20, in: 20))
    }

    @Test(arguments: [("ransac", RankedQuery.Leniency.inside), ("slstrns", .alike), ("stx", .words)])
    func `is looked for more widely where it is not found`(_ text: String, _ leniency: RankedQuery.Leniency) {
        var query = RankedQuery(ProductQuery(parsing: text), statistics: SearchStatistics())
        while query.rank(SearchEntry(Self.card())) == nil, let further = query.further { query = further }
        #expect(query.leniency == leniency || query.rank(SearchEntry(Self.card())) == nil)
        #expect((query.rank(SearchEntry(Self.card())) != nil) == (text != "stx"))
    }

    @Test(arguments: ["'ransac", "^ransac", "~xq", "!sales", "domain:x"])
    func `what somebody said precisely is not looked for more widely`(_ text: String) {
        #expect(RankedQuery(ProductQuery(parsing: text), statistics: SearchStatistics()).further == nil)
    }

    @Test(arguments: [
        "'til", "refund", "sales refund", "domain=sal", "owner=al", "status:draft", "tag:gdpr", "quality<96.5",
        "quality>97",
        "consumers<12", "updated>7d", "!till", "!tag:pii", "missing:yes", "ales", "^gone", "sales$", "^sales$", "~qqq",
        "gone|lost", "!till|gone",
    ])
    func `is not found`(_ text: String) {
        #expect(Self.rank(text, Self.card()) == nil)
    }

    @Test func `what is not measured is neither below nor above`() {
        let card = Self.card { $0.quality = nil }
        #expect(Self.rank("quality<50", card) == nil)
        #expect(Self.rank("quality>50", card) == nil)
    }

    @Test(arguments: [
        (#"tag="climate change""#, true), (#"tag:"climate ch""#, true), (#"tag="climate"#, false),
        (#"tag:"climate"#, true), (#"!tag="climate change""#, false), (#"tag=climate change"#, false),
        (#"tag="climate change" till"#, true), (#"tag="climate change" gone"#, false),
    ])
    func `quotation marks hold a value of several words together`(_ text: String, _ isFound: Bool) {
        let card = Self.card { $0.tags = ["Climate Change"] }
        #expect((Self.rank(text, card) != nil) == isFound)
    }

    @Test func `what matches have in common is counted, the most frequent first, each with what narrows to it`() {
        var facets = ProductFacets()
        for (tag, status) in [("pii", DataProduct.Status.published), ("climate change", .draft), ("pii", .published)] {
            facets.count(
                Self.card { card in
                    card.tags = [tag, #"a "b" c"#]
                    card.status = status
                })
        }
        let values = facets.values(limit: 2)
        #expect(
            values.map { "\($0.count) \($0.condition)" } == [
                "2 status=published", "1 status=draft", "3 domain=online", "3 domain=sales", #"3 tag:"a ""#,
                "2 tag=pii",
            ])
        #expect(facets.total == 3 && facets.values(limit: 0).isEmpty)
        #expect(facets.values(limit: 9).last?.condition == #"tag="climate change""#)
    }

    @Test func `a term that makes no sense is named and the rest holds`() {
        let query = ProductQuery(parsing: "till quality<soon owner<3")
        #expect(query.complaints == ["quality<soon: expected a number", "owner<3: owner is text; use ':' or '='"])
        #expect(Self.rank("till quality<soon owner<3", Self.card()) == Self.rank("till", Self.card()))
    }

    @Test func `retired products stand below all others, and used ones above unused`() {
        #expect(
            Self.card { $0.status = .retired }.searchStanding < Self.card { $0.status = .deprecated }.searchStanding)
        #expect(Self.card { $0.status = .deprecated }.searchStanding < -90_000)
        #expect(Self.card { $0.isMissing = true }.searchStanding < Self.card().searchStanding)
        #expect(Self.card { $0.consumers = 100 }.searchStanding > Self.card { $0.consumers = 3 }.searchStanding)
        #expect(Self.card { $0.quality = 99 }.searchStanding > Self.card { $0.quality = 20 }.searchStanding)
    }

    @Test(arguments: [
        ("ÉTÉ", "ete"), ("Straße", "strasse"), ("Ærø", "aero"), ("ŁÓDŹ", "lodz"), ("Ἀθήνα", "αθηνα"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("Ёлка", "елка"), ("e\u{301}te\u{301}", "ete"), ("ﬁnance", "finance"), ("売上", "売上"), ("plain_09", "plain_09"),
        ("Việt", "viet"), ("İstanbul", "istanbul"),
    ])
    func `capitals and accents fold`(_ text: String, _ folded: String) {
        #expect(Folding.folded(text) == folded)
        #expect(Folding.folded(folded) == folded)
    }

    @Test(arguments: [
        ("sales_orders.v2", ["sales", "orders", "v2"]), ("", []), ("--", []), ("売上 data", ["売", "上", "data"]),
        ("a売b", ["a", "売", "b"]), (String(repeating: "x", count: 70), [String(repeating: "x", count: 64)]),
    ])
    func `texts fall into words`(_ text: String, _ words: [String]) {
        #expect(SearchWords.all(of: text) == words)
    }
}
