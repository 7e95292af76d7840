import MeshModel
import Testing

/// Every limit is tried exactly where it is, and one above.
struct BoundsTests {
    @Test(arguments: Bound.texts + Bound.lists)
    func `what is exactly at its limit is taken, and one more is refused by name`(_ bound: Bound) throws {
        let example = try Self.mesh()
        let taken = Self.refusal(bound.change(bound.limit), example)
        #expect(taken?.contains("is the most") != true)
        #expect(taken == nil || bound.meansSomething, "\(taken ?? "")")
        #expect(Self.refusal(bound.change(bound.limit + 1), example) == bound.sentence)
    }

    @Test(arguments: NumberBound.all)
    func `a number outside its range is refused by name`(_ bound: NumberBound) throws {
        let example = try Self.mesh()
        for change in bound.taken { #expect(Self.refusal(change, example) == nil) }
        for (change, sentence) in bound.refused { #expect(Self.refusal(change, example) == sentence) }
    }

    @Test func `fields lie 32 deep inside each other, and no deeper`() throws {
        func nested(_ depth: Int) -> Change {
            var field = SchemaField(name: "x", type: "struct")
            for _ in 1..<depth {
                var outer = SchemaField(name: "x", type: "struct")
                outer.fields = [field]
                field = outer
            }
            return .publish(
                Publication(product: "ideas", version: "1.0", schema: [SchemaObject(name: "t", fields: [field])]))
        }
        let example = try Self.mesh()
        #expect(Self.refusal(nested(32), example) == nil)
        #expect(Self.refusal(nested(33), example)?.hasSuffix("nests its fields 33 deep; 32 is the most") == true)
    }

    @Test(arguments: [("(", ")"), ("not ", ""), ("name exists implies ", "")])
    func `a rule nests 128 levels, and no deeper`(_ opening: String, _ closing: String) throws {
        func rule(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + "owner exists" + String(repeating: closing, count: depth)
        }
        #expect(throws: Never.self) { try Rule.parse(rule(128)) }
        #expect {
            try Rule.parse(rule(129))
        } throws: { "\($0)".hasSuffix("a rule may be nested 128 levels deep; make it several rules") }
    }

    /// The sentence with which a change is refused when it is planned.
    static func refusal(_ change: Change, _ example: Example) -> String? {
        do {
            _ = try example.mesh.plan([change], by: Example.owner)
            return nil
        } catch { return "\(error)" }
    }

    /// Products, a reader, a policy, a template and what was made of it: something to say a thing about.
    static func mesh() throws -> Example {
        let example = try Example()
        var template = InfrastructureTemplate()
        template.id = "door"
        var provision = Provision()
        (provision.product, provision.template, provision.port) = ("orders", "door", OutputPort.main)
        (provision.state, provision.hooks) = (.applying, [.grant, .revoke])
        var ready = provision
        ready.state = .ready
        try example.mesh.commit(
            [
                .registerConsumer(Consumer(id: "lab", domain: "finance", owner: "carol")),
                Example.request("prices", "lab"), .publish(Example.publication("prices", "2.0")),
                .createPolicy(Policy(id: "owned", type: .metadata, rules: ["completeness >= 90%"])),
                .createTemplate(template), .provision(provision), .provision(ready),
            ], by: Example.owner)
        try example.mesh.commit([Example.request("orders")], by: Example.mallory)
        return example
    }
}

/// A text or a list that may be so long.
struct Bound: CustomTestStringConvertible, Sendable {
    /// The place that the refusal names.
    var place: String
    var limit: Int
    /// A list is counted in entries, a text in bytes.
    var isList = false
    /// A text that at its limit is refused for what it says, and not for its length.
    var meansSomething = false
    var change: @Sendable (_ size: Int) -> Change

    var testDescription: String { "\(change(1).name) \(place)" }
    var sentence: String {
        isList
            ? "\(place): has \(limit + 1) entries; \(limit) is the most"
            : "\(place): is \(limit + 1) bytes long; \(limit) is the most"
    }

    static func text(
        _ place: String, _ limit: Int, meansSomething: Bool = false, _ change: @escaping @Sendable (String) -> Change
    ) -> Bound {
        Bound(place: place, limit: limit, meansSomething: meansSomething) { size in
            change(String(repeating: "x", count: size))
        }
    }

    static func list(
        _ place: String, _ limit: Int, meansSomething: Bool = false, _ change: @escaping @Sendable ([String]) -> Change
    ) -> Bound {
        Bound(place: place, limit: limit, isList: true, meansSomething: meansSomething) { size in
            change((0..<size).map { "x\($0)" })
        }
    }

    static func facts(_ edit: (inout ProductFacts) -> Void) -> Change {
        var facts = ProductFacts()
        edit(&facts)
        return .editProduct(ProductEdit(id: "orders", facts: facts))
    }

    static func domain(_ edit: (inout Domain) -> Void) -> Change {
        var domain = Domain(id: "new", name: "New", owner: "alice")
        edit(&domain)
        return .registerDomain(domain)
    }

    static func publication(_ edit: (inout Publication) -> Void) -> Change {
        var publication = Example.publication("ideas", "1.0")
        edit(&publication)
        return .publish(publication)
    }

    static func field(_ edit: (inout SchemaField) -> Void) -> Change {
        publication { edit(&$0.schema[0].fields[0]) }
    }

    static func constraints(_ edit: (inout FieldConstraints) -> Void) -> Change {
        field {
            var constraints = FieldConstraints()
            edit(&constraints)
            $0.constraints = constraints
        }
    }

    static func quality(_ edit: (inout QualityExpectation) -> Void) -> Change {
        publication {
            var expectation = QualityExpectation(metric: "rowCount", .atLeast, ["1"])
            edit(&expectation)
            $0.schema[0].quality = [expectation]
        }
    }

    static func policy(_ edit: (inout Policy) -> Void) -> Change {
        var policy = Policy(id: "new", type: .metadata, rules: ["owner exists"])
        edit(&policy)
        return .createPolicy(policy)
    }

    static func template(_ edit: (inout InfrastructureTemplate) -> Void) -> Change {
        var template = InfrastructureTemplate()
        template.id = "new"
        edit(&template)
        return .createTemplate(template)
    }

    static func provision(_ edit: (inout Provision) -> Void) -> Change {
        var provision = Provision()
        (provision.product, provision.template, provision.state) = ("prices", "door", .planned)
        edit(&provision)
        return .provision(provision)
    }

    static func imported(_ edit: (inout ImportedProduct) -> Void) -> Change {
        var product = ImportedProduct()
        (product.source, product.sourceID, product.proposed) = ("dbt:shop", "raw", "raw")
        product.facts.domain = "sales"
        edit(&product)
        return .importProduct(product)
    }

    static func absence(_ edit: (inout Absence) -> Void) -> Change {
        var absence = Absence(person: "alice", deputies: ["bob"], from: Example.now)
        edit(&absence)
        return .setAbsence(absence)
    }

    static func access(_ edit: (inout AccessEvent) -> Void) -> Change {
        var event = AccessEvent(product: "orders", consumer: "lab", at: Example.now)
        edit(&event)
        return .recordAccess(AccessReport([event]))
    }

    static func grant(_ edit: (inout PlatformGrant) -> Void) -> Change {
        var link = Subscription()
        (link.product, link.port, link.consumer) = ("orders", OutputPort.main, "board")
        var grant = PlatformGrant(.grant, link, template: "door", .failed)
        edit(&grant)
        return .recordGrant(grant)
    }
}
