/// How text is compared: small letters without accents, so that `ete` finds `Été` and `strasse` finds `Straße`.
///
/// Sources: the standard library's small letters, and the names of characters in the Unicode Character Database: what is called
/// "LATIN SMALL LETTER E WITH ACUTE" compares as the letter E. Letters of other scripts keep their shape.
public enum Folding {
    public static func folded(_ text: String) -> String {
        var isPlain = true
        for byte in text.utf8 where byte >= 0x80 || (65...90).contains(byte) {
            isPlain = false
            break
        }
        if isPlain { return text }
        let small = text.lowercased()
        guard small.utf8.contains(where: { $0 >= 0x80 }) else { return small }
        var folded = ""
        folded.reserveCapacity(small.utf8.count)
        for scalar in small.unicodeScalars {
            if scalar.isASCII {
                folded.unicodeScalars.append(scalar)
            } else {
                folded += base(of: scalar)
            }
        }
        return folded
    }

    /// What a character compares as: nothing for an accent of its own, letters for a letter that has one.
    private static func base(of scalar: Unicode.Scalar) -> String {
        let place = Int(scalar.value) - 0x80
        if table.indices.contains(place) { return table[place] }
        // Most writing has no letters with a second shape; those blocks that have are looked up one by one.
        if (0x1E00...0x1FFF).contains(scalar.value) || (0xFB00...0xFB06).contains(scalar.value) {
            return named(scalar)
        }
        return scalar.properties.generalCategory == .nonspacingMark ? "" : String(scalar)
    }

    /// U+0080 to U+052F: Latin, Greek and Cyrillic, which are met again and again.
    private static let table: [String] = (0x80..<0x530).map { value in Unicode.Scalar(value).map(named) ?? "" }

    private static func named(_ scalar: Unicode.Scalar) -> String {
        if let special = specials[scalar] { return special }
        let properties = scalar.properties
        if properties.generalCategory == .nonspacingMark { return "" }
        guard properties.generalCategory == .lowercaseLetter, let name = properties.name else { return String(scalar) }
        for (script, small) in [("LATIN SMALL LETTER ", latin), ("GREEK SMALL LETTER ", greek)]
        where name.hasPrefix(script) {
            let rest = name.dropFirst(script.count)
            let letter = rest.prefix { $0 != " " }
            guard letter.count == rest.count || rest.dropFirst(letter.count).hasPrefix(" WITH ") else { break }
            if let base = small[String(letter)] { return base }
        }
        return String(scalar)
    }

    private static let latin = Dictionary(
        uniqueKeysWithValues: (97...122).compactMap { (value: UInt8) in
            (String(Unicode.Scalar(value - 32)), String(Unicode.Scalar(value)))
        })

    private static let greek = Dictionary(
        (0x3B1...0x3C9).compactMap { (value: UInt32) -> (String, String)? in
            guard let scalar = Unicode.Scalar(value), let name = scalar.properties.name,
                let letter = name.split(separator: " ").last, !name.contains(" FINAL ")
            else { return nil }
            return (String(letter), String(scalar))
        }, uniquingKeysWith: { first, _ in first })

    /// Letters that stand for others without saying so in their names.
    private static let specials: [Unicode.Scalar: String] = [
        "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ĳ": "ij", "ŋ": "n", "ſ": "s", "ς": "σ",
        "ё": "е", "й": "и", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    ]
}
