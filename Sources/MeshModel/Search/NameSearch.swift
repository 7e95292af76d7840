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
        var best: Int?
        var begin = 0
        while begin <= names.count {
            var end = begin
            while end < names.count, names[end] != 10 { end += 1 }
            if let score = score(names.extracting(begin..<end)) { best = max(best ?? 0, score) }
            begin = end + 1
        }
        return best
    }

    private func score(_ line: Span<UInt8>) -> Int? {
        switch place {
        case .equals: return line.count == needle.count && line.holds(needle, at: 0) ? Self.whole : nil
        case .opens:
            guard line.holds(needle, at: 0) else { return nil }
            return line.count == needle.count ? Self.whole : Self.start
        case .closes:
            guard line.holds(needle, at: line.count - needle.count) else { return nil }
            return line.count == needle.count ? Self.whole : Self.start
        case .inside: return insideScore(line)
        case .alike: return alikeScore(line)
        }
    }

    private func insideScore(_ line: Span<UInt8>) -> Int? {
        guard needle.count <= line.count else { return nil }
        if line.count == needle.count, line.holds(needle, at: 0) { return Self.whole }
        var best: Int?
        for at in 0...line.count - needle.count where line.holds(needle, at: at) {
            if at == 0 || !SearchWords.isWordByte(line[at - 1]) { return Self.start }
            best = Self.within
        }
        return best
    }

    /// The letters in their order, greedily from the left, then drawn together from the right as fzf does; runs and beginnings of words
    /// count more, gaps less.
    private func alikeScore(_ line: Span<UInt8>) -> Int? {
        var next = 0
        var end = 0
        while end < line.count, next < needle.count {
            if line[end] == needle[next] { next += 1 }
            end += 1
        }
        guard next == needle.count else { return nil }
        // Back from the last letter: the shortest stretch that ends there.
        var start = end
        while next > 0 {
            start -= 1
            if line[start] == needle[next - 1] { next -= 1 }
        }
        var score = 0
        var wasHit = false
        for at in start..<end {
            if next < needle.count, line[at] == needle[next] {
                let opens = at == 0 || !SearchWords.isWordByte(line[at - 1])
                score += wasHit ? 24 : opens ? 20 : 12
                wasHit = true
                next += 1
            } else {
                score -= wasHit ? 6 : 1
                wasHit = false
            }
        }
        return max(1, score * 16 / needle.count)
    }
}

extension Span where Element == UInt8 {
    /// Whether some bytes stand at a place; false where they do not fit.
    fileprivate func holds(_ needle: [UInt8], at place: Int) -> Bool {
        guard place >= 0, place + needle.count <= count else { return false }
        for index in needle.indices where self[place + index] != needle[index] { return false }
        return true
    }
}
