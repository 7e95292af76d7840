import Testing

/// Subscriptions as files: `subscription show --yaml` writes what `apply` takes, and `apply` only ever asks.
struct DeclaredSubscriptionTests {
    static func mesh() throws -> Program {
        let program = try Program.withPublishedSales()
        try program.scratch.write(
            """
            kind: subscription
            product_id: sales_transactions
            consumer_id: lab
            consumer_domain: science
            purpose: study
            uses: [amount]
            until: 2999-01-01

            """, to: "asked.yaml")
        return program
    }

    @Test func `a request in a file is made once, and shown as it can be applied again`() throws {
        let program = try Self.mesh()
        let page = #"""
            $ apply -f SCRATCH/asked.yaml --plan
            nothing is changed yet; this would happen:
            OUTCOME  WHAT  FIELDS
            created  subscription sales_transactions/lab
            1 created, 0 changed, 0 unchanged
            ● subscription sales_transactions/main/lab is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/lab the domain 'science' is outside this mesh
            $ apply -f SCRATCH/asked.yaml
            OUTCOME  WHAT  FIELDS
            created  subscription sales_transactions/lab
            1 created, 0 changed, 0 unchanged
            ● subscription sales_transactions/main/lab is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/lab the domain 'science' is outside this mesh
            $ apply -f SCRATCH/asked.yaml
            OUTCOME  WHAT  FIELDS
            unchanged  subscription sales_transactions/lab
            0 created, 0 changed, 1 unchanged
            $ subscription show sales_transactions/lab --yaml
            kind: subscription
            product_id: sales_transactions
            port_id: main
            consumer_id: lab
            consumer_domain: science
            purpose: study
            until: "2999-01-01T00:00:00Z"
            uses:
              - sales_transactions.amount
            $ export subscription:sales_transactions/nobody
            ! datamesh: there is no subscription 'sales_transactions/nobody'; 'datamesh export --all' writes all that there is
            [1]

            """#
        #expect(try program.replay(page) == page)
        let shown = try program.run("subscription", "show", "sales_transactions/lab", "--yaml").output
        #expect(try program.run("export", "subscription:sales_transactions/lab").output == shown)
        let again = try program.run("apply", "-f", "-", input: shown)
        #expect(again.status == 0 && again.output.contains("0 created, 0 changed, 1 unchanged"))
    }

    @Test func `a later end asks for more time; what would be another request is refused at its line`() throws {
        let program = try Self.mesh()
        try program.prepare("apply -f SCRATCH/asked.yaml")
        func write(_ line: String, _ name: String) throws {
            try program.scratch.write("product_id: sales_transactions\nconsumer_id: lab\n\(line)\n", to: name)
        }
        try write("until: 2999-02-01", "longer.yaml")
        try write("purpose: other", "purpose.yaml")
        try write("until: 2998-01-01", "shorter.yaml")
        try write("uses: [date]", "uses.yaml")
        try write("state: active", "state.yaml")
        let page = #"""
            $ apply -f SCRATCH/longer.yaml
            OUTCOME  WHAT  FIELDS
            changed  subscription sales_transactions/lab  until
            0 created, 1 changed, 0 unchanged
            ● subscription sales_transactions/main/lab is renewed at once until 2999-02-01: ME owns this mesh and holds every role
            $ apply -f SCRATCH/purpose.yaml
            ! datamesh: SCRATCH/purpose.yaml, line 3, column 1: purpose: is not what the subscription 'sales_transactions/main/lab' was asked for with; cancel it and ask again, or state it as 'datamesh subscription show sales_transactions/main/lab --yaml' does
            [3]
            $ apply -f SCRATCH/uses.yaml
            ! datamesh: SCRATCH/uses.yaml, line 3, column 1: uses: is not what the subscription 'sales_transactions/main/lab' was asked for with; cancel it and ask again, or state it as 'datamesh subscription show sales_transactions/main/lab --yaml' does
            [3]
            $ apply -f SCRATCH/shorter.yaml
            ! datamesh: SCRATCH/shorter.yaml, line 3, column 1: until: is not 2999-02-01, which the subscription 'sales_transactions/main/lab' has; a file may only ask that a grant last longer
            [3]
            $ apply -f SCRATCH/state.yaml
            ! datamesh: SCRATCH/state.yaml, line 3, column 1: state: is kept by the mesh and cannot be stated; leave it out
            [3]
            $ subscription cancel sales_transactions/lab
            ● subscription sales_transactions/main/lab is cancelled
            $ apply -f SCRATCH/asked.yaml
            OUTCOME  WHAT  FIELDS
            created  subscription sales_transactions/lab
            1 created, 0 changed, 0 unchanged
            ● subscription sales_transactions/main/lab is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/lab the domain 'science' is outside this mesh
            $ subscription revoke sales_transactions/lab --reason over
            ● subscription sales_transactions/main/lab is revoked
            ▲ subscription sales_transactions/main/lab lab of science loses its access
            $ apply -f SCRATCH/asked.yaml
            ! datamesh: SCRATCH/asked.yaml, line 1, column 1: the subscription 'sales_transactions/main/lab' is revoked; whoever wants it all the same asks again: datamesh subscribe sales_transactions
            [3]

            """#
        #expect(try program.replay(page) == page)
    }
}
