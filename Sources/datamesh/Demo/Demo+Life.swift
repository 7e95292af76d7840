import MeshModel

extension Demo {
    /// Something that somebody did so many days ago.
    struct Act {
        var daysAgo: Double
        var actor: Actor
        var change: Change
    }

    /// Requests and what became of them.
    static func acts(at now: Instant) -> [Act] {
        [
            ask(58, "erin", "bi_board", "sales_transactions", "monthly board", roles: ["analyst"]),
            ask(57, "erin", "bi_board", "sales_orders", "monthly board", roles: ["analyst"]),
            ask(57, "frank", "finance_close", "sales_orders", "closing of the month", roles: ["analyst"]),
            ask(56, "frank", "finance_close", "sales_returns", "closing of the month", roles: ["analyst"]),
            ask(55, "grace", "price_model", "sales_order_lines", "prices that follow demand", roles: ["analyst"]),
            ask(54, "grace", "price_model", "campaign_metrics", "prices that follow demand", roles: ["analyst"]),
            ask(53, "heidi", "ops_wallboard", "product_catalogue", "names on the wallboard"),
            ask(53, "heidi", "ops_wallboard", "store_traffic", "how busy it will be"),
            ask(52, "carol", "newsletter_sender", "stock_levels", "nothing that is sold out"),
            ask(50, "ivan", "churn_model", "sales_orders", "training", roles: ["analyst"]),
            ask(50, "ivan", "churn_model", "web_sessions", "training", roles: ["analyst"]),
            ask(49, "erin", "bi_board", "revenue", "monthly board"),
            ask(48, "erin", "bi_board", "headcount", "monthly board", roles: ["analyst"]),
            ask(47, "olivia", "pipeline_runs_alerts", "pipeline_runs", "alerts", domain: "platform"),
            // One that ended, one that is about to.
            ask(59, "carol", "newsletter_sender", "crm_contacts", "autumn letters", until: now.adding(days: -4)),
            decide(58.5, "judy", .approve, "crm_contacts", "newsletter_sender"),
            ask(30, "ivan", "churn_model", "leads", "who never becomes a customer", until: now.adding(days: 9)),
            decide(29, "carol", .approve, "leads", "churn_model"),
            ask(40, "risk", "fraud_engine", "web_clickstream", "", groups: ["risk_office"]),
            decide(39, "dave", .approve, "web_clickstream", "fraud_engine"),
            // Refused, taken back, given up.
            ask(35, "dave", "salary_benchmark", "payroll", "compare our salaries", domain: "marketing"),
            decide(34, "peggy", .deny, "payroll", "salary_benchmark", "headcount has what this needs"),
            ask(33, "carol", "lookalikes", "customer_360", "find similar people", domain: "marketing"),
            decide(32, "ivan", .approve, "customer_360", "lookalikes"),
            decide(12, "ivan", .revoke, "customer_360", "lookalikes", "the study has ended"),
            ask(28, "grace", "price_model", "invoices", "who pays late"),
            decide(26, "grace", .cancel, "invoices", "price_model"),
            // Waiting.
            ask(6, "carol", "newsletter_sender", "customer_360", "letters to those who have not bought for a while"),
            ask(5, "grace", "price_model", "churn_scores", "discounts for those who might leave"),
            ask(3, "olivia", "cost_report", "ledger", "what the platform costs in the books", domain: "platform"),
            ask(2, "heidi", "ops_wallboard", "fraud_scores", "hold parcels that are likely fraud"),
            ask(0.3, "frank", "finance_close", "campaign_spend", "accruals of the month"),
        ]
    }

    private static func ask(
        _ daysAgo: Double, _ user: String, _ consumer: String, _ product: String, _ purpose: String,
        domain: String = "", roles: Set<Role> = [], groups: Set<String> = [], until: Instant? = nil
    ) -> Act {
        return Act(
            daysAgo: daysAgo, actor: Actor(user: user, groups: groups, roles: roles),
            change: .subscribe(
                SubscriptionRequest(
                    product: DataProduct.ID(known: product), consumer: Consumer.ID(known: consumer),
                    consumerDomain: domain, purpose: purpose, until: until)))
    }

    private static func decide(
        _ daysAgo: Double, _ user: String, _ verdict: SubscriptionDecision.Verdict, _ product: String,
        _ consumer: String, _ reason: String = ""
    ) -> Act {
        let link = Subscription.ID(
            product: DataProduct.ID(known: product), port: OutputPort.main, consumer: Consumer.ID(known: consumer))
        return Act(
            daysAgo: daysAgo, actor: Actor(user: user),
            change: .decide(SubscriptionDecision(verdict, link, reason: reason)))
    }

    /// What the original's product was measured to be, day by day, up to the values of its example.
    static func salesHistory(at now: Instant) -> [Change] {
        let story = Offer(
            "sales_transactions", "sales", by: "alice", "", "id:string", at: .lake(""),
            health: .init(completeness: 98.5, accuracy: 95.2, hours: 2.5, monthAgo: -2.5))
        return story.measurements(at: now)
    }

    /// A fortnight of reading; one reader has no subscription.
    static func accesses(at now: Instant) -> [AccessEvent] {
        let readers: [(String, String, Int64)] = [
            ("sales_transactions", "analytics_pipeline", 1_500_000), ("sales_transactions", "bi_board", 31),
            ("sales_orders", "finance_close", 240_000), ("sales_orders", "churn_model", 900_000),
            ("product_catalogue", "ops_wallboard", 18_400), ("web_sessions", "churn_model", 2_100_000),
            ("stock_levels", "newsletter_sender", 52_000),
        ]
        var events = (1...14).flatMap { day in
            readers.map { product, consumer, rows in
                AccessEvent(
                    product: DataProduct.ID(known: product), consumer: consumer, at: now.adding(days: -Double(day)),
                    rows: rows - Int64(day) % 7)
            }
        }
        events.append(
            AccessEvent(
                product: DataProduct.ID(known: "customer_360"), consumer: "lookalikes", at: now.adding(days: -3),
                action: "download", rows: 80_000))
        return events
    }
}

extension Instant {
    fileprivate func adding(days: Double) -> Instant { adding(seconds: Int64(days * Double(Instant.secondsPerDay))) }
}
