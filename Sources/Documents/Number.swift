/// A number as it was written: `1.0` stays `1.0`, and twenty digits stay twenty digits.
///
/// The text follows the grammar of JSON (RFC 8259 §6) or of YAML's core schema (YAML 1.2.2 §10.3.2), which also has `+1`, `.5`, `0x1F`, `0o17`,
/// `.inf` and `.nan`. Two numbers are equal when their texts are.
package struct Number: Hashable, Sendable {
    package let text: String

    /// Nil unless the text is a number of JSON or of YAML's core schema.
    package init?(_ text: String) {
        guard Self.isNumber(text) else { return nil }
        self.text = text
    }

    package init(_ value: Int) { text = String(value) }

    /// The shortest text that reads back as the same value; nil for an infinity or NaN.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// The reader has checked the grammar.
    init(checked text: String) { self.text = text }

    /// The nearest value; nil where that would be infinite or is not a number.
    package var double: Double? {
        guard let value = normal.flatMap({ Double($0) }), value.isFinite else { return nil }
        return value
    }

    /// The whole number this is, `12.0` and `1e3` included; nil for a fraction, or where 64 bits cannot hold it exactly.
    package var int64: Int64? {
        guard let normal else { return nil }
        if let whole = Int64(normal) { return whole }
        // A text of digits alone was too large; of the others, doubles hold every whole number below 2^53.
        guard normal.utf8.contains(where: { !Self.isDigit($0) && $0 != UInt8(ascii: "-") }),
            let value = Double(normal), value.magnitude < 0x1p53
        else { return nil }
        return Int64(exactly: value)
    }

    /// The same number in JSON's grammar; nil where JSON has no such number, or would lose what people meant.
    ///
    /// JSON knows no `.inf` and `.nan`. A barcode `0068780060324`, a telephone number `+4930123456` and an address of 20 bytes in hexadecimal are numbers
    /// to YAML when nobody quoted them: they must not lose a digit or sign.
    package var json: String? {
        let unsigned = text.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        if unsigned.count > 1, unsigned.first == UInt8(ascii: "0"),
            unsigned.dropFirst().first.map(Self.isDigit) ?? false
        {
            return nil
        }
        if text.hasPrefix("+"), unsigned.allSatisfy(Self.isDigit) { return nil }
        return normal
    }

    /// The number in JSON's grammar, whatever is lost; nil for an infinity, NaN, or more than 64 bits in hexadecimal or octal digits.
    private var normal: String? {
        var rest = text.utf8[...]
        for (prefix, radix) in [("0x", 16), ("0o", 8)] where rest.starts(with: prefix.utf8) {
            return UInt64(Substring(rest.dropFirst(2)), radix: radix).map { String($0) }
        }
        let minus = rest.first == UInt8(ascii: "-")
        if minus || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let whole = rest.prefix(while: Self.isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: Self.isDigit)
            rest = rest.dropFirst(1 + fraction.count)
        }
        if whole.isEmpty && fraction.isEmpty { return nil }
        let significant = whole.drop { $0 == UInt8(ascii: "0") }
        return (minus ? "-" : "") + (significant.isEmpty ? "0" : String(Substring(significant)))
            + (fraction.isEmpty ? "" : "." + String(Substring(fraction))) + String(Substring(rest))
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        if rest.starts(with: "0x".utf8) || rest.starts(with: "0o".utf8) {
            let radix = rest.dropFirst().first == UInt8(ascii: "x") ? 16 : 8
            let digits = rest.dropFirst(2)
            return !digits.isEmpty
                && digits.allSatisfy { Character(Unicode.Scalar($0)).hexDigitValue.map { $0 < radix } ?? false }
        }
        if [".nan", ".NaN", ".NAN"].contains(text) { return true }
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        if [".inf", ".Inf", ".INF"].contains(where: { rest.elementsEqual($0.utf8) }) { return true }
        let whole = rest.prefix(while: isDigit).count
        rest = rest.dropFirst(whole)
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit).count
            rest = rest.dropFirst(1 + fraction)
        }
        guard whole + fraction > 0 else { return false }
        guard let exponent = rest.first else { return true }
        guard exponent | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }
}
