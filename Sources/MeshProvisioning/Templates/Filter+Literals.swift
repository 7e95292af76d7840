/// A value as JSON in one line (RFC 8259).
func jsonLiteral(_ value: TemplateValue) -> String {
    structure(value, nothing: "null", flag: { $0 ? "true" : "false" }, string: jsonString)
}

/// A value as YAML in one line: JSON but for the spelling of rare characters.
func yamlLiteral(_ value: TemplateValue) -> String {
    structure(value, nothing: "null", flag: { $0 ? "true" : "false" }, string: escapedString)
}

/// A value as a Python literal.
func pythonLiteral(_ value: TemplateValue) -> String {
    structure(value, nothing: "None", flag: { $0 ? "True" : "False" }, string: escapedString)
}

private func structure(
    _ value: TemplateValue, nothing: String, flag: (Bool) -> String, string: (String) -> String
) -> String {
    func write(_ value: TemplateValue) -> String {
        switch value {
        case .nothing: nothing
        case .flag(let value): flag(value)
        case .number(let text): isJSONNumber(text) ? text : string(text)
        case .text(let text), .code(let text): string(text)
        case .list(let items): "[" + items.map(write).joined(separator: ", ") + "]"
        case .map(let fields):
            "{" + fields.map { "\(string($0.key)): \(write($0.value))" }.joined(separator: ", ") + "}"
        }
    }
    return write(value)
}

/// In double quotes; what is not plain as `\u`, in UTF-16 as JSON has it.
private func jsonString(_ text: String) -> String {
    escape(text) { scalar in
        scalar.utf16.map { "\\u" + hexadecimal(UInt32($0), digits: 4) }.joined()
    }
}

/// In double quotes; what is not plain as `\x`, `\u` or `\U`, which Python and YAML spell alike.
private func escapedString(_ text: String) -> String {
    escape(text) { scalar in
        switch scalar.value {
        case ..<0x100: "\\x" + hexadecimal(scalar.value, digits: 2)
        case ..<0x10000: "\\u" + hexadecimal(scalar.value, digits: 4)
        default: "\\U" + hexadecimal(scalar.value, digits: 8)
        }
    }
}

private func escape(_ text: String, rare: (Unicode.Scalar) -> String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default: if isPlain(scalar) { result.unicodeScalars.append(scalar) } else { result += rare(scalar) }
        }
    }
    return result + "\""
}

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

/// Whether a character may stand for itself: not a control, not a separator of lines, nothing that hides or turns the direction of writing,
/// and nothing that a YAML reader refuses.
func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7F...0x9F, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
        0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
        false
    case let value: value & 0xFFFE != 0xFFFE
    }
}

/// Words for people, on one line: blanks where lines or tabs were, and nothing that is not plain.
func visible(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: result.append(" ")
        default: if isPlain(scalar) { result.append(scalar) }
        }
    }
    return String(result)
}
