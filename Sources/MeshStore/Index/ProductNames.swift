internal import MeshModel

/// The folded id and name of each row, and which letters are in them.
struct ProductNames: Sendable {
    let section: Snapshot.Section
    private let letters: Snapshot.Section
    let count: Int
    /// Where the texts begin.
    private let base: Int

    init(_ section: Snapshot.Section, letters: Snapshot.Section, count: Int) throws(StoreError) {
        self.section = section
        self.letters = letters
        self.count = count
        base = 4 * (count + 1)
        guard section.count >= base else { throw section.damage(at: section.count, "it is too short") }
        guard letters.count == 8 * count else { throw letters.damage(at: letters.count, "it is not of \(count) rows") }
    }

    /// Lends the texts of some rows: row k of them is `texts[starts[k] - starts[0]..<starts[k + 1] - starts[0] - 1]`, ended by a line feed.
    func with<Value>(
        _ rows: Range<Int>, _ body: (_ starts: Span<UInt32>, _ texts: RawSpan) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try section.withBytes(4 * rows.lowerBound..<4 * (rows.upperBound + 1)) { (offsets) throws(StoreError) in
            let starts = unsafe offsets._unsafeView(as: UInt32.self)
            for index in 1..<starts.count where starts[index] <= starts[index - 1] {
                throw section.damage(at: 4 * (rows.lowerBound + index), "a name does not stand in it")
            }
            let end = base + Int(starts[starts.count - 1])
            guard end <= section.count else {
                throw section.damage(at: 4 * rows.upperBound, "a name stands behind its end")
            }
            return try section.withBytes(base + Int(starts[0])..<end) { (texts) throws(StoreError) in
                try body(starts, texts)
            }
        }
    }

    /// Lends the names of one row, parted by a line feed.
    func with<Value>(_ row: Int, _ body: (Span<UInt8>) -> Value) throws(StoreError) -> Value {
        try with(row..<row + 1) { (_, texts) throws(StoreError) in
            body(unsafe texts.extracting(0..<texts.byteCount - 1)._unsafeView(as: UInt8.self))
        }
    }

    /// Lends which letters each row has.
    func withLetters<Value>(
        _ rows: Range<Int>, _ body: (Span<UInt64>) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        try letters.withBytes(8 * rows.lowerBound..<8 * rows.upperBound) { (bytes) throws(StoreError) in
            try body(unsafe bytes._unsafeView(as: UInt64.self))
        }
    }

    /// Set where the name is the id with other marks between its words: whoever looks for letters needs to look at one of them.
    static let twins: UInt64 = 1 << 63

    /// A bit for each letter and digit; other bytes share the rest.
    static func letters(of text: some Sequence<UInt8>) -> UInt64 {
        var letters: UInt64 = 0
        for byte in text {
            switch byte {
            case 97...122: letters |= 1 << UInt64(byte - 97)
            case 48...57: letters |= 1 << UInt64(26 + byte - 48)
            default: letters |= 1 << UInt64(36 + byte % 27)
            }
        }
        return letters
    }

    /// Whether two lines differ in nothing but what stands between their words.
    static func areTwins(_ lines: [UInt8]) -> Bool {
        guard lines.count % 2 == 1, lines[lines.count / 2] == 10 else { return false }
        let half = lines.count / 2
        for place in 0..<half {
            let (one, other) = (lines[place], lines[half + 1 + place])
            guard one == other || !SearchWords.isWordByte(one) && !SearchWords.isWordByte(other), other != 10, one != 10
            else {
                return false
            }
        }
        return true
    }
}

extension Span where Element == UInt8 {
    /// The bytes before the first line feed: of a row's names, the id.
    var firstLine: [UInt8] { copy(0..<lineEnd) }

    /// The bytes behind the first line feed: of a row's names, the folded name; the id where it has none.
    var title: [UInt8] { lineEnd < count ? copy(lineEnd + 1..<count) : copy(0..<count) }

    private var lineEnd: Int { indices.first { self[$0] == 10 } ?? count }

    private func copy(_ range: Range<Int>) -> [UInt8] { range.map { self[$0] } }
}
