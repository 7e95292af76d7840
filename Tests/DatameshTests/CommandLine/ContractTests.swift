import Testing

/// `datamesh contract`.
struct ContractTests {
    static let orders = #"""
        apiVersion: v3.1.0
        kind: DataContract
        id: orders-1
        name: Orders
        version: 1.2.0
        status: active
        domain: sales
        price: {priceAmount: 9.950}
        schema:
        - name: orders
          properties:
          - name: id
            logicalType: string
            physicalType: varchar(18)
            required: true
          - name: email
            logicalType: string

        """#

    @Test func `two files are compared without a mesh, and what breaks ends with 1`() throws {
        let program = try Program()
        try program.scratch.write(Self.orders, to: "a.yaml")
        try program.scratch.write(
            Self.orders.replacing("varchar(18)", with: "varchar(12)").replacing("1.2.0", with: "1.3.0")
                .replacing("email", with: "mail"), to: "b.yaml")
        let page = #"""
            $ contract diff SCRATCH/a.yaml SCRATCH/a.yaml
            SCRATCH/a.yaml 1.2.0 → SCRATCH/a.yaml 1.2.0: no difference
            the version may stay 1.2.0
            $ contract diff SCRATCH/a.yaml SCRATCH/b.yaml
            SCRATCH/a.yaml 1.2.0 → SCRATCH/b.yaml 1.3.0: 2 breaking, 1 compatible
            IMPACT  WHERE  WHAT
            breaking  orders.id  has its type narrowed from varchar(18) to varchar(12)
            breaking  orders.email  is removed
            compatible  orders.mail  is added
            next version: 2.0.0 (major), because orders.id has its type narrowed from varchar(18) to varchar(12); orders.email is removed
            1.3.0 is too low for that
            [1]
            $ contract diff SCRATCH/a.yaml SCRATCH/b.yaml --markdown
            ### `SCRATCH/a.yaml 1.2.0` → `SCRATCH/b.yaml 1.3.0`: 2 breaking, 1 compatible

            | impact | where | what |
            |---|---|---|
            | **breaking** | `orders.id` | has its type narrowed from varchar(18) to varchar(12) |
            | **breaking** | `orders.email` | is removed |
            | compatible | `orders.mail` | is added |

            Next version: **2.0.0** (major).
            [1]
            $ contract diff SCRATCH/a.yaml SCRATCH/gone.yaml
            ! datamesh: there is no file 'SCRATCH/gone.yaml'
            [3]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a difference for programs has its path, impact and step`() throws {
        let program = try Program()
        try program.scratch.write(Self.orders, to: "a.yaml")
        try program.scratch.write(
            #"{"product_id": "orders", "version": "2.0", "schema": {"name": "orders", "fields": [{"name": "id", "type": "varchar(18)", "required": true}]}}"#,
            to: "b.json")
        let page = #"""
            $ contract diff SCRATCH/a.yaml SCRATCH/b.json --json
            {
              "from": "1.2.0",
              "to": "2.0",
              "impact": "breaking",
              "step": "major",
              "next": "2.0.0",
              "enough": true,
              "reasons": [
                "orders.email is removed"
              ],
              "differences": [
                {
                  "path": "orders.email",
                  "impact": "breaking",
                  "step": "major",
                  "text": "is removed"
                }
              ],
              "old": "SCRATCH/a.yaml 1.2.0",
              "new": "SCRATCH/b.json 2.0"
            }
            [1]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `files are checked, and what is wrong has its line and column`() throws {
        let program = try Program()
        try program.scratch.write(Self.orders, to: "a.yaml")
        try program.scratch.write(Self.orders.replacing("logicalType: string", with: "logicalType: text"), to: "b.yaml")
        try program.scratch.write("schema: [{name: a, fields: [{name: x, typ: int}]}]\n", to: "own.yaml")
        let types = "string, date, timestamp, time, number, integer, object, array or boolean is expected"
        let page = #"""
            $ contract lint SCRATCH/a.yaml
            ● SCRATCH/a.yaml: 1 contract, 1 object, 2 fields
            $ contract lint SCRATCH/a.yaml SCRATCH/b.yaml
            ● SCRATCH/a.yaml: 1 contract, 1 object, 2 fields
            ✕ SCRATCH/b.yaml: not valid
            ! datamesh: SCRATCH/b.yaml, line 13, column 18: schema[0].properties[0].logicalType is "text", where \#(types)
            ! SCRATCH/b.yaml, line 17, column 18: schema[0].properties[1].logicalType is "text", where \#(types)
            [3]
            $ contract lint SCRATCH/own.yaml
            ✕ SCRATCH/own.yaml: not valid
            ! datamesh: SCRATCH/own.yaml, line 1, column 39: schema[0].fields[0].typ: unknown field; the fields here are name, type, description, required, unique, primary_key, pii, tags, fields, constraints, quality, primary_key_position
            [3]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a contract is imported, shown, compared by version and written back as it was`() throws {
        let program = try Program.withSales()
        try program.scratch.write(Self.orders, to: "orders.yaml")
        try program.prepare("import SCRATCH/orders.yaml")
        let written = try program.run("contract", "export", "orders")
        #expect(written.status == 0)
        try program.scratch.write(written.output, to: "again.yaml")
        #expect(written.output.contains("priceAmount: 9.950"))
        let page = #"""
            $ contract lint SCRATCH/again.yaml
            ● SCRATCH/again.yaml: 1 contract, 1 object, 2 fields
            $ contract diff orders SCRATCH/again.yaml
            orders 1.2.0 → SCRATCH/again.yaml 1.2.0: no difference
            the version may stay 1.2.0
            $ product publish orders 1.3.0 --field id:varchar(18)
            ! datamesh: version '1.3.0' is too low after 1.2.0: orders.email is removed; publish it as 2.0.0
            [3]
            $ contract diff orders@1.2.0 orders@9
            ! datamesh: there is no version 'orders@9'; its versions are 1.2.0
            [1]
            $ contract show orders
              contract  orders 1.2.0
              published  NOW by ME
              note  from odcs:orders
              access  asks for approval

            FIELD  TYPE  IS  CHECKS
            orders.id  varchar(18)  required
            orders.email  string

            VERSION  PUBLISHED  BY  CHANGES
            1.2.0  NOW  ME  the first

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a publication is planned as Markdown, and its refusal is the exit status`() throws {
        let program = try Program.withSales()
        try program.prepare(
            "product publish sales_transactions 1.0 --field id:string --field email:string --access open",
            "subscribe sales_transactions --consumer board --consumer-domain sales")
        let page = #"""
            $ product publish sales_transactions 1.1 --field id:string --access open --plan --markdown
            ### `sales_transactions 1.0` → `sales_transactions 1.1`: 1 breaking

            | impact | where | what |
            |---|---|---|
            | **breaking** | `sales_transactions.email` | is removed |

            Next version: **2.0.0** (major).

            Read by `board`.

            **Refused**: version '1.1' is too low after 1.0: sales_transactions.email is removed; this hits board; publish it as 2.0.0
            ! datamesh: version '1.1' is too low after 1.0: sales_transactions.email is removed; this hits board; publish it as 2.0.0
            [3]
            $ product publish sales_transactions 2.0 --field id:string --access open --plan --markdown
            ### `sales_transactions 1.0` → `sales_transactions 2.0`: 1 breaking

            | impact | where | what |
            |---|---|---|
            | **breaking** | `sales_transactions.email` | is removed |

            Next version: **2.0.0** (major).

            Read by `board`.

            - does: 2.0 is published at port main after 1.0
            - warning: breaks: sales_transactions.email is removed
            - note: 1.0 and 2.0 are served together; datamesh campaign announce sales_transactions --until says how long: 0 of 1 moved
            - note: 1 subscriber will read it: board

            """#
        #expect(try program.replay(page) == page)
        #expect(try program.run("product", "publish", "sales_transactions", "2.0", "--markdown").status == 64)
    }
}
