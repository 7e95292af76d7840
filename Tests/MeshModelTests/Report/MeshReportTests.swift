import MeshModel
import Testing

struct MeshReportTests {
    private func report(slice: Int = 2) throws -> MeshReport {
        let example = try Example()
        try example.mesh.commit(
            [
                .createPolicy(Policy(id: "measured", type: .quality, rules: ["completeness >= 95%"])),
                .recordQuality(QualityReport(product: "orders", metrics: [.init(name: "completeness", value: "98.5")])),
                .recordQuality(QualityReport(product: "prices", metrics: [.init(name: "completeness", value: "80")])),
            ], by: Example.owner)
        try example.mesh.commit(
            [Example.request("prices"), Example.request("orders"), Example.request("prices", "app")],
            by: Actor(user: "carol"))
        var survey = try MeshSurvey(try example.reader(), at: Example.now)
        while !survey.isFinished { try survey.advance(slice) }
        #expect((survey.seen, survey.total) == (3, 3))
        return survey.report
    }

    @Test(arguments: [1, 2, 10])
    func `figures do not depend on the slices`(_ slice: Int) throws {
        #expect(try report(slice: slice) == report())
    }

    @Test func `a report as text`() throws {
        #expect(
            try report().text == [
                "Mesh health, 2026-11-23T09:00:00Z",
                "  domains        2",
                "  products       3: 1 draft, 2 published",
                "  subscriptions  3: 1 requested, 2 active",
                "  compliance     1 of 3 products; rules: 1 of 3, 1 not measured",
                "  quality        89.3 % over 2 products",
                "  freshness      promised by 0 products",
                "  to look at     1 without a contract",
                "",
                "Domains",
                "  domain  owner  products  published  links  compliant  rules                   quality  unclaimed  missing",
                "  online  @web   0         0          0      0 of 0     0 of 0                  –        0          0",
                "  sales   alice  3         2          2      1 of 3     1 of 3, 1 not measured  89.3     0          0",
                "",
                "Policies",
                "  policy    products  pass  fail  not measured",
                "  measured  3         1     1     1",
                "",
                "Most used products",
                "  product  consumers",
                "  prices   2",
                "",
                "Consumers of most products",
                "  consumer  products",
                "  app       1",
                "  board     1",
            ])
    }

    @Test func `what wants looking at is counted, in a domain and above it`() throws {
        let example = try Example()
        var imported = ImportedProduct()
        imported.source = "dcat-us:gsa"
        imported.sourceID = "g-1"
        imported.proposed = "roads"
        imported.facts.domain = "agency"
        imported.facts.sla = SLA(freshness: Quantity(7, .days))
        let agency = Domain(id: "agency", name: "Agency", owner: "", parent: "sales")
        let end = Change.concludeImport(ImportConclusion(source: "dcat-us:gsa"))
        try example.mesh.commit([.importDomain(agency), .importProduct(imported), end], by: Example.owner)
        try example.mesh.commit([end], by: Example.owner)
        var survey = try MeshSurvey(try example.reader(), at: Example.now)
        while !survey.isFinished { try survey.advance(100) }
        let agencyFigures = try #require(survey.report.domains.first { $0.id == "agency" }?.figures)
        for (figures, products, contracts) in [(survey.report.mesh, 4, 2), (agencyFigures, 1, 1)] {
            #expect(figures.products == products)
            #expect((figures.unclaimed, figures.missing, figures.withoutDescription) == (1, 1, 1))
            #expect((figures.withoutContract, figures.promisingFreshness) == (contracts, 1))
        }
        #expect(survey.report.domains.first { $0.id == "sales" }?.figures == survey.report.mesh)
        #expect(
            survey.report.text.contains(
                "  to look at     1 unclaimed, 1 missing at their source, 1 without a description, 2 without a contract"
            ))
    }

    @Test func `a report as Markdown escapes what it did not write`() throws {
        var report = try report()
        report.topProducts = [.init("a|b\n# c", 1)]
        let lines = report.markdown.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first == "# Mesh health, 2026-11-23T09:00:00Z")
        #expect(lines.contains("| a\\|b \\# c | 1 |"))
        #expect(lines.contains("| sales | alice | 3 | 2 | 2 | 1 of 3 | 1 of 3, 1 not measured | 89.3 | 0 | 0 |"))
    }

    @Test func `a report as a tree has the original's names`() throws {
        let tree = try report().tree
        #expect(tree["total_domains"] == .number("2"))
        #expect(tree["total_products"] == .number("3"))
        #expect(tree["total_subscriptions"] == .number("3"))
        #expect(tree["active_subscriptions"] == .number("2"))
        #expect(tree["compliance"]?["compliant"] == .number("1"))
        #expect(tree["compliance"]?["percent"] == .number("33.3"))
        #expect(tree["quality"] == .number("89.3"))
        #expect(tree["products_by_status"]?["published"] == .number("2"))
        guard case .list(let domains)? = tree["domains"] else { return #expect(Bool(false), "no domains") }
        #expect(domains.map { $0["domain_id"] } == [.text("online"), .text("sales")])
        #expect(tree["top_products"] == .list([.map([("product_id", .text("prices")), ("consumers", .number("2"))])]))
    }
}
