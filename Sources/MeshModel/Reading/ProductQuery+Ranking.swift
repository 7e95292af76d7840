extension ProductQuery {
    /// How well the words fit, as a whole number, so that every reader ranks alike; nil when a word is not found or a negated one is.
    ///
    /// The texts are folded UTF-8: the id and name joined by a newline, the tags joined by newlines, the description.
    /// Each word counts by its best place: the whole id or name 100, the start of a word in them 60, inside one 40; a whole tag 30, in a tag 20;
    /// the start of a word of the description 10, inside one 5.
    public func rank(names: Span<UInt8>, tags: Span<UInt8>, description: Span<UInt8>) -> Int? {
        var total = 0
        for word in words {
            let score =
                Self.score(word, names, whole: 100, start: 60, inside: 40)
                ?? Self.score(word, tags, whole: 30, start: 20, inside: 20)
                ?? Self.score(word, description, whole: 10, start: 10, inside: 5)
            if word.negated {
                guard score == nil else { return nil }
            } else {
                guard let score else { return nil }
                total += score
            }
        }
        return total
    }

    private static func score(_ word: Word, _ text: Span<UInt8>, whole: Int, start: Int, inside: Int) -> Int? {
        let needle = word.text.utf8.span
        guard !needle.isEmpty, needle.count <= text.count else { return nil }
        var best: Int?
        var at = 0
        while let found = text.first(needle, from: at) {
            let end = found + needle.count
            let opens = found == 0 || !isWordByte(text[found - 1])
            let closes = end == text.count || !isWordByte(text[end])
            let fillsLine = (found == 0 || text[found - 1] == 10) && (end == text.count || text[end] == 10)
            if fillsLine { return whole }
            if opens, closes || !word.whole { best = max(best ?? 0, start) }
            if !word.whole { best = max(best ?? 0, inside) }
            at = found + 1
        }
        return best
    }

    /// Letters, digits and everything beyond ASCII make words; `_`, `-` and `.` part them.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (48...57).contains(byte) || (97...122).contains(byte)
    }

    /// A product that is on its way out stands below all that are not.
    public static func rank(_ rank: Int, status: DataProduct.Status) -> Int {
        switch status {
        case .draft, .published: rank
        case .deprecated: rank - 10_000
        case .retired: rank - 20_000
        }
    }

    /// The whole query on one card: its rank, or nil.
    public func rank(_ card: ProductCard, at now: Instant) -> Int? {
        guard conditions.allSatisfy({ $0.admits(card, at: now) }) else { return nil }
        let texts = card.searchTexts
        return rank(names: texts.names.utf8.span, tags: texts.tags.utf8.span, description: texts.description.utf8.span)
            .map { Self.rank($0, status: card.status) }
    }
}

extension ProductCard {
    /// The folded texts that words are looked for in.
    public var searchTexts: (names: String, tags: String, description: String) {
        (
            ProductQuery.folded(name.isEmpty ? id.text : "\(id.text)\n\(name)"),
            ProductQuery.folded(tags.joined(separator: "\n")), ProductQuery.folded(description)
        )
    }
}

extension Span where Element == UInt8 {
    /// The first place of a needle at or behind an index.
    func first(_ needle: Span<UInt8>, from start: Int) -> Int? {
        guard needle.count <= count else { return nil }
        let head = needle[0]
        var index = start
        let last = count - needle.count
        while index <= last {
            if self[index] == head {
                var length = 1
                while length < needle.count, self[index + length] == needle[length] { length += 1 }
                if length == needle.count { return index }
            }
            index += 1
        }
        return nil
    }
}
