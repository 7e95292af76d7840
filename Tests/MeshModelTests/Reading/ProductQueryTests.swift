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
        var card = ProductCard(product, domains: ["online", "sales"], consumers: 12, quality: 96.5)
        edit(&card)
        return card
    }

    @Test(arguments: [
        ("", 0), ("sales_transactions", 100), ("transact", 60), ("ales", 40), ("pii", 30), ("reta", 20), ("till", 10),
        ("eceip", 5), ("SALES till", 70), ("'till", 10), ("domain:sal", 0), ("domain=sales", 0), ("domain=online", 0),
        ("owner:al", 0), ("status:published", 0), ("tag:pii", 0), ("quality<97", 0), ("quality>=96.5%", 0),
        ("consumers>10", 0), ("updated<7d", 0), ("!gone", 0), ("!domain=hr", 0), ("quality<", 0), ("'", 0),
    ])
    func `is found`(_ text: String, _ rank: Int) {
        #expect(ProductQuery(parsing: text).rank(Self.card(), at: Example.now) == rank)
    }

    @Test(arguments: [
        "'til", "refund", "sales refund", "domain=sal", "owner=al", "status:draft", "tag:gdpr", "quality<96.5",
        "quality>97",
        "consumers<12", "updated>7d", "!till", "!tag:pii", "missing:yes",
    ])
    func `is not found`(_ text: String) {
        #expect(ProductQuery(parsing: text).rank(Self.card(), at: Example.now) == nil)
    }

    @Test func `what is not measured is neither below nor above`() {
        let card = Self.card { $0.quality = nil }
        #expect(ProductQuery(parsing: "quality<50").rank(card, at: Example.now) == nil)
        #expect(ProductQuery(parsing: "quality>50").rank(card, at: Example.now) == nil)
    }

    @Test func `a term that makes no sense is named and the rest holds`() {
        let query = ProductQuery(parsing: "till quality<soon owner<3")
        #expect(query.complaints == ["quality<soon: expected a number", "owner<3: owner is text; use ':' or '='"])
        #expect(query.rank(Self.card(), at: Example.now) == 10)
    }

    @Test func `retired products stand below all others`() {
        let query = ProductQuery(parsing: "sales")
        let retired = Self.card { $0.status = .retired }
        #expect(query.rank(retired, at: Example.now) == 60 - 20_000)
    }

    @Test func `accents and capitals of any script fold`() {
        let card = Self.card { $0.name = "ÉTÉ Straße" }
        #expect(ProductQuery(parsing: "été").rank(card, at: Example.now) == 60)
    }
}
