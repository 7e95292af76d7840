import MeshModel
import Testing

/// What makes no sense is refused by name, with what to do next, and nothing changes.
struct RefusalTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var change: Change
        var by = Example.owner
        var sentence: String
        var testDescription: String { name }
    }

    static func facts(_ edit: (inout ProductFacts) -> Void) -> ProductFacts {
        var facts = ProductFacts()
        edit(&facts)
        return facts
    }

    static func quality(_ name: String, _ value: String) -> Change {
        .recordQuality(QualityReport(product: "orders", metrics: [.init(name: name, value: value)]))
    }

    static let cases: [Case] = [
        Case(
            name: "unknown product", change: .publish(Example.publication("nowhere", "1.0")),
            sentence: "there is no product 'nowhere'; datamesh search nowhere finds what is near"),
        Case(
            name: "unknown domain", change: .createProduct(Example.draft("new", domain: "hr", owner: "alice")),
            sentence: "there is no domain 'hr'; register it first: datamesh domain register hr --owner NAME"),
        Case(
            name: "duplicate product", change: .createProduct(Example.draft("orders", owner: "alice")),
            sentence: "product 'orders' exists already; datamesh product show orders shows it"),
        Case(
            name: "duplicate domain", change: .registerDomain(Domain(id: "sales", name: "", owner: "alice")),
            sentence: "domain 'sales' exists already; datamesh domain show sales shows it"),
        Case(
            name: "empty owner", change: .createProduct(Example.draft("new", owner: "  ")),
            sentence: "owner of product 'new': must not be empty; name a user or an @group"),
        Case(
            name: "version that exists, written otherwise", change: .publish(Example.publication("orders", "1.0.0")),
            sentence: "version '1.0.0' exists already; it was published on 2026-11-23; the next free one is 1.1.0"),
        Case(
            name: "version that cannot be read", change: .publish(Example.publication("orders", "one")),
            sentence: "version 'one': cannot be read; expected a version such as 1.2.0"),
        Case(
            name: "version below the newest", change: .publish(Example.publication("orders", "0.9")),
            sentence: "version '0.9': is below 1.0, which is published"),
        Case(
            name: "schema without a field name",
            change: .publish(
                Publication(
                    product: "orders", version: "2.0",
                    schema: [SchemaObject(name: "orders", fields: [SchemaField(name: " ", type: "string")])])),
            sentence: "schema 'orders': has a field without a name"),
        Case(
            name: "role-based terms without roles",
            change: .publish(Example.publication("orders", "2.0", access: AccessTerms(kind: .roleBased))),
            sentence: "access policy 'role-based': names no role; list them in roles"),
        Case(
            name: "subscription to a draft", change: Example.request("ideas"),
            sentence: "product 'ideas' is a draft; it can be used once it is published"),
        Case(
            name: "metric that is not a number", change: quality("completeness", "high"),
            sentence: "metric 'completeness' 'high': is not a number"),
        Case(
            name: "metric that is not finite", change: quality("row_count", "inf"),
            sentence: "metric 'row_count' 'inf': is not a number"),
        Case(
            name: "share above 100", change: quality("accuracy", "101"),
            sentence: "metric 'accuracy' '101': is not a share between 0 and 100 percent"),
        Case(
            name: "negative delay", change: quality("timeliness_hours", "-1"),
            sentence: "metric 'timeliness_hours' '-1': is negative"),
        Case(
            name: "unreadable rule",
            change: .createPolicy(Policy(id: "p", type: .quality, rules: ["completeness >= 95%", "accuracy >="])),
            sentence: "policy 'p': line 1, column 10: expected a number after >="),
        Case(
            name: "policy without rules", change: .createPolicy(Policy(id: "p", type: .quality, rules: [])),
            sentence: "policy 'p': has no rule; state some, such as completeness >= 95%"),
        Case(
            name: "global policy by a stranger",
            change: .createPolicy(Policy(id: "p", type: .quality, rules: ["accuracy >= 90%"])), by: Example.mallory,
            sentence: "mallory may not create the policy 'p'; ask somebody with the role governance"),
        Case(
            name: "template that leaves the workspace",
            change: .createTemplate(
                {
                    var template = InfrastructureTemplate()
                    template.id = "t"
                    template.files = [.init(path: "../etc/passwd", content: "")]
                    return template
                }()),
            sentence: "file '../etc/passwd': must be a relative path that stays inside the workspace"),
        Case(
            name: "provision from an unknown template",
            change: .provision(
                {
                    var provision = Provision()
                    provision.product = "orders"
                    provision.template = "nothing"
                    return provision
                }()),
            sentence: "there is no template 'nothing'; datamesh template list shows those there are"),
        Case(
            name: "availability above 100",
            change: .editProduct(
                ProductEdit(id: "orders", facts: facts { $0.sla = SLA(availability: Quantity(120)) })),
            sentence: "availability '120': is not a share between 0 and 100 percent"),
        Case(
            name: "freshness that is no time",
            change: .editProduct(
                ProductEdit(id: "orders", facts: facts { $0.sla = SLA(freshness: Quantity(95, .percent)) })),
            sentence: "freshness '95%': is not a length of time such as 24h"),
        Case(
            name: "unknown input",
            change: .editProduct(ProductEdit(id: "orders", facts: facts { $0.inputs = [.product("lost")] })),
            sentence: "there is no product 'lost'; an input outside the mesh is written external:lost"),
        Case(
            name: "domain inside itself",
            change: .editDomain(
                {
                    var edit = DomainEdit(id: "sales")
                    edit.parent = "online"
                    return edit
                }()),
            sentence: "this would make a circle: sales → online → sales; remove one of the inputs"),
        Case(
            name: "claiming what is owned", change: .claimProduct(ProductClaim(id: "orders", owner: "bob")),
            sentence: "product 'orders' is owned by alice; ask them to hand it over"),
        Case(
            name: "a grant that ends before it begins",
            change: Example.request("prices", until: Instant(milliseconds: 1)),
            sentence: "until '1970-01-01': has passed"),
    ]

    @Test(arguments: cases)
    func `is refused with a sentence and changes nothing`(_ refused: Case) throws {
        let example = try Example()
        let before = try example.reader().revision
        let sentence = try #require(example.refusal([refused.change], by: refused.by))
        #expect(sentence.hasPrefix(refused.sentence), "\(sentence)")
        #expect(try example.reader().revision == before)
    }
}
