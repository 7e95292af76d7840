internal import MeshModel

/// A query made ready for rows: each word of the dictionary is judged once, not once a row.
struct RowFilter: Sendable {
    private let query: ProductQuery
    private let now: Instant
    private let conditions: [Condition]
    /// The longest word that must be found: rows without it are skipped without being looked at.
    private let needle: [UInt8]

    private struct Condition: Sendable {
        var condition: ProductQuery.Condition
        /// For fields whose values are words of the dictionary: whether each word satisfies the test, negation aside.
        var words: [Bool]

        func judges(_ word: UInt32) -> Bool { word < words.count && words[Int(word)] }
    }

    /// `paths` gives a domain and its parents as they are now, which may not be as they were when the snapshot was made.
    init(
        _ query: ProductQuery, index: ProductIndex?, at now: Instant,
        paths: (Domain.ID) throws(ReadError) -> [Domain.ID]
    ) throws(ReadError) {
        self.query = query
        self.now = now
        needle = query.words.filter { !$0.negated }.map { Array($0.text.utf8) }.max { $0.count < $1.count } ?? []
        var ready: [Condition] = []
        for condition in query.conditions {
            var words: [Bool] = []
            if let index, condition.field.isWord {
                var test = condition
                test.negated = false
                for number in 0..<index.wordCount {
                    let word: String
                    do { word = try index.word(UInt32(number)) } catch { throw ReadError(error) }
                    var values = [word]
                    if condition.field == .domain, let domain = Domain.ID(word) {
                        values = try paths(domain).map(\.text)
                    }
                    words.append(test.admits(texts: values))
                }
            }
            ready.append(Condition(condition: condition, words: words))
        }
        conditions = ready
    }

    /// Calls the body with each row of a range that matches, and how well its words fit.
    func forEachMatch(
        in range: Range<Int>, of index: ProductIndex, _ body: (Int, ProductRow, Int) -> Void
    ) throws(StoreError) {
        try index.withRows(range) { (rows, texts, base) throws(StoreError) in
            var row = range.lowerBound
            while row < range.upperBound {
                var columns = ProductRow(rows, (row - range.lowerBound) * ProductRow.size)
                if !needle.isEmpty {
                    guard columns.textStart >= base, columns.textStart - base <= UInt64(texts.byteCount) else {
                        throw index.beyondTexts
                    }
                    guard let found = texts.first(needle, from: Int(columns.textStart - base)) else { return }
                    // The row that the place lies in: the last that starts at or before it.
                    let place = base + UInt64(found)
                    let next = (row + 1..<range.upperBound).partitionPoint {
                        rows.load(($0 - range.lowerBound) * ProductRow.size, as: UInt64.self) > place
                    }
                    if next - 1 > row {
                        row = next - 1
                        columns = ProductRow(rows, (row - range.lowerBound) * ProductRow.size)
                    }
                }
                if try admits(row, columns, index) {
                    var rank: Int?
                    let stands: Void? = columns.withTexts(texts, base: base) { names, tags, description in
                        guard admits(names) else { return }
                        rank = query.rank(names: names, tags: tags, description: description)
                    }
                    guard stands != nil else { throw index.beyondTexts }
                    if let rank { body(row, columns, rank) }
                }
                row += 1
            }
        }
    }

    private func admits(_ row: Int, _ columns: ProductRow, _ index: ProductIndex) throws(StoreError) -> Bool {
        for ready in conditions {
            let condition = ready.condition
            let holds: Bool
            switch condition.field {
            case .domain: holds = ready.judges(columns.domain) != condition.negated
            case .owner: holds = ready.judges(columns.owner) != condition.negated
            case .contact: holds = ready.judges(columns.contact) != condition.negated
            case .source: holds = ready.judges(columns.source) != condition.negated
            case .collection: holds = ready.judges(columns.collection) != condition.negated
            case .tag: holds = try index.list(row, in: index.tags).contains(where: ready.judges) != condition.negated
            case .status: holds = condition.admits(texts: [columns.statusCase.rawValue])
            case .classification: holds = condition.admits(texts: [columns.classificationCase.rawValue])
            case .missing: holds = condition.admits(texts: [columns.isMissing ? "yes" : "no"])
            case .quality: holds = condition.admits(number: columns.qualityShare)
            case .consumers: holds = condition.admits(number: Double(columns.consumers))
            case .updated: holds = condition.admits(number: now.seconds(since: Instant(milliseconds: columns.updated)))
            case .id, .name: holds = true
            }
            guard holds else { return false }
        }
        return true
    }

    /// The conditions on the id and the name.
    private func admits(_ names: Span<UInt8>) -> Bool {
        conditions.allSatisfy { ready in
            switch ready.condition.field {
            case .id: ready.condition.admits(texts: [names.firstLine])
            case .name: ready.condition.admits(texts: [String(decoding: names.secondLine, as: UTF8.self)])
            default: true
            }
        }
    }
}

extension CardField {
    /// Its values stand in the dictionary.
    fileprivate var isWord: Bool {
        switch self {
        case .domain, .owner, .contact, .source, .collection, .tag: true
        case .id, .name, .status, .classification, .missing, .quality, .consumers, .updated: false
        }
    }
}
