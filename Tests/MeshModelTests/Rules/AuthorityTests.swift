import MeshModel
import Testing

/// Who may do what, for every kind of change and everybody who might try.
struct AuthorityTests {
    /// The people of a shared host. Nobody owns the mesh there.
    enum Person: String, CaseIterable, Sendable {
        case analyst, productOwner, domainOwner, member, approver, deputy, steward, governance, platform, groupOwner,
            namesake

        var actor: Actor {
            switch self {
            case .analyst: Actor(user: "ann", groups: ["analysts"])
            case .productOwner: Actor(user: "olga")
            case .domainOwner: Actor(user: "dora")
            case .member: Actor(user: "bob")
            case .approver: Actor(user: "amy")
            case .deputy: Actor(user: "dan")
            case .steward: Actor(user: "stella", roles: [.steward])
            case .governance: Actor(user: "gus", roles: [.governance])
            case .platform: Actor(user: "pat", roles: [.platform])
            case .groupOwner: Actor(user: "gerd", groups: ["web"])
            // A group may be called like a person; its members are not that person.
            case .namesake: Actor(user: "nina", groups: ["olga", "dora", "bob", "amy", "steward", "@web"])
            }
        }
    }

    /// The domain sales is dora's, with bob in its team; orders is olga's, amy approves as well; ann asked for it; olga is away, dan stands in for
    /// her. Stray belongs to nobody. The domain web and all in it are the group's.
    static func mesh() throws -> MemoryMesh {
        let mesh = MemoryMesh(actor: Example.owner) { Example.now }
        var terms = AccessTerms(kind: .approval, approvers: ["amy"])
        terms.longestDays = 90
        try mesh.commit(
            [
                .registerDomain(Domain(id: "sales", name: "Sales", owner: "dora", team: ["bob"])),
                .registerDomain(Domain(id: "web", name: "Web", owner: "@web")),
                .createProduct(Example.draft("orders", owner: "olga")),
                .publish(Example.publication("orders", "1.0", access: terms)),
                .createProduct(Example.draft("clicks", domain: "web", owner: "@web")),
                .registerConsumer(Consumer(id: "dashboard", domain: "finance", owner: "ann")),
                .createPolicy(Policy(id: "local", type: .quality, scope: .domain("sales"), rules: ["accuracy >= 1%"])),
                .createPolicy(Policy(id: "everywhere", type: .quality, rules: ["accuracy >= 1%"])),
                .createTemplate(template("bucket")),
                .setAbsence(Absence(person: "olga", deputies: ["dan"], from: Example.now)),
                .waive(waiver("everywhere")), .waive(waiver("local")),
                .importProduct(imported()), .concludeImport(ImportConclusion(source: "dcat-us:x")),
            ], by: Example.owner)
        try mesh.commit([Example.request("orders")], by: Person.analyst.actor)
        // Visits have a second major version that the consumer ann asked for has to move to.
        let open = AccessTerms(kind: .open)
        try mesh.commit(
            [
                .createProduct(Example.draft("visits", domain: "web", owner: "@web")),
                .publish(Example.publication("visits", "1.0", access: open)),
            ], by: Example.owner)
        try mesh.commit([Example.request("visits")], by: Person.analyst.actor)
        try mesh.commit([.publish(Example.publication("visits", "2.0", access: open))], by: Example.owner)
        return mesh
    }

    static func template(_ id: InfrastructureTemplate.ID, type: String = "") -> InfrastructureTemplate {
        var template = InfrastructureTemplate()
        template.id = id
        template.type = type
        return template
    }

    static func imported() -> ImportedProduct {
        var product = ImportedProduct()
        product.source = "dcat-us:x"
        product.sourceID = "stray"
        product.proposed = "stray"
        product.facts.domain = "sales"
        return product
    }

    struct Row: CustomTestStringConvertible, Sendable {
        var change: Change
        var name: String?
        var may: Set<Person>
        var testDescription: String { name ?? change.name }

        init(_ change: Change, _ name: String? = nil, may: Set<Person>) {
            self.change = change
            self.name = name
            self.may = may
        }
    }

    static let link = Subscription.ID(product: "orders", port: OutputPort.main, consumer: "board")
    static let everybody = Set(Person.allCases)
    static let salesPeople: Set<Person> = [.productOwner, .domainOwner, .member]
    static let deciders: Set<Person> = [.productOwner, .domainOwner, .approver, .deputy]

    static func edit(_ id: Domain.ID) -> Change {
        var edit = DomainEdit(id: id)
        edit.description = "new words"
        return .editDomain(edit)
    }

    static func facts(_ id: DataProduct.ID, _ change: (inout ProductFacts) -> Void) -> Change {
        var facts = ProductFacts()
        change(&facts)
        return .editProduct(ProductEdit(id: id, facts: facts))
    }

    static func provision() -> Change {
        var provision = Provision()
        provision.product = "orders"
        provision.template = "bucket"
        return .provision(provision)
    }

    static func access(_ consumer: String) -> Change {
        .recordAccess(AccessReport([AccessEvent(product: "orders", consumer: consumer, at: Example.now)]))
    }

    static func waiver(_ policy: Policy.ID, days: Int64 = 30) -> Waiver {
        Waiver(
            policy: policy, product: "orders", reason: "the source moves",
            until: Example.now.adding(seconds: days * Instant.secondsPerDay))
    }

    static func importedDomain(owner: String) -> Change {
        var domain = Domain(id: "new", name: "New", owner: owner)
        domain.source = "dcat-us:x"
        return .importDomain(domain)
    }

    static let rows: [Row] = [
        Row(.registerDomain(Domain(id: "new", name: "", owner: "ann")), may: [.steward]),
        Row(edit("sales"), may: [.domainOwner, .steward]),
        Row(edit("web"), "edit a group's domain", may: [.groupOwner, .steward]),
        Row(.createProduct(Example.draft("new", owner: "ann")), may: [.domainOwner, .member]),
        Row(facts("orders") { $0.description = "other" }, may: salesPeople),
        Row(facts("orders") { $0.access = AccessTerms(kind: .open) }, "access terms", may: salesPeople),
        Row(facts("orders") { $0.owner = "ann" }, "hand over", may: salesPeople),
        Row(facts("clicks") { $0.description = "other" }, "edit a group's product", may: [.groupOwner]),
        Row(facts("orders") { $0.domain = "web" }, "move into another's domain", may: []),
        Row(.claimProduct(ProductClaim(id: "stray", owner: "")), may: [.domainOwner, .member, .steward]),
        Row(.publish(Example.publication("orders", "1.1")), may: salesPeople),
        Row(.deprecate(StatusChange(product: "orders", note: "")), may: salesPeople),
        Row(.retire(StatusChange(product: "orders", note: "")), may: salesPeople),
        Row(.registerConsumer(Consumer(id: "job", domain: "x", owner: "ann")), may: [.analyst, .steward]),
        Row(
            .registerConsumer(Consumer(id: "job", domain: "x", owner: "@web")), "a group's",
            may: [.groupOwner, .steward]),
        Row(Example.request("orders", "mine"), may: everybody),
        Row(Example.request("orders", "dashboard"), "ask for another's consumer", may: [.analyst, .steward]),
        Row(.decide(.init(.approve, link)), "approve", may: deciders),
        Row(.decide(.init(.deny, link, reason: "no")), "deny", may: deciders),
        Row(.decide(.init(.cancel, link)), "cancel", may: [.analyst]),
        Row(.createPolicy(Policy(id: "new", type: .quality, rules: ["accuracy >= 2%"])), may: [.governance]),
        Row(
            .createPolicy(Policy(id: "new", type: .quality, scope: .domain("sales"), rules: ["accuracy >= 2%"])),
            "a domain's policy", may: [.governance, .domainOwner]),
        Row(.setPolicyLifecycle(.init(policy: "everywhere", lifecycle: .deprecated)), may: [.governance]),
        Row(
            .setPolicyLifecycle(.init(policy: "local", lifecycle: .deprecated)), "a domain's policy's lifecycle",
            may: [.governance, .domainOwner]),
        Row(.waive(waiver("everywhere", days: 60)), may: [.governance]),
        Row(.waive(waiver("local", days: 60)), "waive a domain's policy", may: [.governance, .domainOwner]),
        Row(.endWaiver(WaiverEnd(policy: "everywhere", product: "orders")), may: [.governance]),
        Row(
            .endWaiver(WaiverEnd(policy: "local", product: "orders")), "end a waiver of a domain's policy",
            may: [.governance, .domainOwner]),
        Row(
            .implementPolicy(PolicyImplementation(policy: "everywhere", domain: "sales", rules: ["accuracy >= 2%"])),
            may: [.governance, .domainOwner]),
        Row(.createTemplate(template("new")), may: [.platform]),
        Row(.editTemplate(template("bucket", type: "batch")), may: [.platform]),
        Row(.editPolicy(Policy(id: "everywhere", type: .quality, rules: ["accuracy >= 3%"])), may: [.governance]),
        Row(
            .editPolicy(Policy(id: "local", type: .quality, scope: .domain("sales"), rules: ["accuracy >= 3%"])),
            "edit a domain's policy", may: [.governance, .domainOwner]),
        // A domain's owner must not make its policy everybody's.
        Row(
            .editPolicy(Policy(id: "local", type: .quality, rules: ["accuracy >= 3%"])), "let it speak about everybody",
            may: [.governance]),
        Row(.editConsumer(Consumer(id: "dashboard", domain: "y", owner: "ann")), may: [.analyst, .steward]),
        Row(provision(), may: salesPeople),
        Row(
            .recordQuality(QualityReport(product: "orders", metrics: [.init(name: "accuracy", value: "98")])),
            may: salesPeople),
        Row(access("ann"), may: salesPeople.union([.analyst, .platform])),
        Row(access("board"), "for a consumer that ann asked for", may: salesPeople.union([.analyst, .platform])),
        Row(access("dashboard"), "for a consumer that ann owns", may: salesPeople.union([.analyst, .platform])),
        Row(access("stranger"), "for somebody else", may: salesPeople.union([.platform])),
        // The owner that a file states must not open the door to whoever wrote the file.
        Row(importedDomain(owner: "ann"), may: [.steward]),
        Row(.importProduct(imported()), may: [.domainOwner, .member, .steward]),
        Row(.concludeImport(ImportConclusion(source: "dcat-us:x")), may: [.domainOwner, .member, .steward]),
        Row(.announceCampaign(CampaignAnnouncement(product: "visits", note: "read the new one")), may: [.groupOwner]),
        Row(.answerCampaign(CampaignAnswer(.seen, product: "visits", consumer: link.consumer)), may: [.analyst]),
        Row(.postNotice(ProductNotice(product: "orders", "late today")), may: salesPeople),
        Row(.endNotice(NoticeEnd(product: "orders")), may: salesPeople),
        // For oneself, use decides and not authority.
        Row(.endorse(Endorsement(product: "visits", domain: "sales")), may: [.domainOwner, .member]),
        Row(.withdrawEndorsement(Endorsement(product: "visits", domain: "sales")), may: [.domainOwner, .member]),
        Row(.setAbsence(Absence(person: "ann", deputies: ["bob"], from: Example.now)), may: [.analyst, .steward]),
        Row(
            .setAbsence(Absence(person: "dora", deputies: ["ann"], from: Example.now)), "another's deputy",
            may: [.domainOwner, .steward]),
    ]

    @Test(arguments: rows, Person.allCases)
    func `whoever may, may; whoever may not is told who may`(_ row: Row, _ person: Person) throws {
        let mesh = try Self.mesh()
        do {
            let plan = try mesh.plan([row.change], by: person.actor)
            #expect(row.may.contains(person), "\(person.actor.user) did it on the grounds of \(plan.grounds)")
            // Of what anybody may do of their own, nobody asks why.
            let needsGround = row.may != Self.everybody && row.change != Self.access(person.actor.user)
            #expect(!needsGround || plan.grounds.contains { $0.hasPrefix(person.actor.user + " ") })
        } catch {
            guard case .refused(.notAllowed(_, let actor, let who)) = error else {
                // Refused for another reason than authority: then it was allowed to try.
                #expect(row.may.contains(person), "\(error)")
                return
            }
            #expect(!row.may.contains(person), "\(error)")
            #expect(actor == person.actor.user && !who.isEmpty)
        }
    }

    /// Every change that there is stands in the table: a new one must say who may.
    @Test func `no kind of change is missing from the table`() {
        #expect(Set(Self.rows.map(\.change.name)).count == 33)
    }

    @Test func `a deputy decides only while the other is away`() throws {
        let mesh = try Self.mesh()
        let approval = Change.decide(.init(.approve, Self.link))
        #expect(throws: Never.self) { try mesh.plan([approval], by: Person.deputy.actor) }
        try mesh.commit(
            [.setAbsence(Absence(person: "olga", deputies: [], from: Example.now))], by: Actor(user: "olga"))
        #expect(throws: GatewayError.self) { try mesh.plan([approval], by: Person.deputy.actor) }
        // Away from tomorrow on is not away.
        let tomorrow = Example.now.adding(seconds: 86_400)
        try mesh.commit(
            [.setAbsence(Absence(person: "olga", deputies: ["dan"], from: tomorrow))], by: Actor(user: "olga"))
        #expect(throws: GatewayError.self) { try mesh.plan([approval], by: Person.deputy.actor) }
    }

    @Test(
        arguments: [
            (Absence(person: "@web", deputies: ["ann"], from: Example.now), "is a group"),
            (Absence(person: "olga", deputies: ["olga"], from: Example.now), "cannot be the one who is away"),
            (Absence(person: "olga", deputies: ["a b"], from: Example.now), "is not the name of a user"),
            (Absence(person: "", deputies: ["ann"], from: Example.now), "must not be empty"),
            (
                Absence(person: "olga", deputies: ["ann"], from: Example.now, until: Example.now),
                "is not after the first day"
            ),
            (
                Absence(person: "olga", deputies: (0..<17).map { "u\($0)" }, from: Example.now),
                "has 17 entries; 16 is the most"
            ),
        ])
    func `an absence that makes no sense is refused`(_ absence: Absence, _ reason: String) throws {
        let mesh = try Self.mesh()
        let sentence = #expect(throws: GatewayError.self) { try mesh.plan([.setAbsence(absence)], by: Example.owner) }
        #expect(sentence?.description.contains(reason) ?? false, "\(sentence?.description ?? "")")
    }
}
