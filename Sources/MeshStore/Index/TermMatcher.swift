internal import MeshModel

/// The words of a query made ready for rows: where each stands, and what its finding is worth.
struct TermMatcher: Sendable {
    let query: RankedQuery
    private let index: ProductIndex
    private let terms: [Term]

    private struct Term: Sendable {
        var isNegated: Bool
        var alternatives: [Alternative]
        /// Rows that it can be found in at most: what is rare is looked at first.
        var most: Int
    }

    private enum Alternative: Sendable {
        /// All of these, each with its weight.
        case words([(found: IndexWords.Found, weight: Int)])
        case names(NameSearch)
    }

    init(_ query: ProductQuery, _ index: ProductIndex) throws(StoreError) {
        let ranked = try RankedQuery(query, products: index.count) { (text, isWhole) throws(StoreError) in
            try index.words.find(text, isWhole: isWhole).holding
        }
        try self.init(ranked, index)
    }

    init(_ query: RankedQuery, _ index: ProductIndex) throws(StoreError) {
        self.query = query
        self.index = index
        var terms: [Term] = []
        for (place, term) in query.query.terms.enumerated() {
            var ready = Term(isNegated: term.isNegated, alternatives: [], most: 0)
            for (number, word) in term.alternatives.enumerated() {
                switch query.method(of: word, in: term) {
                case .names(let search):
                    ready.alternatives.append(.names(search))
                    ready.most = .max
                case .words:
                    var parts: [(found: IndexWords.Found, weight: Int)] = []
                    var most = Int.max
                    for (part, text) in word.parts.enumerated() {
                        let (found, holding) = try index.words.find(text, isWhole: word.isWhole(part))
                        parts.append((found, query.weights[place][number][part]))
                        most = min(most, holding)
                    }
                    ready.alternatives.append(.words(parts))
                    if ready.most < Int.max { ready.most = max(ready.most, most) }
                }
            }
            terms.append(ready)
        }
        // What must be there narrows; what must not be there, and what is looked for letter by letter, comes last.
        self.terms = terms.sorted { ($0.isNegated ? 1 : 0, $0.most) < ($1.isNegated ? 1 : 0, $1.most) }
    }

    /// Where there is no word to look for every row has the score 0.
    var isEmpty: Bool { terms.isEmpty }

    /// Space for the scores of one stretch, used again and again.
    struct Scores: Sendable {
        /// What the words of each row are worth together.
        fileprivate(set) var totals: [Int32] = []
        fileprivate var term: [Int32] = []
        fileprivate var part: [Int32] = []
        fileprivate var sum: [Int32] = []
    }

    /// Takes out the rows that the words are not in, and says what the words of the others are worth.
    func narrow(_ bits: inout RowBits, _ scores: inout Scores) throws(StoreError) {
        guard !terms.isEmpty else { return }
        scores.totals.clear(bits.count)
        for term in terms {
            if bits.isEmpty { return }
            scores.term.clear(bits.count)
            for alternative in term.alternatives {
                switch alternative {
                case .names(let search): try look(for: search, bits, &scores.term)
                case .words(let parts):
                    if parts.count == 1 {
                        try look(for: parts[0].found, parts[0].weight, bits, &scores.term)
                    } else {
                        try look(for: parts, bits, &scores)
                    }
                }
            }
            if term.isNegated {
                scores.term.withSpan { found in bits.keep { found[$0] == 0 } }
            } else {
                scores.term.withSpan { found in bits.keep { found[$0] != 0 } }
                for place in 0..<bits.count { scores.totals[place] &+= max(0, scores.term[place] &- 1) }
            }
        }
    }

    /// All parts of one word; the score of a row is their sum.
    private func look(
        for parts: [(found: IndexWords.Found, weight: Int)], _ bits: RowBits, _ scores: inout Scores
    ) throws(StoreError) {
        for (number, part) in parts.enumerated() {
            scores.part.clear(bits.count)
            try look(for: part.found, part.weight, bits, &scores.part)
            if number == 0 {
                swap(&scores.sum, &scores.part)
            } else {
                for place in 0..<bits.count {
                    let (sum, part) = (scores.sum[place], scores.part[place])
                    scores.sum[place] = sum > 0 && part > 0 ? sum &+ part &- 1 : 0
                }
            }
        }
        for place in 0..<bits.count { scores.term[place] = max(scores.term[place], scores.sum[place]) }
    }

    /// Writes one more than the score of each row that has a word.
    private func look(
        for found: IndexWords.Found, _ weight: Int, _ bits: RowBits, _ scores: inout [Int32]
    ) throws(StoreError) {
        let start = bits.start
        // A word's worth for each impact, worked out once.
        let worth = (0...255).map { Int32(clamping: 1 + RankedQuery.score(weight: weight, effective: UInt8($0))) }
        switch found {
        case .nowhere: return
        case .list(let list, let isWhole):
            var failure: StoreError?
            scores.withMutable { scores in
                let worth = worth.span
                do throws(StoreError) {
                    try list.forEach(in: start..<start + bits.count) { row, impact in
                        let effective = isWhole ? impact : RankedQuery.effective(impact, isWhole: false)
                        let place = row - start
                        scores[place] = max(scores[place], worth[Int(effective)])
                    }
                } catch { failure = error }
            }
            if let failure { throw failure }
        case .merged(let postings):
            let end = UInt32(start + bits.count)
            var place = postings.indices.partitionPoint { postings[$0].row >= UInt32(start) }
            while place < postings.count, postings[place].row < end {
                let row = Int(postings[place].row) - start
                scores[row] = max(scores[row], worth[Int(postings[place].impact)])
                place += 1
            }
        }
    }

    /// Looks letter by letter: first for rows that can have them at all.
    private func look(for search: NameSearch, _ bits: RowBits, _ scores: inout [Int32]) throws(StoreError) {
        var candidates = bits
        // Where the name says the same as the id, only the id is looked at.
        var twins = RowBits(bits.start..<bits.start + bits.count)
        let rows = bits.start..<bits.start + bits.count
        try index.names.withLetters(rows) { letters in
            if search.place == .alike {
                let wanted = ProductNames.letters(of: search.needle)
                candidates.keep { UInt64(littleEndian: letters[$0]) & wanted == wanted }
            }
            let isPlain = search.needle.allSatisfy { $0 < 0x80 && SearchWords.isWordByte($0) }
            twins.keep { isPlain && UInt64(littleEndian: letters[$0]) & ProductNames.twins != 0 }
        }
        let isDense = search.place != .alike && candidates.population > bits.count / 16
        try index.names.with(rows) { (starts, texts) throws(StoreError) in
            func judge(_ place: Int) {
                let from = Int(starts[place] - starts[0])
                var end = Int(starts[place + 1] - starts[0]) - 1
                if twins.contains(place) { end = from + (end - from) / 2 }
                let names = texts.extracting(from..<end)
                if let score = search.score(in: unsafe names._unsafeView(as: UInt8.self)) {
                    scores[place] = max(scores[place], Int32(clamping: 1 + score))
                }
            }
            guard isDense else {
                try candidates.forEach { (place) throws(StoreError) in judge(place) }
                return
            }
            // Over all names at once: most rows are never looked at.
            var place = 0
            while place < bits.count,
                var at = texts.first(search.needle, from: Int(starts[place] - starts[0]))
            {
                // The row that it stands in is near: names are some dozens of bytes long.
                var step = 1
                while place + step <= bits.count, Int(starts[place + step] - starts[0]) <= at { step *= 2 }
                place = (place + step / 2..<min(bits.count, place + step)).partitionPoint {
                    Int(starts[$0 + 1] - starts[0]) > at
                }
                if candidates.contains(place) {
                    if search.place == .inside {
                        let from = Int(starts[place] - starts[0])
                        var end = Int(starts[place + 1] - starts[0]) - 1
                        if twins.contains(place) { end = from + (end - from) / 2 }
                        let names = unsafe texts.extracting(from..<end)._unsafeView(as: UInt8.self)
                        var best = 0
                        // Every place of the row: one of them may begin a word.
                        while at + search.needle.count <= end {
                            best = max(best, search.score(in: names, standingAt: at - from))
                            guard let other = texts.extracting(0..<end).first(search.needle, from: at + 1) else {
                                break
                            }
                            at = other
                        }
                        scores[place] = max(scores[place], Int32(clamping: 1 + best))
                    } else {
                        judge(place)
                    }
                }
                place += 1
            }
        }
    }
}

extension [Int32] {
    /// So many zeros.
    fileprivate mutating func clear(_ count: Int) {
        if self.count == count {
            for place in indices { self[place] = 0 }
        } else {
            self = [Int32](repeating: 0, count: count)
        }
    }

    @inline(__always)
    fileprivate func withSpan<Value>(_ body: (Span<Int32>) -> Value) -> Value { body(span) }

    @inline(__always)
    fileprivate mutating func withMutable(_ body: (inout MutableSpan<Int32>) -> Void) {
        var span = mutableSpan
        body(&span)
    }
}
