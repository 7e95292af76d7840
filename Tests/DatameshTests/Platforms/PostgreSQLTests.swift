import Glibc
import MeshModel
import Testing

@testable import datamesh

/// The built-in template `postgresql` against the real thing, through the command line only.
@Suite(
    .enabled(if: PostgresServer.binaries != nil, "PostgreSQL is not installed: .ci/packages installs it"))
struct PostgreSQLTests {
    static func program() throws -> Program {
        let program = try Program.withSales()
        try program.prepare(
            "product publish sales_transactions 1.0 --field transaction_id:string --field amount:decimal --field date:date --access approval"
        )
        return program
    }

    /// Commands that only lead up to what a test is about.
    func prepare(_ server: PostgresServer, _ commands: String...) throws {
        for command in commands {
            let ending = try server.program.run(Program.words(command), environment: server.environment)
            if ending.status != 0 { throw PostgresServer.Broken(ending: ending) }
        }
    }

    /// A page; where in a file psql met an error is left out.
    private func replay(_ page: String, on server: PostgresServer) throws -> String {
        try server.program.replay(page, environment: server.environment).replacing(
            /psql:\w+\.sql:\d+: ERROR:\s+/, with: "")
    }

    static let select = "select count(*) from sales_transactions.sales_transactions"

    @Test func `an approved user can select, a revoked one cannot, and a lapsed one cannot once it is reconciled`()
        throws
    {
        let program = try Self.program()
        let server = try PostgresServer(for: program)
        let made = #"""
            $ provision sales_transactions --template postgresql --set service=shop
            ● product sales_transactions infrastructure from template postgresql is ready
              workspace  MESH/workspaces/sales_transactions/postgresql
              database  postgres
              schema  sales_transactions
              tables  1
            $ subscribe sales_transactions --consumer board --consumer-domain analytics
            ● subscription sales_transactions/main/board is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/board the domain 'analytics' is outside this mesh
            · subscription sales_transactions/main/board is usable once postgresql has granted it
            ● postgresql: grant sales_transactions/main/board is usable

            """#
        #expect(try replay(made, on: server) == made)
        #expect(try server.ask(Self.select, as: "board") == "0\n")
        #expect(
            try server.ask("delete from sales_transactions.sales_transactions", as: "board").contains(
                "permission denied"))
        let end = try server.program.moment(behind: 12)
        try prepare(
            server, "subscribe sales_transactions --consumer late --consumer-domain analytics --until \(end)",
            "provision inspect sales_transactions")
        #expect(try server.ask(Self.select, as: "late") == "0\n")

        try prepare(server, "subscription revoke sales_transactions/board --reason over")
        #expect(try server.ask(Self.select, as: "board").contains("permission denied for schema sales_transactions"))
        while WallClock.now() <= end { usleep(100_000) }
        // Nobody told the platform yet, and the mesh says so.
        #expect(try server.ask(Self.select, as: "late") == "0\n")
        let lapsed = #"""
            $ subscription list --plain
            sales_transactions/main/board	analytics	revoked	NOW	ME		
            sales_transactions/main/late	analytics	expired, lapsed but open	NOW	ME	TODAY	
            $ reconcile
            ● postgresql: revoke sales_transactions/main/late is closed
            ● postgresql: inspect sales_transactions is as it should be

            """#
        #expect(try replay(lapsed, on: server) == lapsed)
        #expect(try server.ask(Self.select, as: "late").contains("permission denied for schema sales_transactions"))
    }

    @Test func `a grant that fails is shown and tried again`() throws {
        let program = try Self.program()
        let server = try PostgresServer(for: program)
        try prepare(
            server, "provision sales_transactions --template postgresql --set service=shop --set create_roles=false")
        let page = #"""
            $ subscribe sales_transactions --consumer board --consumer-domain analytics
            ● subscription sales_transactions/main/board is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/board the domain 'analytics' is outside this mesh
            · subscription sales_transactions/main/board is usable once postgresql has granted it
            ✕ postgresql: grant sales_transactions/main/board failed: there is no role board: make it, and grant again
            ! datamesh: a platform could not carry it out; 'datamesh reconcile' tries again
            [1]
            $ subscription list --plain
            sales_transactions/main/board	analytics	active, grant failed	NOW	ME		

            """#
        #expect(try replay(page, on: server) == page)
        #expect(try server.ask("create role board login", as: "mesh_admin") == "CREATE ROLE\n")
        let again = #"""
            $ reconcile
            ● postgresql: grant sales_transactions/main/board is usable
            ● postgresql: inspect sales_transactions is as it should be

            """#
        #expect(try replay(again, on: server) == again)
        #expect(try server.ask(Self.select, as: "board") == "0\n")
    }

    @Test func `what somebody changed behind the mesh's back is found`() throws {
        let program = try Self.program()
        let server = try PostgresServer(for: program)
        try prepare(
            server, "provision sales_transactions --template postgresql --set service=shop",
            "subscribe sales_transactions --consumer board --consumer-domain analytics")
        for statement in [
            "alter table sales_transactions.sales_transactions drop column amount, add column \"Extra\" int",
            "alter table sales_transactions.sales_transactions alter column date type text",
            "create role eve login", "grant usage on schema sales_transactions to eve",
            "grant select (transaction_id) on sales_transactions.sales_transactions to eve",
            "revoke select on sales_transactions.sales_transactions from board",
            "grant select (date), insert (date) on sales_transactions.sales_transactions to board",
        ] {
            #expect(!(try server.ask(statement, as: "mesh_admin")).contains("ERROR"))
        }
        let page = #"""
            $ provision inspect sales_transactions
            ✕ postgresql: inspect sales_transactions differs from what should be
              column differs: sales_transactions.date is text, date promised
              column missing: sales_transactions.amount numeric
              column nobody promised: sales_transactions."Extra" integer
              grant missing: board may not read sales_transactions."Extra"
              grant missing: board may not read sales_transactions.transaction_id
              grant nobody gave: board may insert sales_transactions.date
              grant nobody gave: eve may select sales_transactions.transaction_id
              7 differences from what should be
            [1]

            """#
        #expect(try replay(page, on: server) == page)
    }

    /// PostgreSQL takes `public` for everybody even in quotes, cuts names after 63 bytes, and an administrator's rights are not ours to take.
    @Test func `a consumer whose name means somebody else is granted nothing`() throws {
        let program = try Self.program()
        let server = try PostgresServer(for: program)
        try prepare(server, "provision sales_transactions --template postgresql --set service=shop")
        for consumer in ["public", "pg_read_all_data", "mesh_admin", String(repeating: "x", count: 64)] {
            let ending = try program.run(
                "subscribe", "sales_transactions", "--consumer", consumer, "--consumer-domain", "analytics",
                environment: server.environment)
            #expect(ending.status == 1)
            #expect(
                ending.output.contains("ERROR:  \(consumer) cannot be the role of a consumer: "), "\(ending.output)")
        }
        for consumer in ["public", "pg_read_all_data", "mesh_admin", String(repeating: "x", count: 64)] {
            // Nothing was granted, so nothing is left to be taken back.
            let given = try program.run(
                "subscription", "cancel", "sales_transactions/\(consumer)", environment: server.environment)
            #expect(given.status == 0 && given.output.hasSuffix("is closed\n"), "\(given)")
        }
        #expect(try server.ask(Self.select, as: "mesh_admin") == "0\n")
        #expect(try server.ask("create role other login", as: "mesh_admin") == "CREATE ROLE\n")
        #expect(try server.ask(Self.select, as: "other").contains("permission denied"))
        let roles = "select string_agg(rolname, ' ') from pg_roles where rolname not like 'pg%'"
        #expect(try server.ask(roles, as: "mesh_admin") == "mesh_admin other\n")
    }

    @Test func `access by another way is not called closed`() throws {
        let program = try Self.program()
        let server = try PostgresServer(for: program)
        try prepare(
            server, "provision sales_transactions --template postgresql --set service=shop",
            "subscribe sales_transactions --consumer board --consumer-domain analytics")
        for statement in [
            "grant usage on schema sales_transactions to public",
            "grant select on all tables in schema sales_transactions to public",
        ] { #expect(try server.ask(statement, as: "mesh_admin") == "GRANT\n") }
        let page = #"""
            $ subscription revoke sales_transactions/board --reason over
            ● subscription sales_transactions/main/board is revoked
            ▲ subscription sales_transactions/main/board board of analytics loses its access
            · subscription sales_transactions/main/board stays open until postgresql has revoked it
            ✕ postgresql: revoke sales_transactions/main/board failed: board may still read by another way: by a role that it is in, or because everybody may
            ! datamesh: a platform could not carry it out; 'datamesh reconcile' tries again
            [1]

            """#
        #expect(try replay(page, on: server) == page)
    }

    @Test func `what is taken away takes no rows with it`() throws {
        let program = try Self.program()
        let server = try PostgresServer(for: program)
        try prepare(
            server, "provision sales_transactions --template postgresql --set service=shop",
            "subscribe sales_transactions --consumer board --consumer-domain analytics")
        let row = "insert into sales_transactions.sales_transactions (transaction_id) values ('1')"
        #expect(try server.ask(row, as: "mesh_admin") == "INSERT 0 1\n")
        let page = #"""
            $ provision destroy sales_transactions --template postgresql
            ! datamesh: this cannot be taken back: say --confirm sales_transactions, or --plan to see what it does
            [64]
            $ provision destroy sales_transactions --template postgresql --confirm sales_transactions
            ● product sales_transactions infrastructure from template postgresql is failed
            ! datamesh: the table sales_transactions holds rows: empty or move it first
            [1]

            """#
        #expect(try replay(page, on: server) == page)
        #expect(try server.ask("delete from sales_transactions.sales_transactions", as: "mesh_admin") == "DELETE 1\n")
        let gone = #"""
            $ provision destroy sales_transactions --template postgresql --confirm sales_transactions
            ● product sales_transactions infrastructure from template postgresql is destroyed
            $ provision sales_transactions --template postgresql --set service=shop
            ● product sales_transactions infrastructure from template postgresql is ready
              workspace  MESH/workspaces/sales_transactions/postgresql
              database  postgres
              schema  sales_transactions
              tables  1
            ● postgresql: grant sales_transactions/main/board is usable

            """#
        #expect(try replay(gone, on: server) == gone)
        #expect(try server.ask(Self.select, as: "board") == "0\n")
    }

    /// In a mesh of one's own nothing waits for approval, so this one is the host's.
    @Test func `fewer fields are fewer columns`() throws {
        let host = try AnalystScenarioTests.host()
        let server = try PostgresServer(for: host.program)
        host.speaks(as: "olga")
        try prepare(
            server, "provision orders --template postgresql --set service=shop --mesh main",
            "subscribe orders --consumer late --consumer-domain finance --purpose x --mesh main")
        host.speaks(as: "ann")
        try prepare(server, "subscribe orders --consumer board --consumer-domain finance --purpose x --mesh main")
        host.speaks(as: "olga")
        try prepare(server, "subscription counter orders/board --fields price,region --mesh main")
        // What is only offered lets nobody in.
        #expect(try server.ask("select 1 from pg_roles where rolname = 'board'", as: "mesh_admin") == "")
        host.speaks(as: "ann")
        try prepare(server, "subscription accept orders/board --mesh main")
        // Nor does whoever asked let themselves in: that is for whoever provisioned.
        #expect(try server.ask("select 1 from pg_roles where rolname = 'board'", as: "mesh_admin") == "")
        host.speaks(as: "olga")
        try prepare(server, "reconcile --mesh main")
        #expect(try server.ask("select count(region), count(price) from orders.orders", as: "board") == "0|0\n")
        #expect(try server.ask("select email from orders.orders", as: "board").contains("permission denied"))
        #expect(try server.ask("select count(email) from orders.orders", as: "late") == "0\n")
    }
}
