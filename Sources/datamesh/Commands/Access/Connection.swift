import MeshModel

/// The lines with which a port can be read, chosen by its address and format. No secret is known here, so none is printed.
struct Connection: Equatable {
    struct Line: Equatable {
        var tool: String
        var command: String
    }

    var lines: [Line]

    /// Nil where the address says nothing that a tool understands.
    init?(_ address: Address, name: String) {
        let place = address.location
        let url = [place, address.server].first { $0.contains("://") } ?? ""
        let scheme = String(url.prefix { $0 != ":" }).lowercased()
        let format = address.format.lowercased()
        switch scheme {
        case "postgres", "postgresql":
            let table = place.contains("://") ? name : place
            lines = [
                Line(
                    tool: "psql",
                    command:
                        "psql \(Self.quoted(Self.withoutUser(url))) -c \(Self.quoted("select * from \(Self.identifier(table)) limit 10"))"
                ),
                Line(tool: "dbt", command: Self.dbtSource(table)),
            ]
        case "http", "https":
            lines = [Line(tool: "curl", command: "curl -fsSLO \(Self.quoted(Self.withoutUser(url)))")]
            if let reader = Self.duckReader(format, url) {
                lines.append(Self.duck(reader, Self.withoutUser(url), extra: "INSTALL httpfs; LOAD httpfs; "))
            }
        case "s3", "gs", "gcs", "r2":
            let path = Self.withoutUser(place.contains("://") ? place : "\(url)/\(place)")
            guard let reader = Self.duckReader(format, path) else { return nil }
            let files = path.hasSuffix("/") ? path + "**/*" : path
            lines = [Self.duck(reader, files, extra: "INSTALL httpfs; LOAD httpfs; ")]
        case "kafka":
            let broker = Self.withoutUser(url).dropFirst("kafka://".count)
            lines = [Line(tool: "kcat", command: "kcat -C -b \(Self.quoted(String(broker))) -t \(Self.quoted(place))")]
        case "", "file":
            guard let local = Self.local(place, format, scheme) else { return nil }
            lines = local
        default:
            guard !place.isEmpty, !place.contains("://") else { return nil }
            lines = [
                Line(tool: "sql", command: "select * from \(Self.identifier(place)) limit 10"),
                Line(tool: "dbt", command: Self.dbtSource(place)),
            ]
        }
    }

    private static func local(_ place: String, _ format: String, _ scheme: String) -> [Line]? {
        let path = scheme == "file" ? String(place.dropFirst("file://".count)) : place
        if path.hasPrefix("/") || path.hasPrefix("./") {
            return duckReader(format, path).map { [duck($0, path)] } ?? [
                Line(tool: "shell", command: "ls -l \(quoted(path))")
            ]
        }
        let parts = path.split(separator: ".")
        guard parts.count >= 2, !path.contains(" "), !path.contains("/") else { return nil }
        return [
            Line(tool: "sql", command: "select * from \(identifier(path)) limit 10"),
            Line(tool: "dbt", command: dbtSource(path)),
        ]
    }

    private static func duck(_ reader: String, _ path: String, extra: String = "") -> Line {
        let literal = "'" + path.replacing("'", with: "''") + "'"
        return Line(
            tool: "duckdb", command: "duckdb -c \(quoted("\(extra)select * from \(reader)(\(literal)) limit 10"))")
    }

    /// The table function that reads a format. Source: DuckDB documentation, "Data Import".
    private static func duckReader(_ format: String, _ path: String) -> String? {
        for hint in [format, path.lowercased()] {
            if hint.contains("parquet") { return "read_parquet" }
            if hint.contains("csv") || hint.hasSuffix(".tsv") { return "read_csv" }
            if hint.contains("json") { return "read_json" }
        }
        return nil
    }

    /// A table's name as SQL reads it: parts that are not plain words in double quotes.
    private static func identifier(_ table: String) -> String {
        table.split(separator: ".").map { part in
            let plain = part.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
            return plain ? String(part) : "\"" + part.replacing("\"", with: "\"\"") + "\""
        }
        .joined(separator: ".")
    }

    /// `{{ source('schema', 'table') }}`
    private static func dbtSource(_ table: String) -> String {
        let parts = table.split(separator: ".").map { $0.filter { $0 != "'" } }
        return "{{ source('\(parts.dropLast().last ?? "public")', '\(parts.last ?? "")') }}"
    }

    /// An address may have been written with a user and a password; neither is anybody else's.
    private static func withoutUser(_ url: String) -> String {
        guard let start = url.firstRange(of: "://") else { return url }
        let rest = url[start.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let at = authority.lastIndex(of: "@") else { return url }
        return String(url[..<start.upperBound] + rest[rest.index(after: at)...])
    }

    /// One word of a shell, whatever stands in it.
    private static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
                || "_-./:=,@%+".utf8.contains($0)
        }
        return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
