/// How texts fall into words, and how much each word weighs: what an index is made of, and what memory does the plain way.
public enum SearchWords {
    /// A word of a text or a query is cut here: whoever means more looks for it with `'`.
    public static let longest = 64

    /// Letters, digits and everything beyond ASCII make words; `_`, `-` and `.` part them.
    public static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (48...57).contains(byte) || (97...122).contains(byte)
    }

    /// Calls the body with the place of each word of a folded text.
    ///
    /// Scripts that put no spaces between words make each character a word.
    public static func each(in text: Span<UInt8>, _ body: (Range<Int>) -> Void) {
        var start: Int?
        var index = 0
        while index < text.count {
            let byte = text[index]
            let lone = byte < 0xE2 ? 0 : loneCharacter(text, at: index)
            if lone > 0 {
                if let begun = start { body(begun..<min(index, begun + longest)) }
                start = nil
                body(index..<index + lone)
                index += lone
                continue
            }
            if isWordByte(byte) {
                if start == nil { start = index }
            } else if let begun = start {
                body(begun..<min(index, begun + longest))
                start = nil
            }
            index += 1
        }
        if let begun = start { body(begun..<min(text.count, begun + longest)) }
    }

    /// Bytes of the character at a place if it is a word of its own: U+2E80 to U+9FFF and everything from U+20000 on. Else 0.
    private static func loneCharacter(_ text: Span<UInt8>, at index: Int) -> Int {
        let first = text[index]
        if first >= 0xF0 {
            guard index + 4 <= text.count else { return 0 }
            let value = UInt32(first & 7) << 18 | UInt32(text[index + 1] & 63) << 12
            return value >= 0x20000 ? 4 : 0
        }
        guard index + 3 <= text.count else { return 0 }
        let value = UInt32(first & 15) << 12 | UInt32(text[index + 1] & 63) << 6 | UInt32(text[index + 2] & 63)
        return (0x2E80..<0xA000).contains(value) ? 3 : 0
    }

    public static func all(of text: String) -> [String] {
        var words: [String] = []
        let bytes = Array(text.utf8)
        each(in: bytes.span) { words.append(String(decoding: bytes[$0], as: UTF8.self)) }
        return words
    }
}

/// A place in a product where words are looked for. Source for the formula: Robertson and Zaragoza, "The Probabilistic Relevance
/// Framework: BM25 and Beyond", BM25F, in whole numbers and with typical lengths instead of averages, so that a product weighs the
/// same whatever else is in the mesh.
public enum SearchField: Int, CaseIterable, Sendable {
    /// The id and the name.
    case names
    case tags
    /// Names of the fields and objects of the contracts in force.
    case fields
    case description

    private var weight: Int {
        switch self {
        case .names: 8
        case .tags: 4
        case .fields: 2
        case .description: 1
        }
    }

    /// Words.
    private var typicalLength: Int {
        switch self {
        case .names: 6
        case .tags: 3
        case .fields: 16
        case .description: 40
        }
    }

    /// What one occurrence of a word counts in a text of so many words, in 256ths: long texts say each thing less.
    public func occurrence(in length: Int) -> Int {
        // b = 3/4 in BM25's terms.
        weight * 256 * 256 / (64 + 192 * min(length, 1 << 20) / typicalLength)
    }

    /// 1 to 255: what a word counts in a product, given all its occurrences together. The more there are, the less each adds.
    public static func impact(of occurrences: Int) -> UInt8 {
        UInt8(clamping: max(1, 255 * occurrences / (occurrences + 6 * 256)))
    }
}

/// How rare a word is: what its finding is worth.
public enum SearchWeight {
    /// 16ths of the binary logarithm of how few products have it; 16 where nothing is known of any.
    public static func of(_ holding: Int, in products: Int) -> Int {
        let ratio = (UInt64(products) + 1) * 256 / (UInt64(min(holding, products)) + 1)
        return 16 + max(0, sixteenths(ratio) - 8 * 16)
    }

    /// 16 x log2, linear between powers of two.
    private static func sixteenths(_ value: UInt64) -> Int {
        guard value > 0 else { return 0 }
        let power = 63 - value.leadingZeroBitCount
        let rest = power >= 4 ? Int(value >> (power - 4)) & 15 : Int(value << (4 - power)) & 15
        return power * 16 + rest
    }
}

/// How many products have each word: what ranking knows of the mesh. A generation of a store states it and everything after it uses the
/// same, so that one change does not move every other product.
public struct SearchStatistics: Equatable, Sendable {
    public var products = 0
    /// Ascending.
    private var words: [(word: String, holding: Int)] = []

    public init() {}

    public init(_ entries: some Sequence<SearchEntry>) {
        var holding: [String: Int] = [:]
        for entry in entries {
            products += 1
            for word in entry.impacts.keys { holding[word, default: 0] += 1 }
        }
        words = holding.map { ($0.key, $0.value) }.sorted { $0.word.utf8.lexicographicallyPrecedes($1.word.utf8) }
    }

    public static func == (a: SearchStatistics, b: SearchStatistics) -> Bool {
        a.products == b.products && a.words.elementsEqual(b.words, by: ==)
    }

    /// Products with a word, or with words that begin so, each counted for each of its words.
    public func holding(_ text: String, whole: Bool) -> Int {
        let utf8 = Array(text.utf8)
        var low = 0
        var high = words.count
        while low < high {
            let middle = (low + high) / 2
            if words[middle].word.utf8.lexicographicallyPrecedes(utf8) { low = middle + 1 } else { high = middle }
        }
        var total = 0
        while low < words.count, words[low].word.utf8.starts(with: utf8) {
            if whole { return words[low].word.utf8.count == utf8.count ? words[low].holding : 0 }
            total += words[low].holding
            low += 1
        }
        return total
    }
}
