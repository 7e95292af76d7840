/// A slug that names one thing of a kind: `[a-z0-9][a-z0-9._-]{0,127}`.
///
/// The noun is part of the type, so that a domain's name cannot be handed over as a product's.
public struct Identifier<Noun>: Hashable, Sendable {
    public let text: String

    public static var longest: Int { 128 }

    /// Nil unless the text is a slug.
    public init?(_ text: String) {
        let bytes = text.utf8
        guard let first = bytes.first, first != UInt8(ascii: "."), first != UInt8(ascii: "_"),
            first != UInt8(ascii: "-"),
            bytes.count <= Self.longest, bytes.allSatisfy(Self.allows)
        else { return nil }
        self.text = text
    }

    /// The blank that a record reader fills.
    package init() { text = "" }

    /// The nearest slug to any text: "Networx Business Volume, FY2013" is `networx-business-volume-fy2013`; nil when no letter or digit is left.
    public init?(slugging text: String) {
        var slug: [UInt8] = []
        for byte in text.lowercased().utf8 {
            if Self.allows(byte), !(slug.isEmpty && !Self.isAlphanumeric(byte)) {
                slug.append(byte)
            } else if !slug.isEmpty, slug.last != UInt8(ascii: "-") {
                slug.append(UInt8(ascii: "-"))
            }
            if slug.count == Self.longest { break }
        }
        while let last = slug.last, !Self.isAlphanumeric(last) { slug.removeLast() }
        self.init(String(decoding: slug, as: UTF8.self))
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func allows(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}

extension Identifier: TextValue {
    public init?(text: String) { self.init(text) }
    public var description: String { text }
    public var isBlank: Bool { text.isEmpty }
    public static var expectation: String { "a name of small letters, digits, '.', '_' and '-', such as sales_orders" }
}

extension Identifier: Comparable {
    public static func < (a: Identifier, b: Identifier) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }
}
