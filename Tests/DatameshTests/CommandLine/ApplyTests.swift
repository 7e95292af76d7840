import Testing

/// Files in, files out: `apply`, `export` and `show --yaml`.
struct ApplyTests {
    @Test func `a mesh is stated in one file, applied, changed and applied again`() throws {
        let program = try Program.empty()
        try program.scratch.write(
            #"""
            kind: product
            id: orders
            domain: shop
            owner: alice
            sla: {freshness: 24h, latency: 5m}
            inputs: [carts, external:crm]
            version: 1.0
            schema: {id: string, amount: decimal}
            access_policy: {type: open}
            ---
            product_id: carts
            domain: shop
            owner: alice
            ---
            domain_id: shop
            owner: alice
            ---
            policy_id: fresh
            rules: [sla.freshness <= 24h]
            ---
            policy_id: fresh
            domain_id: shop
            rules: [sla.freshness <= 12h]

            """#, to: "shop.yaml")
        try program.scratch.write("policy_id: fresh\nlifecycle: deprecated\n", to: "end.yaml")
        let page = #"""
            $ apply -f SCRATCH/shop.yaml --plan
            nothing is changed yet; this would happen:
            OUTCOME  WHAT  FIELDS
            created  product orders
            created  product carts
            created  domain shop
            created  policy fresh
            created  implementation fresh/shop
            5 created, 0 changed, 0 unchanged
            ● domain shop is registered, owned by alice
            ● product carts is created as a draft in shop, owned by alice
            ● product orders is created as a draft in shop, owned by alice
            ● product orders 1.0 is published at port main
            ● policy fresh is created: 1 mandatory rule, global
            ● policy fresh is kept its own way in shop
            · domain shop sla.freshness <= 24h is kept as sla.freshness <= 12h
            · policy fresh speaks about no product
            · product carts would fail fresh: sla.freshness <= 12h wanted, not measured
            · product orders would fail fresh: sla.freshness <= 12h wanted, 24h observed
            $ product list
            no product
            $ apply -f SCRATCH/shop.yaml
            OUTCOME  WHAT  FIELDS
            created  product orders
            created  product carts
            created  domain shop
            created  policy fresh
            created  implementation fresh/shop
            5 created, 0 changed, 0 unchanged
            ● domain shop is registered, owned by alice
            ● product carts is created as a draft in shop, owned by alice
            ● product orders is created as a draft in shop, owned by alice
            ● product orders 1.0 is published at port main
            ● policy fresh is created: 1 mandatory rule, global
            ● policy fresh is kept its own way in shop
            · domain shop sla.freshness <= 24h is kept as sla.freshness <= 12h
            $ apply -f SCRATCH/shop.yaml SCRATCH/end.yaml
            ! datamesh: SCRATCH/end.yaml, line 1, column 1: policy fresh is stated twice; state it once
            [3]
            $ apply -f SCRATCH/end.yaml
            OUTCOME  WHAT  FIELDS
            changed  policy fresh  lifecycle
            0 created, 1 changed, 0 unchanged
            ● policy fresh is deprecated from now on
            $ product show orders --yaml
            kind: product
            product_id: orders
            domain: shop
            owner: alice
            sla:
              freshness: 24h
              others:
                latency: 5m
            classification: internal
            inputs:
              - carts
              - external:crm
            access_policy:
              type: open
            status: published
            ports:
              - port_id: main
                contract:
                  version: "1.0"
                  schema:
                    - name: orders
                      fields:
                        - name: id
                          type: string
                        - name: amount
                          type: decimal

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `each noun of a living mesh is written as it is read: nothing would change`() throws {
        let program = try Program()
        try program.prepare("demo --mesh MESH")
        let revision = try program.run("log", "--limit", "1", "--plain").output
        let export = try program.run("export", "--all")
        #expect(export.status == 0 && export.errors == "")
        for kind in ["domain", "consumer", "template", "product", "policy"] {
            #expect(export.output.contains("kind: \(kind)\n"), "the demonstration has a \(kind)")
        }
        let applied = try program.run("apply", "-f", "-", input: export.output)
        #expect(applied.errors == "")
        #expect(applied.output.hasSuffix(" unchanged\n") && applied.output.contains("\n0 created, 0 changed, "))
        #expect(try program.run("log", "--limit", "1", "--plain").output == revision)

        for show in [
            ["domain", "show", "sales"], ["product", "show", "sales_transactions"], ["policy", "show", "data_quality"],
            ["consumer", "show", "bi_board"], ["template", "show", "standard_pipeline"],
        ] {
            let shown = try program.run(show + ["--yaml"]).output
            let ending = try program.run("apply", "-f", "-", input: shown)
            #expect(ending.output.contains("0 created, 0 changed, 1 unchanged"), "\(show): \(ending)")
        }
        for format in ["json", "jsonl"] {
            let text = try program.run("export", "--all", "--format", format).output
            let ending = try program.run("apply", "-f", "-", input: text)
            #expect(ending.output.hasSuffix(" unchanged\n") && ending.output.contains("\n0 created, 0 changed, "))
        }
        // A line that is none is told with its place.
        let lines = try program.run("export", "domain:sales", "domain:marketing", "--format", "jsonl").output
        let refused = try program.run("apply", "-f", "-", input: lines + "{\"kind\": \n")
        #expect(refused.status == 3 && refused.errors.contains("line 3, column"), "\(refused)")
    }

    @Test func `an empty mesh becomes the same one`() throws {
        let program = try Program()
        try program.prepare("demo --mesh SCRATCH/demo", "init")
        let export = try program.run("export", "--all", "--mesh", program.scratch.path + "/demo").output
        let applied = try program.run("apply", "-f", "-", input: export)
        #expect(applied.errors == "" && applied.status == 0)
        #expect(try program.run("export", "--all").output == export)
    }

    @Test func `what is wrong is told with line and column, and nothing of the files is applied`() throws {
        let program = try Program.withPublishedSales()
        try program.scratch.write(
            #"""
            domain_id: other
            owner: bob
            ---
            product_id: sales_transactions
            tags: [daily]
            ports:
              - port_id: main
                contract:
                  version: 1.1
                  schema:
                    - name: sales_transactions
                      fields: [{name: transaction_id, type: string}]

            """#, to: "breaking.yaml")
        try program.scratch.write("domain_id: other\nownr: bob\n", to: "typo.yaml")
        try program.scratch.write(
            #"{"products": [{"product_id": "x", "sla": {"freshness": "soon"}}]}"#, to: "unit.json")
        try program.scratch.write("apiVersion: v3.0.2\nkind: DataContract\nid: x\n", to: "odcs.yaml")
        try program.scratch.write("- domain_id: a\n  owner: b\n- 7\n", to: "list.yaml")
        try program.scratch.write("# nothing\n", to: "empty.yaml")
        let page = #"""
            $ apply -f SCRATCH/breaking.yaml
            ! datamesh: SCRATCH/breaking.yaml, line 4, column 1: product sales_transactions: version '1.1' is too low after 1.0: sales_transactions.amount is removed; sales_transactions.date is removed; publish it as 2.0.0
            [3]
            $ domain show other
            ! datamesh: there is no domain 'other'; 'datamesh domain list' shows those there are
            [1]
            $ apply -f SCRATCH/typo.yaml
            ! datamesh: SCRATCH/typo.yaml, line 2, column 1: ownr: unknown field; the fields here are domain_id, name, owner, team, description, parent, tags, contact, created, source
            [3]
            $ apply -f SCRATCH/unit.json
            ! datamesh: SCRATCH/unit.json, line 1, column 43: sla.freshness: expected a number with an optional unit, such as 95, 99.9% or 24h, found 'soon'
            [3]
            $ apply -f SCRATCH/odcs.yaml
            ! datamesh: SCRATCH/odcs.yaml, line 1, column 1: this is a contract of ODCS; 'datamesh import' and 'contract lint' take those
            [3]
            $ apply -f SCRATCH/list.yaml
            ! datamesh: SCRATCH/list.yaml, line 3, column 3: expected a map, found the number 7
            [3]
            $ apply -f SCRATCH/empty.yaml
            ! datamesh: there is nothing to apply in SCRATCH/empty.yaml
            [3]
            $ export
            ! datamesh: name what is to be written, or ask for --all
            ! Usage: datamesh export [<ids> ...] [--all] [--format <format>] [--at <when>] [--mesh <folder>] [--read-only] [--json] [--jsonl] [--plain] [--ascii]
            !   See 'datamesh export --help' for more information.
            [64]
            $ export policy:none
            ! datamesh: there is no policy 'none'; 'datamesh export --all' writes all that there is
            [1]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `contracts are written as the standard has them`() throws {
        let program = try Program.withPublishedSales()
        let one = try program.run("contract", "export", "sales_transactions").output
        #expect(try program.run("export", "sales_transactions", "--format", "odcs").output == one)
        #expect(try program.run("export", "--all", "--format", "odcs").output == one)
    }
}
