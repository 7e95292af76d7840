import MeshModel

extension Bound {
    static let texts = domains + products + contracts + consumers + governance + platforms + sources

    private static let domains = [
        text("name", 256) { text in domain { $0.name = text } },
        text("owner", 128) { text in domain { $0.owner = text } },
        text("team[0]", 128) { text in domain { $0.team = [text] } },
        text("description", 65_536) { text in domain { $0.description = text } },
        text("tags[0]", 256) { text in domain { $0.tags = [text] } },
        text("contact", 1024) { text in domain { $0.contact = text } },
        text("name", 256) { text in
            var edit = DomainEdit(id: "sales")
            edit.name = text
            return .editDomain(edit)
        },
    ]

    private static let products = [
        text("name", 1024) { text in facts { $0.name = text } },
        text("owner", 128) { text in facts { $0.owner = text } },
        text("contact", 1024) { text in facts { $0.contact = text } },
        text("description", 65_536) { text in facts { $0.description = text } },
        text("tags[0]", 256) { text in facts { $0.tags = [text] } },
        text("collection", 1024) { text in facts { $0.collection = text } },
        text("metadata.x", 65_536) { text in facts { $0.metadata = ["x": text] } },
        text("sla.others.x", 65_536) { text in
            facts {
                $0.sla = SLA()
                $0.sla?.others = ["x": text]
            }
        },
        text("inputs[0]", 65_536) { text in facts { $0.inputs = [.external(String(text.dropFirst(9)))] } },
        text("ports[0].name", 1024) { text in facts { $0.ports = [OutputPort(id: "main", name: text)] } },
        text("ports[0].description", 65_536) { text in
            facts { $0.ports = [OutputPort(id: "main", description: text)] }
        },
        text("ports[0].address.server", 65_536) { text in
            facts { $0.ports = [OutputPort(id: "main", address: Address(server: text, location: ""))] }
        },
        text("ports[0].address.location", 65_536) { text in
            facts { $0.ports = [OutputPort(id: "main", address: Address(location: text))] }
        },
        text("ports[0].address.format", 1024) { text in
            facts { $0.ports = [OutputPort(id: "main", address: Address(location: "", format: text))] }
        },
        text("access_policy.roles[0]", 256) { text in
            facts { $0.access = AccessTerms(kind: .roleBased, roles: [text]) }
        },
        text("access_policy.approvers[0]", 128) { text in
            facts { $0.access = AccessTerms(kind: .approval, approvers: [text]) }
        },
        text("owner", 128, meansSomething: true) { text in .claimProduct(ProductClaim(id: "orders", owner: text)) },
        text("note", 4096) { text in .deprecate(StatusChange(product: "orders", note: text)) },
        text("note", 4096) { text in .retire(StatusChange(product: "ideas", note: text)) },
        text("text", 1024) { text in .postNotice(ProductNotice(product: "orders", text)) },
        text("note", 4096) { text in .endorse(Endorsement(product: "orders", domain: nil, note: text)) }.mayMean,
        text("note", 4096) { text in .announceCampaign(CampaignAnnouncement(product: "prices", note: text)) },
        text("note", 4096) { text in
            .answerCampaign(CampaignAnswer(.objects, product: "prices", consumer: "lab", note: text))
        },
    ]

    private static let contracts = [
        text("version", 256, meansSomething: true) { text in publication { $0.version = text } },
        text("note", 4096) { text in publication { $0.note = text } },
        text("schema[0].name", 256) { text in publication { $0.schema[0].name = text } },
        text("schema[0].description", 65_536) { text in publication { $0.schema[0].description = text } },
        text("schema[0].fields[0].name", 256) { text in field { $0.name = text } },
        text("schema[0].fields[0].type", 65_536) { text in field { $0.type = text } },
        text("schema[0].fields[0].description", 65_536) { text in field { $0.description = text } },
        text("schema[0].fields[0].tags[0]", 256) { text in field { $0.tags = [text] } },
        text("schema[0].fields[0].fields[0].name", 256) { text in
            field { $0.fields = [SchemaField(name: text, type: "int")] }
        },
        text("schema[0].fields[0].constraints.minimum", 256) { text in constraints { $0.minimum = text } },
        text("schema[0].fields[0].constraints.maximum", 256) { text in constraints { $0.maximum = text } },
        text("schema[0].fields[0].constraints.exclusive_minimum", 256) { text in
            constraints { $0.exclusiveMinimum = text }
        },
        text("schema[0].fields[0].constraints.exclusive_maximum", 256) { text in
            constraints { $0.exclusiveMaximum = text }
        },
        text("schema[0].fields[0].constraints.multiple_of", 256) { text in constraints { $0.multipleOf = text } },
        text("schema[0].fields[0].constraints.pattern", 65_536) { text in constraints { $0.pattern = text } },
        text("schema[0].fields[0].constraints.format", 256) { text in constraints { $0.format = text } },
        text("schema[0].fields[0].constraints.enum[0]", 65_536) { text in constraints { $0.allowed = [text] } },
        text("schema[0].quality[0].name", 1024) { text in quality { $0.name = text } },
        text("schema[0].quality[0].metric", 1024) { text in quality { $0.metric = text } },
        text("schema[0].quality[0].query", 65_536) { text in quality { $0.query = text } },
        text("schema[0].quality[0].values[0]", 256) { text in quality { $0.values = [text] } },
        text("schema[0].quality[0].unit", 1024) { text in quality { $0.unit = text } },
        text("schema[0].quality[0].description", 65_536) { text in quality { $0.description = text } },
        text("schema[0].quality[0].severity", 1024) { text in quality { $0.severity = text } },
    ]

    private static let consumers = [
        text("name", 256) { text in
            .registerConsumer(Consumer(id: "new", name: text, domain: "sales", owner: "carol"))
        },
        text("domain", 128) { text in .registerConsumer(Consumer(id: "new", domain: text, owner: "carol")) },
        text("owner", 128) { text in .editConsumer(Consumer(id: "lab", domain: "sales", owner: text)) },
        text("consumer_domain", 128) { text in
            .subscribe(SubscriptionRequest(product: "prices", consumer: "new", consumerDomain: text))
        },
        text("purpose", 4096) { text in
            .subscribe(SubscriptionRequest(product: "prices", consumer: "new", consumerDomain: "hr", purpose: text))
        },
        text("uses[0]", 65_536, meansSomething: true) { text in
            .subscribe(SubscriptionRequest(product: "prices", consumer: "new", consumerDomain: "hr", uses: [text]))
        },
        text("reason", 4096) { text in .decide(SubscriptionDecision(.deny, board, reason: text)) },
        text("fields[0]", 65_536, meansSomething: true) { text in
            .decide(SubscriptionDecision(.approve, board, fields: [text]))
        },
        text("note", 4096) { text in absence { $0.note = text } },
        text("person", 128) { text in absence { $0.person = text } },
        text("deputies[0]", 128) { text in absence { $0.deputies = [text] } },
        text("events[0].consumer_id", 128) { text in access { $0.consumer = text } },
        text("events[0].action", 256) { text in access { $0.action = text } },
    ]

    static let board = Subscription.ID(product: "orders", port: OutputPort.main, consumer: "board")

    private static let governance = [
        text("name", 256) { text in policy { $0.name = text } },
        text("description", 65_536) { text in policy { $0.description = text } },
        text("scope", 263) { text in policy { $0.scope = .tag(String(text.dropFirst(4))) } },
        text("rules[0]", 4096) { text in policy { $0.rules = ["owner = " + text.dropFirst(8)] } },
        text("description", 65_536) { text in
            .implementPolicy(
                PolicyImplementation(
                    policy: "owned", domain: "sales", metrics: ["completeness": "full"], description: text))
        },
        text("metrics.completeness", 256) { text in
            .implementPolicy(
                PolicyImplementation(policy: "owned", domain: "sales", metrics: ["completeness": text]))
        }.mayMean,
        text("rules[0]", 4096, meansSomething: true) { text in
            .implementPolicy(PolicyImplementation(policy: "owned", domain: "sales", rules: [text]))
        },
        text("reason", 4096) { text in
            .waive(
                Waiver(
                    policy: "owned", product: "orders", reason: text, until: Example.now.adding(seconds: 86_400)))
        },
        text("metrics[0].metric", 128) { text in
            .recordQuality(QualityReport(product: "orders", metrics: [.init(name: text, value: "1")]))
        },
        text("metrics[0].value", 64) { text in
            .recordQuality(
                QualityReport(
                    product: "orders", metrics: [.init(name: "x", value: "0." + text.dropFirst(2).map { _ in "1" })])
            )
        },
        text("source", 256) { text in
            .recordQuality(QualityReport(product: "orders", metrics: [.init(name: "x", value: "1")], source: text))
        },
    ]

    private static let platforms = [
        text("name", 256) { text in template { $0.name = text } },
        text("type", 256) { text in template { $0.type = text } },
        text("description", 65_536) { text in template { $0.description = text } },
        text("components[0]", 256) { text in template { $0.components = [text] } },
        text("configuration.x", 65_536) { text in template { $0.configuration = ["x": text] } },
        text("parameters[0].name", 256) { text in template { $0.parameters = [.init(name: text)] } },
        text("parameters[0].default", 4096) { text in
            template { $0.parameters = [.init(name: "x", fallback: text)] }
        },
        text("parameters[0].choices[0]", 4096) { text in
            template { $0.parameters = [.init(name: "x", kind: .choice, choices: [text])] }
        },
        text("parameters[0].description", 65_536) { text in
            template { $0.parameters = [.init(name: "x", description: text)] }
        },
        text("files[0].path", 1024) { text in template { $0.files = [.init(path: text, content: "")] } },
        text("files[0].content", 8 << 20) { text in template { $0.files = [.init(path: "x", content: text)] } },
        text("files[0].mode", 32) { text in template { $0.files = [.init(path: "x", content: "", mode: text)] } },
        text("hooks[0].argv[0]", 65_536) { text in template { $0.hooks = [.init(event: .apply, argv: [text])] } },
        text("hooks[0].environment[0]", 64) { text in
            template { $0.hooks = [.init(event: .apply, argv: ["x"], environment: [text])] }
        },
        text("parameters.x", 4096) { text in provision { $0.parameters = ["x": text] } },
        text("workspace", 4096) { text in provision { $0.workspace = text } },
        text("files[0].path", 1024) { text in provision { $0.files = [.init(path: text, digest: "")] } },
        text("files[0].digest", 128) { text in provision { $0.files = [.init(path: "x", digest: text)] } },
        text("log[0]", 4096) { text in provision { $0.log = [text] } },
        text("outputs.x", 65_536) { text in provision { $0.outputs = ["x": text] } },
        text("reason", 4096) { text in grant { $0.reason = text } },
        text("log[0]", 4096) { text in grant { $0.log = [text] } },
    ]

    private static let sources = [
        text("source", 256) { text in imported { $0.source = text } },
        text("source_id", 65_536) { text in imported { $0.sourceID = text } },
        text("aliases[0]", 65_536) { text in imported { $0.aliases = [text] } },
        text("input_aliases[0]", 65_536) { text in imported { $0.inputAliases = [text] } },
        text("version", 256, meansSomething: true) { text in imported { $0.version = text } },
        text("carried", 16 << 20) { text in imported { $0.carried = text } },
        text("name", 1024) { text in imported { $0.facts.name = text } },
    ]

    /// The same, where it is refused for what it says.
    private var mayMean: Bound {
        var bound = self
        bound.meansSomething = true
        return bound
    }
}
