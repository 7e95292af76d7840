import MeshModel

// Finance and risk: where the numbers have to be right.
extension Offer {
    static let finance: [Offer] = [
        Offer(
            "ledger", "finance", by: "erin", "Every booking of the general ledger", from: ["external:erp.bookings"],
            "booking_id:string! account:string! booked_at:date! amount:decimal(14,2) cost_centre:string",
            at: .warehouse("finance.ledger"), for: .withPurpose, tags: ["audited"], .restricted,
            promising: Promise(freshnessHours: 24, quality: 99, availability: 99.9),
            health: Health(completeness: 99.9, accuracy: 99.8, hours: 9), stage: .published(["2.0", "2.1"])),
        Offer(
            "revenue", "finance", by: "erin", "Revenue as it is reported, by month, shop and product group",
            from: ["ledger", "sales_orders", "sales_returns", "fx_rates"],
            "month:date! shop_id:string! group:string revenue:decimal(14,2)", at: .warehouse("finance.revenue"),
            tags: ["audited", "monthly"], .confidential, promising: Promise(freshnessHours: 168, quality: 99),
            health: Health(completeness: 99.7, accuracy: 99.5, hours: 20)),
        Offer(
            "invoices", "finance", by: "frank", "What customers owe and have paid",
            from: ["sales_orders", "external:erp.ar"],
            "invoice_id:string! order_id:string! due:date amount:decimal(12,2) paid_at:date",
            at: .warehouse("finance.invoices"), for: .onRequest, .confidential,
            health: Health(completeness: 98.2, accuracy: 97.7, hours: 12)),
        Offer(
            "margins", "finance", by: "frank", "What is left of each product after all its costs",
            from: ["revenue", "shipments", "product_prices"], "sku:string! month:date! margin:decimal(12,2)",
            at: .warehouse("finance.margins"), .confidential,
            health: Health(completeness: 99.1, accuracy: 98.4, hours: 50, monthAgo: 1)),
        Offer(
            "budget_2027", "finance", by: "erin", "Next year's budget while it is being made",
            from: ["revenue", "sales_forecast"], "cost_centre:string! month:date! amount:decimal(14,2)",
            at: .warehouse("finance.budget_2027"), for: .onRequest, .restricted, stage: .draft),
        Offer(
            "fx_rates", "finance", by: "frank", "Exchange rates of the European Central Bank",
            from: ["external:ecb.eurofxref"], "day:date! currency:string! rate:decimal(12,6)", at: .api("finance/fx"),
            for: .everybody, tags: ["reference", "daily"], .public,
            health: Health(completeness: 100, accuracy: 100, hours: 15)),
    ]

    static let risk: [Offer] = [
        Offer(
            "fraud_scores", "risk", by: "@risk_office", "How likely each order is to be fraud",
            from: ["sales_orders", "web_sessions", "payments"], "order_id:string! score:double reasons:string",
            at: .topic("risk.fraud-scores"), for: .onRequest, tags: ["model"], .restricted,
            promising: Promise(freshnessHours: 1, quality: 95, availability: 99.9),
            health: Health(completeness: 99.4, accuracy: 96.1, hours: 0.2)),
        Offer(
            "payments", "risk", by: "@risk_office", "Payments and what became of them",
            from: ["external:psp.payments"],
            "payment_id:string! order_id:string! method:string state:string at:timestamp",
            at: .warehouse("risk.payments"), for: .withPurpose, tags: ["orders"], .restricted,
            health: Health(completeness: 99.8, accuracy: 99.3, hours: 2)),
        Offer(
            "credit_limits", "risk", by: "@risk_office", "How much each business customer may owe",
            from: ["crm_accounts", "invoices"], "account_id:string! limit:decimal(12,2) reviewed:date",
            at: .warehouse("risk.credit_limits"), for: .onRequest, .confidential,
            health: Health(completeness: 97, accuracy: 95.4, hours: 70)),
    ]
}
