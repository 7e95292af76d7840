import Testing

/// What a file states, as YAML or JSON, in our shape or the original's.
struct StatedFileTests {
    @Test func `a product and its versions are stated in files`() throws {
        let program = try Program.withSales()
        try program.scratch.write(
            #"""
            # as the original states it
            product_id: sales_orders
            domain: sales
            owner: alice
            description: Orders
            sla:
              availability: 99.9
              freshness: 24h
              quality: 95
              latency: 5m
            metadata: {format: parquet, partition: date}
            tags: [daily]
            access_policy: {type: role-based, roles: [analyst]}

            """#, to: "product.yaml")
        try program.scratch.write(
            #"""
            {
              "version": "1.0",
              "schema": {"fields": [{"name": "id", "type": "string"}, {"name": "amount", "type": "decimal"}]},
              "access_policy": {"type": "role-based", "roles": ["analyst", "manager"]}
            }

            """#, to: "contract.json")
        try program.scratch.write(
            #"""
            version: 1.1
            schema:
              id: string
              amount: decimal
              day: date

            """#, to: "pairs.yaml")
        try program.scratch.write(
            #"""
            version: 1.2
            schema:
              - {name: id, type: string}
              - {name: amount, type: decimal}

            """#, to: "list.yaml")
        let page = #"""
            $ product create -f SCRATCH/product.yaml
            ● product sales_orders is created as a draft in sales, owned by alice
            $ product create other -f SCRATCH/product.yaml
            ! datamesh: SCRATCH/product.yaml states the product 'sales_orders', the command line 'other'; leave one out
            [3]
            $ product publish sales_orders -f SCRATCH/contract.json
            ● product sales_orders 1.0 is published at port main
            $ product publish sales_orders -f SCRATCH/pairs.yaml
            ● product sales_orders 1.1 is published at port main after 1.0
            · product sales_orders sales_orders.day is added
            ▲ product sales_orders has other access terms: 1.1 states none, and the product's own hold
            $ product publish sales_orders 2.0 -f SCRATCH/list.yaml --field day:date
            ● product sales_orders 2.0 is published at port main after 1.1
            ▲ product sales_orders breaks: sales_orders.id is removed
            ▲ product sales_orders breaks: sales_orders.amount is removed
            $ product show sales_orders
            sales_orders  2.0  published
            Orders

            · freshness of 24 h promised, not measured
            · quality not measured
            · no policy speaks about it
            · 0 consumers

              domain  sales (Sales Domain)
              owner  alice
              promises  availability 99.9%, freshness 24h, quality 95%, latency 5m
              classification  internal
              tags  daily
              metadata  format parquet, partition date
              access  role-based: analyst
              updated  NOW

            PORT  VERSION  SERVER  LOCATION  FORMAT
            main  2.0  parquet

            FIELD  TYPE  IS  DESCRIPTION
            day  date

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `errors say line and column`() throws {
        let program = try Program.withSales()
        try program.scratch.write(
            #"""
            product_id: bad
            domain: sales
            sla:
              freshness: soon

            """#, to: "unit.yaml")
        try program.scratch.write(
            #"""
            product_id: bad
            domain: sales
            owner: alice
            ownr: alice

            """#, to: "typo.yaml")
        try program.scratch.write(
            #"""
            {
              "version": "2.0",
              "schema": {"fields": [{"name": "id", "type": ["string"]}]}
            }

            """#, to: "field.json")
        try program.scratch.write(
            #"""
            {"product_id": "x",

            """#, to: "cut.json")
        try program.scratch.write(
            #"""
            a: 1
            ---
            b: 2

            """#, to: "two.yaml")
        let page = #"""
            $ product create -f SCRATCH/unit.yaml
            ! datamesh: SCRATCH/unit.yaml, line 4, column 3: sla.freshness: expected a number with an optional unit, such as 95, 99.9% or 24h, found 'soon'
            [3]
            $ product create -f SCRATCH/typo.yaml
            ! datamesh: SCRATCH/typo.yaml, line 4, column 1: ownr: unknown field; the fields here are name, domain, owner, contact, description, sla, metadata, tags, classification, alignment, inputs, ports, collection, access_policy
            [3]
            $ product publish sales_transactions -f SCRATCH/field.json
            ! datamesh: SCRATCH/field.json, line 3, column 40: schema[0].fields[0].type: expected text, found a list
            [3]
            $ product create -f SCRATCH/cut.json
            ! datamesh: SCRATCH/cut.json, line 2, column 1: the text ends inside a map that began at line 1, column 1; is it cut off?
            [3]
            $ product create -f SCRATCH/two.yaml
            ! datamesh: SCRATCH/two.yaml, line 3, column 1: a second document begins here; one was expected
            [3]
            $ product create -f SCRATCH/nothing.yaml
            ! datamesh: SCRATCH/nothing.yaml cannot be read: No such file or directory
            [3]
            $ product create -f SCRATCH
            ! datamesh: SCRATCH cannot be read: Is a directory
            [3]
            $ product create
            ! datamesh: which product? Name it, or state it in a file with -f
            [64]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `all that is created can be stated in a file`() throws {
        let program = try Program.withPublishedSales()
        try program.scratch.write(
            #"""
            {"completeness": 98.5, "row_count": 1500000}

            """#, to: "quality.json")
        try program.scratch.write(
            #"""
            id: data_quality
            type: quality
            scope: global
            rules:
              - completeness >= 95%
              - timeliness <= 24h
            enforcement: mandatory

            """#, to: "policy.yaml")
        try program.scratch.write(
            #"""
            id: broken
            rules:
              - completeness >= 95%
              - timeliness <=

            """#, to: "rule.yaml")
        try program.scratch.write(
            #"""
            id: pipe
            name: Pipe
            type: batch
            components: [ingestion]
            configuration: {storage: s3}

            """#, to: "template.yaml")
        try program.scratch.write(
            #"""
            {"product_id": "sales_transactions", "consumer_id": "bi", "consumer_domain": "board", "purpose": "monthly"}

            """#, to: "request.json")
        try program.scratch.write(
            #"""
            [
              {"product_id": "sales_transactions", "consumer_id": "bi", "rows": 3},
              {"product_id": "sales_transactions", "consumer_id": "bi", "action": "query"}
            ]

            """#, to: "accesses.json")
        let page = #"""
            $ quality record sales_transactions -f SCRATCH/quality.json
            ● product sales_transactions completeness 98.5, row_count 1500000 recorded
            $ policy create -f SCRATCH/policy.yaml
            ● policy data_quality is created: 2 mandatory rules, global
            $ policy create -f SCRATCH/rule.yaml
            ! datamesh: policy 'broken': line 1, column 12: expected a number after <=
            [3]
            $ template create -f SCRATCH/template.yaml
            ● template pipe is created
            $ subscribe -f SCRATCH/request.json
            ● subscription sales_transactions/main/bi is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/bi the domain 'board' is outside this mesh
            $ access record -f SCRATCH/accesses.json
            ● product sales_transactions access by bi recorded
            ● product sales_transactions access by bi recorded
            $ access list sales_transactions
            WHEN  CONSUMER  ACTION  ROWS  RECORDED BY
            NOW  bi  read  3  ME
            NOW  bi  query  ME

            """#
        #expect(try program.replay(page) == page)
    }
}
