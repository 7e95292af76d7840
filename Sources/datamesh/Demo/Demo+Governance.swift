import MeshModel

extension Demo {
    /// The domains beside the original's two.
    static let domains: [Domain] = [
        ("web", "Web Shop", "dave", ["dave", "carol"], "The shop on the web", "marketing"),
        ("finance", "Finance", "erin", ["frank"], "Bookings, revenue and plans", nil),
        ("risk", "Risk", "@risk_office", [], "Fraud, payments and credit", "finance"),
        ("assortment", "Assortment", "grace", [], "What can be bought, and for how much", nil),
        ("logistics", "Logistics", "heidi", [], "Stock, parcels and warehouses", nil),
        ("customers", "Customers", "judy", ["ivan"], "Whom we sell to, and how they fare with us", nil),
        ("people", "People", "peggy", [], "Who works here", nil),
        ("platform", "Data Platform", "olivia", ["@platform"], "Pipelines, storage and their costs", nil),
    ].map { id, name, owner, team, description, parent in
        Domain(
            id: Domain.ID(known: id), name: name, owner: owner, team: team, description: description,
            parent: parent.map { Domain.ID(known: $0) })
    }

    static let consumers: [Consumer] = [
        ("bi_board", "Board of the management", "finance", "erin"),
        ("churn_model", "Training of the churn model", "customers", "ivan"),
        ("finance_close", "Closing of the month", "finance", "frank"),
        ("fraud_engine", "Fraud engine", "risk", "@risk_office"),
        ("newsletter_sender", "Newsletter", "marketing", "carol"),
        ("ops_wallboard", "Wallboard of the warehouses", "logistics", "heidi"),
        ("price_model", "Pricing model", "assortment", "grace"),
    ].map { id, name, domain, owner in
        Consumer(id: Consumer.ID(known: id), name: name, domain: domain, owner: owner)
    }

    /// The policies beside the original's one: some hold, some do not.
    static func policies(at now: Instant) -> [Policy] {
        func policy(
            _ id: String, _ type: Policy.Kind, _ scope: Policy.Scope, _ rules: [String], _ description: String,
            _ enforcement: Policy.Enforcement = .mandatory
        ) -> Policy {
            Policy(
                id: Policy.ID(known: id), type: type, scope: scope, rules: rules, enforcement: enforcement,
                description: description)
        }
        var named = policy(
            "named_contact", .metadata, .global, ["contact exists"],
            "Questions have somewhere to go; from next month on")
        named.lifecycle = .grace
        named.graceUntil = now.adding(seconds: 20 * Instant.secondsPerDay)
        let finance = Policy.Scope.domain(Domain.ID(known: "finance"))
        return [
            policy(
                "described", .metadata, .global, ["description exists", "owner exists", "fields >= 1"],
                "Nobody has to ask what a product is"),
            policy(
                "pii_protection", .privacy, .tag("pii"),
                ["classification in [confidential, restricted]", "access.type != open", "some field: pii"],
                "What speaks of people is kept close"),
            policy(
                "finance_accuracy", .quality, finance, ["accuracy >= 98%", "completeness >= 99%"],
                "What is reported has to be right"),
            policy(
                "live_streams", .sla, .tag("stream"), ["sla.freshness <= 2h", "timeliness <= 1h"],
                "A stream is no stream when it lags"),
            policy(
                "promises", .sla, .global, ["sla.availability >= 99%", "sla.freshness exists", "sla.quality >= 90%"],
                "What may be expected is written down", .advisory),
            named,
        ]
    }
}
