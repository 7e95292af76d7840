/// Text made harmless: what would change a line of text or command a terminal is written as `\u` and four digits.
enum Escape {
    /// Whether a scalar must not reach a reader as itself: controls, DEL and C1, line separators, marks that reorder a line, noncharacters.
    static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// The text with what is hostile escaped, and nothing else.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHostile) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isHostile(scalar) { result += hex(scalar) } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    /// The text in double quotes as part of a sentence: harmless, and cut after 60 characters.
    static func quoted(_ text: String) -> String {
        let head = String(text.prefix(60))
        return "\"" + printable(head) + (head.utf8.count < text.utf8.count ? "…" : "") + "\""
    }

    /// `\u` and four digits. Every hostile scalar fits them.
    static func hex(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Appends a scalar as it stands between double quotes in JSON, and so in YAML, too.
    static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar {
        case "\"": bytes.append(contentsOf: "\\\"".utf8)
        case "\\": bytes.append(contentsOf: "\\\\".utf8)
        case "\n": bytes.append(contentsOf: "\\n".utf8)
        case "\r": bytes.append(contentsOf: "\\r".utf8)
        case "\t": bytes.append(contentsOf: "\\t".utf8)
        case _ where isHostile(scalar): bytes.append(contentsOf: hex(scalar).utf8)
        default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}
