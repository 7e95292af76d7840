import Testing

@testable import datamesh

// Names are quoted, whatever they are.
extension PostgreSQLTests {
    @Test func `names that would do harm are quoted, and do none`() throws {
        let program = try Self.program()
        let server = try PostgresServer(for: program)
        #expect(try server.ask("create table treasure (gold int)", as: "mesh_admin") == "CREATE TABLE\n")
        try program.scratch.write(
            #"""
            product_id: sales_transactions
            version: "2.0"
            schema:
              - name: "t\"; drop table treasure; --"
                description: "'); drop table treasure; --"
                fields:
                  - {name: "a\"; drop table treasure; --", type: string, description: "it's \\\\ :schema"}
                  - {name: ":schema", type: integer, required: true}
                  - {name: "select", type: date}
                  - {name: "größe 数量", type: "decimal(10,2)", unique: true}
              - {name: pg_class, fields: [{name: oid, type: string}, {name: ctid, type: string}]}

            """#, to: "hostile.yaml")
        let schema = #"s"; drop table treasure; -- 'x' :product"#
        let prefix = #"r"; drop role mesh_admin; -- '"#
        try prepare(server, "product publish sales_transactions -f \(program.scratch.path)/hostile.yaml")
        func provision(_ schema: String) throws -> Program.Ending {
            try program.run(
                "provision", "sales_transactions", "--template", "postgresql", "--set", "service=shop", "--set",
                "schema=\(schema)", "--set", "role_prefix=\(prefix)", environment: server.environment)
        }
        let made = try provision(schema)
        #expect(made.status == 0, "\(made)")
        try prepare(server, "subscribe sales_transactions --consumer board --consumer-domain analytics")
        let inspected = try program.run("provision", "inspect", "sales_transactions", environment: server.environment)
        #expect(inspected.status == 0, "\(inspected)")
        func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
        let table = quoted(#"t"; drop table treasure; --"#)
        let select = "select count(\(quoted(":schema"))) from \(quoted(schema)).\(table)"
        #expect(try server.ask(select, as: prefix + "board") == "0\n")
        try prepare(server, "subscription revoke sales_transactions/board --reason over")
        #expect(try server.ask(select, as: prefix + "board").contains("permission denied"))
        #expect(try server.ask("select count(*) from treasure", as: "mesh_admin") == "0\n")
        // A schema that is somebody else's is not touched.
        for taken in ["public", "pg_catalog"] {
            let refused = try provision(taken)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("'psql' exited with 3"), "\(refused)")
        }
    }

    /// Names and descriptions drawn at random from what quoting could break on: the tables are made, and what is there is what was meant.
    @Test func `whatever a contract calls its fields, they are columns of that name`() throws {
        let program = try Self.program()
        let server = try PostgresServer(for: program)
        var dice = KillTests.Dice(state: 20_261_126)
        let pieces = [
            "\"", "'", "\\", ";", "--", "/*", "$$", "$1", ":schema", ":'x'", "%I", "{{", "}}", "é", "数", "📦", " ", "a",
            "B", "=", ",",
        ]
        func word() -> String {
            (0..<Int.random(in: 1...8, using: &dice)).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
        }
        var names: [String] = []
        while names.count < 120 {
            let name = word()
            if name.contains(where: { !$0.isWhitespace }), name.utf8.count < 60, !names.contains(name) {
                names.append(name)
            }
        }
        func json(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        let fields = names.map { name in
            let type = ["string", "integer", "date"].randomElement(using: &dice) ?? "string"
            return #"{"name": \#(json(name)), "type": "\#(type)", "description": \#(json(word()))}"#
        }
        try program.scratch.write(
            #"{"product_id": "sales_transactions", "version": "2.0", "schema": [{"name": \#(json(word() + "t")), "fields": [\#(fields.joined(separator: ", "))]}]}"#,
            to: "random.json")
        try prepare(
            server, "product publish sales_transactions -f \(program.scratch.path)/random.json",
            "provision sales_transactions --template postgresql --set service=shop",
            "subscribe sales_transactions --consumer board --consumer-domain analytics",
            "provision inspect sales_transactions")
        let hexes =
            "select encode(convert_to(attname::text, 'UTF8'), 'hex') from pg_attribute where attnum > 0 and attrelid in (select oid from pg_class where relnamespace = 'sales_transactions'::regnamespace and relkind = 'r')"
        let found = Set(try server.ask(hexes, as: "mesh_admin").split(separator: "\n").map(String.init))
        let wanted = names.map { $0.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
        #expect(found == Set(wanted))
    }

    @Test func `a database is found whatever it is called, and a value never becomes a setting of the connection`()
        throws
    {
        let program = try Self.program()
        let server = try PostgresServer(for: program)
        let name = #"d' host='nowhere \x"#
        #expect(try server.ask("create database \"\(name)\"", as: "mesh_admin") == "CREATE DATABASE\n")
        let made = try program.run(
            "provision", "sales_transactions", "--template", "postgresql", "--set", "service=shop", "--set",
            "database=\(name)", environment: server.environment)
        #expect(made.status == 0, "\(made)")
        #expect(
            made.output.contains("database   \(name)\n") || made.output.contains("database  \(name)\n"),
            "\(made.output)")
        let lost = try program.run(
            "provision", "sales_transactions", "--template", "postgresql", "--set", "service=shop' host='nowhere",
            environment: server.environment)
        #expect(lost.status == 1)
        let log = try program.run("provision", "status", "sales_transactions", "--json").output
        #expect(log.contains("definition of service \\\"shop' host='nowhere\\\" not found"), "\(log)")
    }
}
