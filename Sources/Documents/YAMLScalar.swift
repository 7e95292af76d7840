/// What a scalar without quotes means (YAML 1.2.2 §10.3.2, the core schema): `yes`, `on` and dates are strings, as people mean them.
enum YAMLScalar {
    static func resolve(_ text: String) -> Node.Content {
        switch text {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True", "TRUE": .bool(true)
        case "false", "False", "FALSE": .bool(false)
        default: Number(text).map(Node.Content.number) ?? .string(text)
        }
    }

    /// Whether a string may stand without quotes on a line of its own or behind a key, and every reader, also one of YAML 1.1, takes it for a string.
    static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return false }
        if first == " " || last == " " || last == ":" { return false }
        if "[]{},#&*!|>'\"%@`".unicodeScalars.contains(first) { return false }
        if text.hasPrefix("---") || text.hasPrefix("...") { return false }
        var previous: Unicode.Scalar = " "
        var begins = true
        for scalar in text.unicodeScalars {
            if Escape.isHostile(scalar) { return false }
            if scalar == "#", previous == " " { return false }
            if scalar == " ", previous == ":" || begins && (previous == "-" || previous == "?") { return false }
            begins = previous == " " && begins && (scalar == "-" || scalar == "?")
            previous = scalar
        }
        if ["-", "?"].contains(text) { return false }
        guard case .string = resolve(text) else { return false }
        return !looksOtherwise(text)
    }

    /// What YAML 1.1 takes for a bool, a number in base 60, a date, a merge or a default value.
    private static func looksOtherwise(_ text: String) -> Bool {
        let words = ["y", "n", "yes", "no", "on", "off", "<<", "="]
        if text.utf8.count <= 3, words.contains(text.lowercased()) { return true }
        let unsigned = text.utf8.drop { "+-.".utf8.contains($0) }
        guard let first = unsigned.first, Number.isDigit(first) else { return false }
        return text.utf8.allSatisfy { "0123456789+-._: abcdefABCDEFoOxXtTzZ".utf8.contains($0) }
    }
}
