internal import MeshModel

/// The words of all products in byte order, each with the rows that have it; and for beginnings of very many words their rows together.
struct IndexWords: Sendable {
    static let entrySize = 24
    /// Words that begin alike and have no more postings than this together are put together when they are asked for.
    static let mostMerged = 8192

    private let words: Snapshot.Section
    private let prefixes: Snapshot.Section
    private let texts: Snapshot.Section
    private let postings: Snapshot.Section
    private let rows: Int

    struct Entry {
        var offset: UInt64
        var text: UInt32
        var textLength: UInt16
        var form: UInt16
        var holding: UInt32
        /// Postings of all the words that begin so; of a word its own.
        var sum: UInt32
    }

    /// Where a word, or the words that begin so, stand.
    enum Found: Sendable {
        case nowhere
        /// `isWhole`: impacts count in full.
        case list(PostingList, isWhole: Bool)
        /// By row, impacts counted.
        case merged([PostingList.Posting])
    }

    init(
        _ words: Snapshot.Section, _ prefixes: Snapshot.Section, _ texts: Snapshot.Section,
        _ postings: Snapshot.Section, rows: Int
    ) throws(StoreError) {
        for section in [words, prefixes] where section.count % Self.entrySize != 0 {
            throw section.damage(at: section.count, "it is not made of whole entries")
        }
        self.words = words
        self.prefixes = prefixes
        self.texts = texts
        self.postings = postings
        self.rows = rows
    }

    /// Where a word stands, and how many rows have it; with `isWhole` false the words that begin so, each counted.
    func find(_ text: String, isWhole: Bool) throws(StoreError) -> (found: Found, holding: Int) {
        let bytes = Array(text.utf8)
        let first = try lowerBound(bytes, in: words)
        guard let entry = try entry(first, in: words), try begins(entry, with: bytes) else { return (.nowhere, 0) }
        let isExact = Int(entry.textLength) == bytes.count
        if isWhole {
            return isExact ? (.list(try list(entry), isWhole: true), Int(entry.holding)) : (.nowhere, 0)
        }
        let place = try lowerBound(bytes, in: prefixes)
        if let together = try self.entry(place, in: prefixes), Int(together.textLength) == bytes.count,
            try begins(together, with: bytes)
        {
            return (.list(try list(together), isWhole: true), Int(together.sum))
        }
        var merged: [PostingList.Posting] = []
        var sum = 0
        var number = first
        while let next = try self.entry(number, in: words), try begins(next, with: bytes) {
            let list = try list(next)
            let isWhole = Int(next.textLength) == bytes.count
            number += 1
            sum += list.holding
            // One word alone may have any number of rows and needs no merging.
            if number == first + 1 {
                let isAlone: Bool
                if let other = try self.entry(number, in: words) {
                    isAlone = try !begins(other, with: bytes)
                } else {
                    isAlone = true
                }
                if isAlone { return (.list(list, isWhole: isWhole), sum) }
            }
            guard sum <= Self.mostMerged else { throw words.damage(at: first, "so many words should stand together") }
            try list.forEach(in: 0..<rows) { row, impact in
                merged.append(.init(row: UInt32(row), impact: RankedQuery.effective(impact, isWhole: isWhole)))
            }
        }
        merged.sort { $0.row == $1.row ? $0.impact > $1.impact : $0.row < $1.row }
        var last: UInt32?
        merged.removeAll { posting in
            defer { last = posting.row }
            return posting.row == last
        }
        return (.merged(merged), sum)
    }

    private func list(_ entry: Entry) throws(StoreError) -> PostingList {
        guard let form = PostingList.Form(rawValue: entry.form), entry.offset <= UInt64(postings.count),
            Int(entry.holding) <= rows, form == .sparse || Int(entry.offset) + rows <= postings.count
        else { throw postings.damage(at: 0, "a word's rows do not stand in it") }
        return PostingList(
            section: postings, offset: Int(entry.offset), form: form, holding: Int(entry.holding), rows: rows)
    }

    private func entry(_ place: Int, in section: Snapshot.Section) throws(StoreError) -> Entry? {
        let at = place * Self.entrySize
        guard at < section.count else { return nil }
        return try section.withBytes(at..<at + Self.entrySize) { bytes in
            Entry(
                offset: bytes.integer(at: 0), text: bytes.integer(at: 8), textLength: bytes.integer(at: 12),
                form: bytes.integer(at: 14), holding: bytes.integer(at: 16), sum: bytes.integer(at: 20))
        }
    }

    private func lowerBound(_ text: [UInt8], in section: Snapshot.Section) throws(StoreError) -> Int {
        var low = 0
        var high = section.count / Self.entrySize
        while low < high {
            let middle = (low + high) / 2
            guard let entry = try entry(middle, in: section) else { return low }
            let precedes = try withText(entry) { word in
                for index in 0..<min(word.count, text.count) where word[index] != text[index] {
                    return word[index] < text[index]
                }
                return word.count < text.count
            }
            if precedes { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func begins(_ entry: Entry, with text: [UInt8]) throws(StoreError) -> Bool {
        guard Int(entry.textLength) >= text.count else { return false }
        return try withText(entry) { word in
            for index in text.indices where word[index] != text[index] { return false }
            return true
        }
    }

    private func withText<Value>(_ entry: Entry, _ body: (Span<UInt8>) -> Value) throws(StoreError) -> Value {
        let start = Int(entry.text)
        return try texts.withBytes(start..<start + Int(entry.textLength)) { bytes in
            body(unsafe bytes._unsafeView(as: UInt8.self))
        }
    }
}
