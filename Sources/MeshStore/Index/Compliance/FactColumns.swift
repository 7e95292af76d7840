internal import MeshModel

/// What rules ask of products, column after column. Described in FORMAT.md.
///
/// A *place* is a product's in the order of domains, so that the products of a domain stand together and are counted without looking at each.
struct FactColumns: Sendable {
    enum Part {
        static let table = "fact.table"
        static let names = "fact.names"
        static let words = "fact.words"
        static let numbers = "fact.numbers"
        static let codes = "fact.codes"
    }

    enum Shape: UInt8 {
        /// 1 where something was stated.
        case presence = 0
        /// One more than the place among the column's words.
        case values = 1
        /// One more than the place among the column's numbers, which ascend.
        case numbers = 2
        /// Milliseconds since 1970.
        case moments = 3
    }

    struct Column: Sendable {
        var shape: Shape
        /// Bytes of a code.
        var width: Int
        /// Its first word or number.
        var first: Int
        var count: Int
        var offset: Int
    }

    /// Values of one fact that are kept by number, and metrics that have a column.
    static let mostValues = 16_384
    static let mostMetrics = 64
    static let entry = 24
    /// Stands for no moment in a column of moments.
    static let noMoment = Int64.min

    static func metric(_ name: String) -> String { "metric \(name)" }

    /// Products.
    let count: Int
    let columns: [String: Column]
    /// A metric that has no column may have been measured all the same.
    let leavesOutMetrics: Bool
    /// The domains' words in the order of their places, and where each begins.
    let segments: [(word: UInt32, start: Int)]
    private let table: Snapshot.Section
    private let words: IndexDictionary
    private let numbers: Snapshot.Section
    private let codes: Snapshot.Section
    /// Where the list of words begins in the table.
    private let wordList: Int

    /// Nil where the snapshot has none.
    init?(_ snapshot: Snapshot, count: Int) throws(StoreError) {
        guard let table = snapshot.section(Part.table), let names = snapshot.section(Part.names),
            let words = snapshot.section(Part.words), let numbers = snapshot.section(Part.numbers),
            let codes = snapshot.section(Part.codes)
        else { return nil }
        (self.count, self.table, self.numbers, self.codes) = (count, table, numbers, codes)
        self.words = try IndexDictionary(words)
        let dictionary = try IndexDictionary(names)
        guard table.count >= 16 else { throw table.damage(at: 0, "it is too short") }
        let head = try table.withBytes(0..<16) { bytes in
            (0..<4).map { Int(bytes.integer(UInt32.self, at: 4 * $0)) }
        }
        let (columnCount, segmentCount) = (head[0], head[1])
        wordList = 16 + Self.entry * columnCount + 8 * segmentCount
        leavesOutMetrics = head[3] != 0
        guard columnCount == dictionary.count, segmentCount <= count, table.count == wordList + 4 * head[2] else {
            throw table.damage(at: 0, "it is not of \(columnCount) columns and \(segmentCount) domains")
        }
        var columns: [String: Column] = [:]
        for number in 0..<columnCount {
            let place = 16 + Self.entry * number
            let column = try table.withBytes(place..<place + Self.entry) { bytes in
                Shape(rawValue: bytes.integer(UInt8.self, at: 0)).map {
                    Column(
                        shape: $0, width: Int(bytes.integer(UInt8.self, at: 1)),
                        first: Int(bytes.integer(UInt32.self, at: 4)), count: Int(bytes.integer(UInt32.self, at: 8)),
                        offset: Int(clamping: bytes.integer(UInt64.self, at: 16)))
                }
            }
            guard let column,
                Self.fits(column, products: count, codes: codes.count, words: head[2], numbers: numbers.count)
            else { throw table.damage(at: place, "a column does not stand in it") }
            columns[try dictionary.word(UInt32(number))] = column
        }
        self.columns = columns
        segments = try Self.segments(table, at: 16 + Self.entry * columnCount, count: segmentCount, products: count)
    }

    private static func fits(_ column: Column, products: Int, codes: Int, words: Int, numbers: Int) -> Bool {
        let values =
            switch column.shape {
            case .presence: column.width == 1
            case .values: [1, 2].contains(column.width) && column.first + column.count <= words
            case .numbers: [1, 2, 4].contains(column.width) && column.first + column.count <= numbers / 8
            case .moments: column.width == 8
            }
        return values && column.offset % 8 == 0 && column.offset <= codes
            && products * column.width <= codes - column.offset
    }

    private static func segments(
        _ table: Snapshot.Section, at place: Int, count: Int, products: Int
    ) throws(StoreError) -> [(word: UInt32, start: Int)] {
        let segments = try table.withBytes(place..<place + 8 * count) { bytes in
            (0..<count).map {
                (word: bytes.integer(UInt32.self, at: 8 * $0), start: Int(bytes.integer(UInt32.self, at: 8 * $0 + 4)))
            }
        }
        var last = -1
        for (number, segment) in segments.enumerated() {
            guard segment.start > last, segment.start < products, number > 0 || segment.start == 0 else {
                throw table.damage(at: place + 8 * number, "the domains' places do not ascend")
            }
            last = segment.start
        }
        guard products == 0 || !segments.isEmpty else { throw table.damage(at: place, "the products have no domain") }
        return segments
    }

    /// What a word of a column stands for.
    func value(_ column: Column, _ number: Int) throws(StoreError) -> RuleValue {
        let place = wordList + 4 * (column.first + number)
        let word = try words.word(try table.withBytes(place..<place + 4) { $0.integer(UInt32.self, at: 0) })
        guard let value = RuleValue(coded: word) else {
            throw table.damage(at: place, "a fact's value cannot be read")
        }
        return value
    }

    func number(_ column: Column, _ number: Int) throws(StoreError) -> Double {
        let place = 8 * (column.first + number)
        return Double(bitPattern: try numbers.withBytes(place..<place + 8) { $0.integer(UInt64.self, at: 0) })
    }

    /// Lends the codes of some places. The type must be as wide as the column.
    func with<Code: FixedWidthInteger & BitwiseCopyable, Value>(
        _ column: Column, _ places: Range<Int>, as type: Code.Type, _ body: (Span<Code>) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        precondition(MemoryLayout<Code>.size == column.width && places.upperBound <= count)
        let start = column.offset + places.lowerBound * column.width
        return try codes.withBytes(start..<start + places.count * column.width) { (bytes) throws(StoreError) in
            try body(unsafe bytes._unsafeView(as: Code.self))
        }
    }
}
