/// How a value is written into a text of some language so that it stays a value there.
package enum Filter: String, CaseIterable, Sendable {
    /// An SQL identifier in double quotes.
    case sql
    /// An SQL string literal.
    case sqltext
    /// JSON: a string with its quotes; numbers, flags, lists and maps as themselves.
    case json
    /// YAML in one line: strings in double quotes, lists and maps in flow style.
    case yaml
    /// A Python literal.
    case python
    /// A POSIX shell word in single quotes.
    case sh
    /// A field of a CSV file in quotes, harmless in a spreadsheet.
    case csv
    /// One segment of a path; what is not a letter, a digit, '.', '_' or '-' becomes '_'.
    case path
    /// Segments of a path inside the workspace, each as `path` writes it.
    case relpath
    /// One element of an argv.
    case argument
    /// A value in a connection string of libpq, in single quotes.
    case conninfo
    /// Words for people: control characters are left out. In code it is good for a remark that ends with its line, and for nothing else.
    case text
    /// The nearest name of small letters, digits, '.', '_' and '-'.
    case slug
    /// The nearest name that an S3 bucket may have.
    case bucket
    /// As it is; only what is safe by construction: numbers, flags, and what another filter or the context wrote as code.
    case raw

    /// Why a value cannot be written.
    struct Refusal: Error, Equatable {
        var reason: String
    }

    func apply(_ value: TemplateValue) throws(Refusal) -> String {
        switch self {
        case .json: return jsonLiteral(value)
        case .yaml: return yamlLiteral(value)
        case .python: return pythonLiteral(value)
        case .raw:
            switch value {
            case .number(let text), .code(let text): return text
            case .flag(let flag): return flag ? "true" : "false"
            case .nothing, .text, .list, .map:
                throw Refusal(reason: "it is \(value.noun); name the filter of the language that it stands in")
            }
        case .text: return visible(try words(value))
        case .csv: return csvField(try words(value))
        case .sh: return try shellWord(try words(value))
        case .sql: return try sqlIdentifier(try words(value))
        case .sqltext: return try sqlLiteral(try words(value))
        case .argument: return try argvElement(try words(value))
        case .conninfo: return try connectionValue(try words(value))
        case .path: return try pathSegment(try words(value))
        case .relpath: return try relativePath(try words(value))
        case .slug: return try nearestSlug(try words(value))
        case .bucket: return try bucketName(try words(value))
        }
    }

    /// A single value as text; nothing is no text.
    private func words(_ value: TemplateValue) throws(Refusal) -> String {
        switch value {
        case .nothing: return ""
        case .flag(let flag): return flag ? "true" : "false"
        case .number(let text), .text(let text), .code(let text): return text
        case .list, .map: throw Refusal(reason: "it is \(value.noun), and only one value can stand here")
        }
    }
}

private func sqlIdentifier(_ text: String) throws(Filter.Refusal) -> String {
    guard !text.isEmpty else { throw Filter.Refusal(reason: "an SQL name cannot be empty") }
    return try quoted(text, "\"")
}

private func sqlLiteral(_ text: String) throws(Filter.Refusal) -> String { try quoted(text, "'") }

/// Doubling the quote is all that standard SQL asks for; a zero byte has no spelling in SQLite or PostgreSQL.
private func quoted(_ text: String, _ quote: Unicode.Scalar) throws(Filter.Refusal) -> String {
    var result = String.UnicodeScalarView([quote])
    for scalar in text.unicodeScalars {
        guard scalar != "\0" else { throw Filter.Refusal(reason: "it holds a zero byte") }
        if scalar == quote { result.append(quote) }
        result.append(scalar)
    }
    result.append(quote)
    return String(result)
}

private func shellWord(_ text: String) throws(Filter.Refusal) -> String {
    guard !text.unicodeScalars.contains("\0") else { throw Filter.Refusal(reason: "it holds a zero byte") }
    var result = "'"
    for scalar in text.unicodeScalars {
        if scalar == "'" { result += #"'\''"# } else { result.unicodeScalars.append(scalar) }
    }
    return result + "'"
}

/// A leading `=`, `+`, `-` or `@` would be a formula to a spreadsheet.
private func csvField(_ text: String) -> String {
    let shown = visible(text)
    let isFormula = shown.unicodeScalars.first { $0 != " " }.map { "=+-@".unicodeScalars.contains($0) } ?? false
    var result = String.UnicodeScalarView(isFormula ? ["\"", "'"] : ["\""])
    for scalar in shown.unicodeScalars {
        if scalar == "\"" { result.append(scalar) }
        result.append(scalar)
    }
    result.append("\"")
    return String(result)
}

private func argvElement(_ text: String) throws(Filter.Refusal) -> String {
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
        throw Filter.Refusal(reason: "an argument cannot hold control characters")
    }
    return text
}

/// Source: PostgreSQL documentation, "Connection Strings": a backslash before a quote or a backslash.
private func connectionValue(_ text: String) throws(Filter.Refusal) -> String {
    var result = "'"
    for character in try argvElement(text).unicodeScalars {
        if character == "'" || character == "\\" { result += "\\" }
        result.unicodeScalars.append(character)
    }
    return result + "'"
}

private func pathSegment(_ text: String) throws(Filter.Refusal) -> String {
    var segment: [UInt8] = []
    for scalar in text.unicodeScalars {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": segment.append(UInt8(ascii: scalar))
        case ".", "-": segment.append(segment.isEmpty ? UInt8(ascii: "_") : UInt8(ascii: scalar))
        default: segment.append(UInt8(ascii: "_"))
        }
        if segment.count == 128 { break }
    }
    guard !segment.isEmpty else { throw Filter.Refusal(reason: "a segment of a path cannot be empty") }
    return String(decoding: segment, as: UTF8.self)
}

private func relativePath(_ text: String) throws(Filter.Refusal) -> String {
    var segments: [String] = []
    for part in text.split(separator: "/") where part != "." { segments.append(try pathSegment(String(part))) }
    guard !segments.isEmpty else { throw Filter.Refusal(reason: "a path cannot be empty") }
    return segments.joined(separator: "/")
}
