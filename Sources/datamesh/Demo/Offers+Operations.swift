import MeshModel

// Products, logistics, customers, people and the platform itself.
extension Offer {
    static let catalogue: [Offer] = [
        Offer(
            "product_catalogue", "assortment", by: "grace", "Everything that can be bought, with its texts and groups",
            from: ["external:pim.items"], "sku:string! name:string! group:string brand:string weight_kg:double",
            at: .warehouse("assortment.catalogue"), for: .everybody, tags: ["reference"], .public,
            health: Health(completeness: 99.5, accuracy: 98.8, hours: 4), stage: .published(["1.0", "1.1"])),
        Offer(
            "product_prices", "assortment", by: "grace", "Prices, past and planned", from: ["product_catalogue"],
            "sku:string! valid_from:date! price:decimal(12,2) currency:string", at: .warehouse("assortment.prices"),
            tags: ["reference"], health: Health(completeness: 99.9, accuracy: 99.7, hours: 3)),
        Offer(
            "product_reviews", "assortment", by: "grace", "What customers wrote about products",
            from: ["product_catalogue", "external:shop.reviews"], "review_id:string! sku:string! stars:int text:string",
            at: .lake("assortment/reviews/*.parquet"), for: .everybody,
            health: Health(completeness: 95.8, accuracy: 90.9, hours: 10)),
        Offer(
            "suppliers", "assortment", by: "grace", "", from: ["external:erp.vendors"],
            "supplier_id:string! name:string country:string", at: .warehouse("assortment.suppliers"), for: .onRequest),
    ]

    static let logistics: [Offer] = [
        Offer(
            "shipments", "logistics", by: "heidi", "Parcels and where they are",
            from: ["sales_orders", "external:carriers.tracking"],
            "shipment_id:string! order_id:string! carrier:string state:string shipped_at:timestamp",
            at: .topic("logistics.shipments"), tags: ["stream"], promising: Promise(freshnessHours: 1, quality: 97),
            health: Health(completeness: 98.9, accuracy: 97.8, hours: 0.4)),
        Offer(
            "stock_levels", "logistics", by: "heidi", "How much of what lies in which warehouse",
            from: ["shipments", "product_catalogue", "external:wms.stock"],
            "sku:string! warehouse:string! counted_at:timestamp quantity:int", at: .warehouse("logistics.stock"),
            for: .everybody, tags: ["hourly"], promising: Promise(freshnessHours: 4, quality: 97),
            health: Health(completeness: 97.3, accuracy: 93.7, hours: 2)),
        Offer(
            "delivery_times", "logistics", by: "heidi", "Days from order to door, by region and carrier",
            from: ["shipments"],
            "region:string! carrier:string! week:date! days:double", at: .lake("logistics/delivery/*.parquet"),
            for: .everybody, tags: ["weekly"], promising: Promise(freshnessHours: 168, quality: 95),
            health: Health(completeness: 98, accuracy: 96.2, hours: 20)),
        Offer(
            "warehouse_map", "logistics", by: "heidi", "Aisles and shelves of the warehouses",
            "shelf:string! warehouse:string aisle:int", at: .lake("logistics/map.parquet"), for: .everybody,
            stage: .retired("the new system draws its own")),
    ]

    static let customers: [Offer] = [
        Offer(
            "crm_accounts", "customers", by: "judy", "Companies we sell to", from: ["external:crm.accounts"],
            "account_id:string! name:string country:string segment:string", at: .warehouse("customers.accounts"),
            tags: ["reference"], .confidential, health: Health(completeness: 97.6, accuracy: 95, hours: 11)),
        Offer(
            "crm_contacts", "customers", by: "judy", "People we know, with how they want to be reached",
            from: ["external:crm.contacts"], "contact_id:string! email:string!* phone:string* account_id:string",
            at: .warehouse("customers.contacts"), for: .withPurpose, tags: ["pii"], .restricted,
            health: Health(completeness: 96, accuracy: 94.1, hours: 11)),
        Offer(
            "customer_360", "customers", by: "ivan", "All that is known of a customer, in one row",
            from: ["crm_accounts", "crm_contacts", "sales_orders", "support_tickets", "web_sessions"],
            "customer_id:string! email:string* lifetime_value:decimal(12,2) last_order:date tickets:int",
            at: .warehouse("customers.customer_360"), for: .withPurpose, tags: ["pii", "daily"], .restricted,
            health: Health(completeness: 95.7, accuracy: 92.8, hours: 14), stage: .published(["1.0", "1.1"])),
        Offer(
            "churn_scores", "customers", by: "ivan", "How likely each customer is to leave", from: ["customer_360"],
            "customer_id:string! score:double computed_at:timestamp", at: .lake("customers/churn/*.parquet"),
            for: .onRequest, tags: ["model"], .confidential,
            health: Health(completeness: 95.2, accuracy: 88.3, hours: 26, monthAgo: 4)),
        Offer(
            "support_tickets", "customers", by: "ivan", "What customers asked for help with",
            from: ["external:helpdesk.tickets"],
            "ticket_id:string! customer_id:string opened_at:timestamp topic:string",
            at: .warehouse("customers.tickets"), health: Health(completeness: 97, accuracy: 93.9, hours: 1)),
        Offer(
            "nps_surveys", "customers", by: "judy", "What customers say when we ask them",
            from: ["crm_contacts", "external:survey.answers"],
            "answer_id:string! contact_id:string score:int comment:string",
            at: .api("customers/nps"), tags: ["weekly"], promising: Promise(freshnessHours: 168, quality: 90)),
    ]

    static let people: [Offer] = [
        Offer(
            "headcount", "people", by: "peggy", "How many people work where", from: ["external:hr.staff"],
            "month:date! team:string! people:int", at: .warehouse("people.headcount"),
            health: Health(completeness: 100, accuracy: 99.4, hours: 22)),
        Offer(
            "payroll", "people", by: "peggy", "What is paid to whom", from: ["external:hr.payroll"],
            "employee_id:string!* month:date! gross:decimal(12,2)", at: .warehouse("people.payroll"), for: .withPurpose,
            tags: ["pii"], .restricted, promising: Promise(freshnessHours: 720, quality: 99.5),
            health: Health(completeness: 100, accuracy: 99.9, hours: 20)),
    ]

    static let platform: [Offer] = [
        Offer(
            "pipeline_runs", "platform", by: "olivia", "Every run of every pipeline, and how it ended",
            from: ["external:airflow.runs"],
            "run_id:string! pipeline:string state:string started_at:timestamp seconds:int",
            at: .warehouse("platform.runs"), for: .everybody, tags: ["operations"],
            health: Health(completeness: 99.9, accuracy: 99.9, hours: 0.5)),
        Offer(
            "mesh_costs", "platform", by: "olivia", "What storing and computing each product costs",
            from: ["pipeline_runs", "external:cloud.billing"], "product_id:string! day:date! euros:decimal(10,2)",
            at: .warehouse("platform.costs"), tags: ["operations", "daily"],
            health: Health(completeness: 96.8, accuracy: 95.2, hours: 18)),
    ]

    static let all =
        sales + marketing + web + finance + risk + catalogue + logistics + customers + people + platform
}
