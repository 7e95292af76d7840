/// Looks for letters in a product's id and name, where `RankedQuery` looks for words in all its texts.
public struct NameSearch: Equatable, Sendable {
    public enum Place: Equatable, Sendable {
        case inside, opens, closes, equals, alike
    }

    /// Folded.
    public let needle: [UInt8]
    public let place: Place

    /// Letters that stand apart from each other are only looked for from three on: of two there is one pair in nearly every name.
    public static let fewestAlike = 3

    public init(_ text: String, _ place: Place) {
        needle = Array(text.utf8)
        self.place = place == .alike && needle.count < Self.fewestAlike ? .inside : place
    }

    /// A whole line counts as much as a rare word in the name, part of one less.
    private static let whole = 1600
    private static let start = 960
    private static let within = 640

    /// The best of the lines; nil: it is in none. The names are folded, parted by line feeds.
    public func score(in names: Span<UInt8>) -> Int? {
        guard !needle.isEmpty else { return 0 }
        return unsafe names.withUnsafeBufferPointer { bytes in
            let letters = unsafe Letters(bytes)
            var best: Int?
            var begin = 0
            while begin <= letters.count {
                var end = begin
                while end < letters.count, letters[end] != 10 { end += 1 }
                if let score = score(letters, begin..<end) { best = max(best ?? 0, score) }
                begin = end + 1
            }
            return best
        }
    }

    /// What a place where the needle stands is worth: the whole line, the start of a word, or inside one.
    public func score(in names: Span<UInt8>, standingAt place: Int) -> Int {
        let end = place + needle.count
        let begins = place == 0 || names[place - 1] == 10
        if begins, end == names.count || names[end] == 10 { return Self.whole }
        return begins || !SearchWords.isWordByte(names[place - 1]) ? Self.start : Self.within
    }

    private func score(_ letters: Letters, _ line: Range<Int>) -> Int? {
        switch place {
        case .equals: return line.count == needle.count && holds(letters, line.lowerBound, line) ? Self.whole : nil
        case .opens:
            guard holds(letters, line.lowerBound, line) else { return nil }
            return line.count == needle.count ? Self.whole : Self.start
        case .closes:
            guard holds(letters, line.upperBound - needle.count, line) else { return nil }
            return line.count == needle.count ? Self.whole : Self.start
        case .inside: return insideScore(letters, line)
        case .alike: return alikeScore(letters, line)
        }
    }

    /// Whether the needle stands at a place of a line; false where it does not fit.
    private func holds(_ letters: Letters, _ place: Int, _ line: Range<Int>) -> Bool {
        guard place >= line.lowerBound, place + needle.count <= line.upperBound else { return false }
        for index in needle.indices where letters[place + index] != needle[index] { return false }
        return true
    }

    private func insideScore(_ letters: Letters, _ line: Range<Int>) -> Int? {
        guard needle.count <= line.count else { return nil }
        if line.count == needle.count, holds(letters, line.lowerBound, line) { return Self.whole }
        var best: Int?
        for at in line.lowerBound...line.upperBound - needle.count where holds(letters, at, line) {
            if at == line.lowerBound || !SearchWords.isWordByte(letters[at - 1]) { return Self.start }
            best = Self.within
        }
        return best
    }

    /// The letters in their order, greedily from the left, then drawn together from the right as fzf does; runs and beginnings of words
    /// count more, gaps less.
    private func alikeScore(_ letters: Letters, _ line: Range<Int>) -> Int? {
        var next = 0
        var end = line.lowerBound
        let count = needle.count
        var wanted = needle[0]
        while end < line.upperBound {
            let letter = letters[end]
            end += 1
            if letter == wanted {
                next += 1
                if next == count { break }
                wanted = needle[next]
            }
        }
        guard next == count else { return nil }
        // Back from the last letter: the shortest stretch that ends there.
        var start = end
        while next > 0 {
            start -= 1
            if letters[start] == needle[next - 1] { next -= 1 }
        }
        var score = 0
        var wasHit = false
        for at in start..<end {
            if next < count, letters[at] == needle[next] {
                let opens = at == line.lowerBound || !SearchWords.isWordByte(letters[at - 1])
                score += wasHit ? 24 : opens ? 20 : 12
                wasHit = true
                next += 1
            } else {
                score -= wasHit ? 6 : 1
                wasHit = false
            }
        }
        return max(1, score * 16 / count)
    }
}

/// Bytes that are looked at one by one, a hundred million times a second: each place must lie within.
@safe private struct Letters {
    private let bytes: UnsafeBufferPointer<UInt8>

    @unsafe init(_ bytes: UnsafeBufferPointer<UInt8>) { unsafe self.bytes = bytes }

    var count: Int { unsafe bytes.count }

    @inline(__always)
    subscript(place: Int) -> UInt8 { unsafe bytes[place] }
}
