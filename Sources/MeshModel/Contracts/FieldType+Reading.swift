extension FieldType {
    /// Reads a type as a source writes it; what cannot be read is `unknown`.
    package init(_ text: String) {
        var reader = TypeReader(text)
        self = reader.type(depth: 0) ?? .unknown
        if !reader.isAtEnd { self = .unknown }
    }
}

/// Reads `name(arguments)`, `name<types>` and `name[]`; the case of a type's name does not matter, that of a member's is kept.
private struct TypeReader {
    private var rest: Substring

    init(_ text: String) {
        // No type is that long: a longer one is not read at all.
        rest = text.utf8.count <= 4096 ? Substring(text) : "?"
        skipBlanks()
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func type(depth: Int) -> FieldType? {
        guard depth <= Bounds.types else { return nil }
        var words = [word()]
        while !words[words.count - 1].isEmpty {
            skipBlanks()
            words.append(word())
        }
        var name = words.filter { !$0.isEmpty }.joined(separator: " ").lowercased()
        guard !name.isEmpty else { return nil }
        var found: FieldType?
        if take("<") {
            found = nested(name, close: ">", depth: depth)
        } else if take("(") {
            if ["nullable", "lowcardinality", "array", "struct", "row", "map", "object"].contains(name) {
                found = nested(name, close: ")", depth: depth)
            } else if let arguments = arguments(close: ")") {
                // The rest of a name may follow: `timestamp(3) with time zone`.
                var more = word()
                while !more.isEmpty {
                    name += " " + more.lowercased()
                    skipBlanks()
                    more = word()
                }
                found = FieldType.named(name, arguments)
            }
        } else if take("["), !rest.hasPrefix("]") {
            found = bracketed(name)
        } else {
            if rest.hasPrefix("]") { rest = "[" + rest }
            found = FieldType.named(name, [])
        }
        guard var type = found else { return nil }
        while take("[") {
            guard take("]") else { return nil }
            type = .list(type)
        }
        skipBlanks()
        return type
    }

    /// `timestamp[us, tz=UTC]` of Arrow, `varchar[20]`, and `integer[3]` of PostgreSQL.
    private mutating func bracketed(_ name: String) -> FieldType? {
        let inside = rest.prefix { $0 != "]" }
        rest = rest[inside.endIndex...]
        guard take("]"), let type = FieldType.named(name, []) else { return nil }
        if name == "timestamp" { return .timestamp(zoned: inside.contains("tz=")) }
        guard let number = Int(inside) else { return type }
        if case .text = type { return .text(longest: number) }
        return .list(type)
    }

    private mutating func nested(_ name: String, close: Character, depth: Int) -> FieldType? {
        switch name {
        case "array", "list", "large_list", "repeated", "nullable", "lowcardinality":
            dropMemberName()
            guard let element = type(depth: depth + 1), take(close) else { return nil }
            return name.hasPrefix("n") || name.hasPrefix("low") ? element : .list(element)
        case "map":
            guard type(depth: depth + 1) != nil, take(",") else { return nil }
            guard let value = type(depth: depth + 1), take(close) else { return nil }
            return .map(value)
        case "struct", "record", "row", "object":
            var members: [FieldType.Member] = []
            repeat {
                let name = memberName()
                skipBlanks()
                _ = take(":")
                guard !name.isEmpty, let type = type(depth: depth + 1) else { return nil }
                members.append(FieldType.Member(name: name, type: type))
            } while take(",")
            return take(close) ? .record(members) : nil
        default: return nil
        }
    }

    /// Arrow names the items of a list: `list<item: string>`.
    private mutating func dropMemberName() {
        guard let colon = rest.firstIndex(of: ":"), rest[..<colon].allSatisfy({ $0.isLetter || $0 == "_" }) else {
            return
        }
        rest = rest[rest.index(after: colon)...]
        skipBlanks()
    }

    private mutating func memberName() -> String {
        skipBlanks()
        if take("`") {
            let name = rest.prefix { $0 != "`" }
            rest = rest[name.endIndex...]
            return take("`") ? String(name) : ""
        }
        return word()
    }

    /// Whole numbers between commas; nil when there is something else.
    private mutating func arguments(close: Character) -> [Int]? {
        var numbers: [Int] = []
        repeat {
            skipBlanks()
            let argument = rest.prefix { $0 != "," && $0 != close }
            rest = rest[argument.endIndex...]
            let digits = argument.filter { $0 != " " }
            if let number = Int(digits) { numbers.append(number) } else if digits != "max" { return nil }
        } while take(",")
        return take(close) ? numbers : nil
    }

    private mutating func word() -> String {
        let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
        rest = rest[word.endIndex...]
        return String(word)
    }

    private mutating func take(_ character: Character) -> Bool {
        skipBlanks()
        guard rest.first == character else { return false }
        rest.removeFirst()
        skipBlanks()
        return true
    }

    private mutating func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\t" } }
}

extension FieldType {
    /// A type by the name that some database, format or language gives it.
    fileprivate static func named(_ name: String, _ arguments: [Int]) -> FieldType? {
        switch name {
        case "string", "text", "str", "varchar", "varchar2", "nvarchar", "nvarchar2", "char", "nchar", "bpchar",
            "character",
            "character varying", "clob", "ntext", "tinytext", "mediumtext", "longtext", "citext", "fixedstring", "utf8",
            "large_utf8", "large_string", "enum", "keyword", "email", "url", "uri":
            .text(longest: arguments.first)
        case "tinyint", "int8_t", "byte", "smallint", "int2", "int16", "short", "smallserial", "uint8", "year":
            .integer(bits: 16)
        case "int", "integer", "int4", "int32", "mediumint", "serial", "uint16", "int unsigned", "smallint unsigned":
            .integer(bits: 32)
        case "bigint", "int8", "int64", "long", "bigserial", "uint32", "hugeint", "bigint unsigned", "integer unsigned":
            .integer(bits: 64)
        case "uint64", "int128", "uint128": .decimal(precision: 38, scale: 0)
        case "decimal", "numeric", "number", "dec", "decimal128", "decimal256", "bignumeric", "bigdecimal", "money",
            "smallmoney":
            arguments.isEmpty
                ? .anyDecimal : decimal(arguments[0], scale: arguments.count > 1 ? arguments[1] : 0)
        case "float", "float8", "float64", "double", "double precision": .real(bits: 64)
        case "real", "float4", "float32", "halffloat": .real(bits: 32)
        case "boolean", "bool", "bit", "logical": .flag
        case "date", "date32", "date64": .date
        case "time", "time32", "time64", "time without time zone", "timetz", "time with time zone": .time
        case "timestamp", "datetime", "datetime2", "smalldatetime", "timestamp_ntz", "timestampntz", "datetime64",
            "timestamp without time zone":
            .timestamp(zoned: false)
        case "timestamp_tz", "timestamptz", "timestamp_ltz", "timestampltz", "timestamp with time zone",
            "timestamp with local time zone", "datetimeoffset":
            .timestamp(zoned: true)
        case "binary", "varbinary", "bytes", "bytea", "blob", "longblob", "mediumblob", "tinyblob", "raw", "image",
            "large_binary", "fixed":
            .binary
        case "uuid", "guid", "uniqueidentifier": .uuid
        case "json", "jsonb", "variant", "super", "object", "struct", "record", "row", "map", "any": .document
        case "array", "list", "repeated": .list(.document)
        default: nil
        }
    }

    /// Spark has 38 digits at most, and every database at least as many.
    private static func decimal(_ precision: Int, scale: Int) -> FieldType {
        (1...38).contains(precision) && (0...precision).contains(scale)
            ? .decimal(precision: precision, scale: scale) : .anyDecimal
    }
}
