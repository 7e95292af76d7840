import MeshModel

extension BuiltInTemplates {
    /// A schema of its own in a PostgreSQL database: tables from the contract, and one role a consumer that may read what was granted.
    ///
    /// Everything goes through `psql`. Names reach SQL as its variables or as quoted identifiers, and are put into statements by the server's own
    /// `format('%I')`. A password is never an argument: libpq finds it by `PGPASSFILE` or a service, and those are all that a hook is handed on.
    static func postgreSQL(_ id: InfrastructureTemplate.ID) -> InfrastructureTemplate {
        var template = InfrastructureTemplate()
        template.id = id
        template.name = "PostgreSQL"
        template.type = "storage"
        template.description =
            "A schema with the contract's tables, and a role a consumer that may read what was granted"
        template.components = ["storage", "serving"]
        template.configuration = ["storage": "postgresql"]
        template.parameters = [
            .init(name: "service", description: "A service of pg_service.conf; else PGSERVICE and its like say where"),
            .init(name: "host", description: "The host, or the folder of the socket"),
            .init(name: "port", kind: .number, description: "The port"),
            .init(name: "database", description: "The database"),
            .init(name: "user", description: "Who makes the tables and gives them out"),
            .init(name: "schema", description: "The schema, which serves this product alone; else the product's id"),
            .init(name: "role_prefix", description: "What stands before a consumer's id in the name of its role"),
            .init(
                name: "create_roles", kind: .flag, fallback: "true",
                description: "Whether a role that is missing is made, without a password"),
        ]
        template.files = [
            .init(path: "README.md", content: readme, mode: "0640"),
            .init(path: "tables.sql", content: tables, mode: "0640"),
            .init(path: "grant.sql", content: grant, mode: "0640"),
            .init(path: "revoke.sql", content: revoke, mode: "0640"),
            .init(path: "inspect.sql", content: inspect, mode: "0640"),
            .init(path: "status.sql", content: status, mode: "0640"),
            .init(path: "destroy.sql", content: destroy, mode: "0640"),
        ]
        template.hooks = [
            psql(.apply, "tables.sql", seconds: 300),
            psql(.status, "status.sql", seconds: 60),
            psql(.inspect, "inspect.sql", seconds: 120, "--set=grants={{grants|json}}"),
            psql(.grant, "grant.sql", seconds: 60, role, "--set=tables={{grant.tables|json}}"),
            psql(.revoke, "revoke.sql", seconds: 60, role),
            psql(.destroy, "destroy.sql", seconds: 300),
        ]
        return template
    }

    private static let role = "--set=role={{parameters.role_prefix}}{{grant.consumer}}"

    /// - Parameter variables: What the file reads as variables of psql besides the schema and the product.
    private static func psql(
        _ event: InfrastructureTemplate.Hook.Event, _ file: String, seconds: Int64, _ variables: String...
    ) -> InfrastructureTemplate.Hook {
        .init(
            event: event,
            argv: [
                "psql", "--no-psqlrc", "--no-password", "--quiet", "--no-align", "--tuples-only",
                "--single-transaction",
                "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse", connection,
                "--set=schema={{#parameters.schema}}{{.}}{{/parameters.schema}}{{^parameters.schema}}{{product.id}}{{/parameters.schema}}",
                "--set=product={{product.id}}", "--set=role_prefix={{parameters.role_prefix}}",
                "--set=create_roles={{parameters.create_roles}}",
            ] + variables + ["--file=\(file)"],
            timeLimitSeconds: seconds,
            environment: [
                "PGSERVICE", "PGSERVICEFILE", "PGPASSFILE", "PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGSSLMODE",
                "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY",
            ])
    }

    /// Source: PostgreSQL documentation, "Connection Strings", keyword and value.
    private static let connection =
        "--dbname=application_name=datamesh connect_timeout=10"
        + ["service", "host", "port", "user"].map {
            "{{#parameters.\($0)}} \($0)={{.|conninfo}}{{/parameters.\($0)}}"
        }.joined() + "{{#parameters.database}} dbname={{.|conninfo}}{{/parameters.database}}"

    private static let readme = #"""
        # {{product.name}} in PostgreSQL

        - `tables.sql` makes the schema and its tables{{#contract}}, as contract {{contract.written}} of port {{contract.port}} has them{{/contract}}. What is there already is kept; columns that are new are added.
        - `grant.sql` lets one consumer's role read what was granted, and nothing else; `revoke.sql` takes all of it back, and fails while the role may still read by another way.
        - `inspect.sql` compares columns and grants with what should be.
        - `destroy.sql` takes the tables away, unless they hold rows.

        Where the database is and who may enter is libpq's to find: a service, or `PGPASSFILE`. No password stands here or on a command line.
        """#
}
