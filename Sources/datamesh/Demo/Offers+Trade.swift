import MeshModel

// Sales, marketing and the web shop: what the company sells, and how people come to buy it.
extension Offer {
    static let sales: [Offer] = [
        Offer(
            "sales_orders", "sales", by: "alice", "Every order with its state, from cart to delivery",
            from: ["external:shop.orders", "product_prices"],
            "order_id:string! customer_id:string! ordered_at:timestamp! state:string total:decimal(12,2) currency:string",
            at: .warehouse("sales.orders"), tags: ["orders", "daily"],
            health: Health(completeness: 99.6, accuracy: 98.9, hours: 1), stage: .published(["1.0", "1.1", "1.2"])),
        Offer(
            "sales_order_lines", "sales", by: "alice", "The lines of every order, with product and price paid",
            from: ["sales_orders", "product_catalogue"],
            "line_id:string! order_id:string! sku:string! quantity:int price:decimal(12,2)",
            at: .warehouse("sales.order_lines"), tags: ["orders"],
            health: Health(completeness: 99.2, accuracy: 98.1, hours: 2)),
        Offer(
            "sales_returns", "sales", by: "bob", "Goods that came back, with the reason customers gave",
            from: ["sales_order_lines", "shipments"],
            "return_id:string! line_id:string! reason:string returned_at:date",
            at: .warehouse("sales.returns"), tags: ["orders"],
            health: Health(completeness: 93.8, accuracy: 91.4, hours: 20, monthAgo: 2.5)),
        Offer(
            "sales_forecast", "sales", by: "bob", "Orders expected in the next twelve weeks, by product group",
            from: ["sales_orders", "campaigns", "external:weather.daily"],
            "week:date! group:string! expected:decimal low:decimal high:decimal", at: .lake("sales/forecast/*.parquet"),
            tags: ["forecast", "weekly"], promising: Promise(freshnessHours: 168, quality: 90),
            health: Health(completeness: 97.5, accuracy: 84.1, hours: 30, monthAgo: 6)),
        Offer(
            "sales_targets_2026", "sales", by: "bob", "What each shop is meant to sell this year",
            "shop_id:string! month:date! target:decimal(12,2)", at: .warehouse("sales.targets_2026"), for: .onRequest,
            .confidential, stage: .draft),
        Offer(
            "store_traffic", "sales", by: "@sales_team", "People who enter each shop, hour by hour",
            from: ["external:door-counters"], "shop_id:string! hour:timestamp! visitors:int",
            at: .topic("sales.store-traffic"), for: .everybody, tags: ["hourly"],
            promising: Promise(freshnessHours: 2, quality: 90),
            health: Health(completeness: 96.4, accuracy: 92, hours: 1)),
        Offer(
            "sales_daily_old", "sales", by: "alice", "Sales a day, as the old shop counted them",
            from: ["external:shop.legacy"], "day:date! revenue:decimal(12,2)", at: .warehouse("sales.daily_old"),
            health: Health(completeness: 90, accuracy: 89, hours: 49),
            stage: .deprecated("use sales_transactions; this one ends with the year")),
    ]

    static let marketing: [Offer] = [
        Offer(
            "campaigns", "marketing", by: "carol", "Marketing campaigns with their aims, channels and dates",
            from: ["external:ads.campaigns"], "campaign_id:string! name:string channel:string starts:date ends:date",
            at: .warehouse("marketing.campaigns"), for: .everybody, tags: ["campaigns"],
            health: Health(completeness: 98.8, accuracy: 97.2, hours: 5), stage: .published(["1.0", "2.0"])),
        Offer(
            "campaign_metrics", "marketing", by: "dave", "Clicks, costs and orders of every campaign, day by day",
            from: ["campaigns", "web_sessions", "sales_orders"],
            "campaign_id:string! day:date! clicks:int cost:decimal(12,2) orders:int",
            at: .warehouse("marketing.campaign_metrics"), tags: ["campaigns", "daily"],
            health: Health(completeness: 97.9, accuracy: 95.5, hours: 8)),
        Offer(
            "campaign_spend", "marketing", by: "dave", "What was spent where, as the agencies bill it",
            from: ["campaigns", "external:agency.invoices"],
            "invoice_id:string! campaign_id:string! amount:decimal(12,2)",
            at: .warehouse("marketing.spend"), .confidential,
            health: Health(completeness: 95.1, accuracy: 96, hours: 40)),
        Offer(
            "leads", "marketing", by: "carol", "People who asked to be contacted",
            from: ["web_sessions", "external:forms.leads"],
            "lead_id:string! email:string!* source:string created_at:timestamp", at: .warehouse("marketing.leads"),
            for: .withPurpose, tags: ["pii"], .confidential,
            health: Health(completeness: 96.2, accuracy: 93.3, hours: 3)),
        Offer(
            "attribution", "marketing", by: "dave", "Which contact led to which order, by four models",
            from: ["campaign_metrics", "sales_orders", "leads"],
            "order_id:string! model:string! campaign_id:string share:double",
            at: .lake("marketing/attribution/*.parquet"),
            tags: ["model"], health: Health(completeness: 95.9, accuracy: 90.4, hours: 22)),
        Offer(
            "newsletter_audience", "marketing", by: "carol", "Who gets which newsletter, and who left",
            from: ["crm_contacts"], "contact_id:string! email:string!* topic:string since:date",
            at: .api("marketing/newsletter"), for: .withPurpose, tags: ["pii"],
            health: Health(completeness: 98, accuracy: 96.6, hours: 12)),
    ]

    static let web: [Offer] = [
        Offer(
            "web_clickstream", "web", by: "dave", "Every click in the shop, as it happens",
            from: ["external:shop.events"],
            "event_id:string! visitor_id:string!* at:timestamp! page:string action:string",
            at: .topic("web.clickstream"), for: .onRequest, tags: ["pii", "stream"], .restricted,
            promising: Promise(freshnessHours: 1, quality: 90),
            health: Health(completeness: 97.1, accuracy: 95.8, hours: 0.1)),
        Offer(
            "web_sessions", "web", by: "dave", "Visits put together from clicks", from: ["web_clickstream"],
            "session_id:string! visitor_id:string!* started_at:timestamp pages:int device:string",
            at: .lake("web/sessions/*.parquet"), tags: ["pii", "hourly"], .confidential,
            promising: Promise(freshnessHours: 2, quality: 95),
            health: Health(completeness: 98.7, accuracy: 96.9, hours: 1)),
        Offer(
            "web_pages", "web", by: "dave", "The pages of the shop, with title and product",
            from: ["product_catalogue"],
            "page:string! title:string sku:string", at: .api("web/pages"), for: .everybody, .public,
            health: Health(completeness: 99.9, accuracy: 99.1, hours: 6)),
        Offer(
            "web_experiments", "web", by: "carol", "Tests of the shop, their variants and results",
            from: ["web_sessions"],
            "experiment:string! variant:string! visitors:int conversion:double", at: .warehouse("web.experiments"),
            tags: ["experiment"]),
    ]
}
