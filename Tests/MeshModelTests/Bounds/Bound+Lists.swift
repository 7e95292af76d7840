import MeshModel

extension Bound {
    static let lists = [
        list("tags", 10_000) { names in domain { $0.tags = names } },
        list("team", 1000) { names in domain { $0.team = names } },
        list("tags", 10_000) { names in facts { $0.tags = names } },
        list("metadata", 10_000) { names in facts { $0.metadata = map(names) } },
        list("inputs", 10_000) { names in facts { $0.inputs = names.map(Input.external) } },
        list("ports", 10_000) { names in
            facts { $0.ports = names.compactMap { OutputPort.ID($0) }.map { OutputPort(id: $0) } }
        },
        list("access_policy.roles", 1000) { names in
            facts { $0.access = AccessTerms(kind: .roleBased, roles: names) }
        },
        list("access_policy.approvers", 1000) { names in
            facts { $0.access = AccessTerms(kind: .approval, approvers: names) }
        },
        list("schema", 10_000) { names in
            publication { $0.schema = names.map { SchemaObject(name: $0, fields: []) } }
        },
        list("schema[0].fields", 10_000) { names in
            publication { $0.schema[0].fields = names.map { SchemaField(name: $0, type: "int") } }
        },
        list("schema[0].fields[0].fields", 10_000) { names in
            field { $0.fields = names.map { SchemaField(name: $0, type: "int") } }
        },
        list("schema[0].fields[0].tags", 10_000) { names in field { $0.tags = names } },
        list("schema[0].fields[0].constraints.enum", 10_000) { names in constraints { $0.allowed = names } },
        list("schema[0].quality", 10_000) { names in
            publication { $0.schema[0].quality = names.map { QualityExpectation(metric: $0) } }
        },
        list("schema[0].quality[0].values", 2) { names in quality { $0.values = names } },
        list("uses", 10_000, meansSomething: true) { names in
            .subscribe(SubscriptionRequest(product: "prices", consumer: "new", consumerDomain: "hr", uses: names))
        },
        list("fields", 10_000, meansSomething: true) { names in
            .decide(SubscriptionDecision(.approve, board, fields: names))
        },
        list("deputies", 16) { names in absence { $0.deputies = names } },
        list("events", 10_000) { names in
            .recordAccess(AccessReport(names.map { AccessEvent(product: "orders", consumer: $0, at: Example.now) }))
        },
        list("rules", 1000) { names in policy { $0.rules = names.map { "owner = \($0)" } } },
        list("rules", 1000, meansSomething: true) { names in
            .implementPolicy(PolicyImplementation(policy: "owned", domain: "sales", rules: names))
        },
        list("metrics", 1000, meansSomething: true) { names in
            .implementPolicy(PolicyImplementation(policy: "owned", domain: "sales", metrics: map(names)))
        },
        list("metrics", 1000) { names in
            .recordQuality(QualityReport(product: "orders", metrics: names.map { .init(name: $0, value: "1") }))
        },
        list("components", 1000) { names in template { $0.components = names } },
        list("configuration", 10_000) { names in template { $0.configuration = map(names) } },
        list("parameters", 1000) { names in template { $0.parameters = names.map { .init(name: $0) } } },
        list("parameters[0].choices", 1000) { names in
            template { $0.parameters = [.init(name: "x", kind: .choice, choices: names)] }
        },
        list("files", 1000) { names in template { $0.files = names.map { .init(path: $0, content: "") } } },
        list("hooks", 50) { names in template { $0.hooks = names.map { .init(event: .apply, argv: [$0]) } } },
        list("hooks[0].argv", 1000) { names in template { $0.hooks = [.init(event: .apply, argv: names)] } },
        list("hooks[0].environment", 64) { names in
            template { $0.hooks = [.init(event: .apply, argv: ["x"], environment: names)] }
        },
        list("parameters", 1000) { names in provision { $0.parameters = map(names) } },
        list("files", 1000) { names in provision { $0.files = names.map { .init(path: $0, digest: "") } } },
        list("log", 200) { names in provision { $0.log = names } },
        list("outputs", 10_000) { names in provision { $0.outputs = map(names) } },
        list("log", 200) { names in grant { $0.log = names } },
        list("aliases", 10_000) { names in imported { $0.aliases = names } },
        list("input_aliases", 10_000) { names in imported { $0.inputAliases = names } },
        list("metrics", 1000) { names in imported { $0.metrics = names.map { .init(name: $0, value: "1") } } },
    ]

    private static func map(_ names: [String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: names.map { ($0, "x") })
    }
}
