import Documents

/// What servers of each type say of themselves. Source: ODCS 3.1.0, `ServerSource`.
enum ServerShapes {
    static let server = Shape.chosen { node in
        var keys: [String: Shape] = [
            "id": .stableID, "server": .text, "type": .word(of: types.keys.sorted()), "description": .text,
            "environment": .text, "roles": .list(ContractShapes.role),
            "customProperties": ContractShapes.customProperties,
        ]
        var required = ["server", "type"]
        for word in (node["type"]?.string.flatMap { types[$0] } ?? "").split(separator: " ") {
            let key = String(word.hasSuffix("!") ? word.dropLast() : word)
            keys[key] = key == "port" ? .whole : .text
            if word.hasSuffix("!") { required.append(key) }
        }
        return .map(MapShape(keys, required: required))
    }

    /// The keys of each type; what must stand there is marked.
    private static let types: [String: String] = [
        "api": "location!",
        "athena": "stagingDir! schema! catalog regionName",
        "azure": "location! format! delimiter",
        "bigquery": "project! dataset!",
        "clickhouse": "host! port! database!",
        "cloudsql": "host! port! database! schema!",
        "custom":
            "account catalog database dataset delimiter endpointUrl format host location path port project region regionName schema serviceName stagingDir warehouse stream",
        "databricks": "host catalog! schema!",
        "db2": "host! port! database! schema",
        "denodo": "host! port! database",
        "dremio": "host! port! schema",
        "duckdb": "database! schema",
        "glue": "account! database! location format",
        "hive": "host! port database!",
        "impala": "host! port database!",
        "informix": "host! port database!",
        "kafka": "host! format",
        "kinesis": "region format",
        "local": "path! format!",
        "mysql": "host! port! database!",
        "oracle": "host! port! serviceName!",
        "postgres": "host! port! database! schema!",
        "postgresql": "host! port! database! schema!",
        "presto": "host! catalog schema",
        "pubsub": "project!",
        "redshift": "host database! schema! region account",
        "s3": "location! endpointUrl format delimiter",
        "sftp": "location! format delimiter",
        "snowflake": "host port account! database! schema! warehouse",
        "sqlserver": "host! port database! schema!",
        "synapse": "host! port! database!",
        "trino": "host! port! catalog! schema!",
        "vertica": "host! port! database! schema!",
        "zen": "host! port database!",
    ]
}
