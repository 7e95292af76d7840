internal import MeshModel

/// The conditions of a query made ready for rows: what can be judged once for all of them is.
struct ConditionFilter: Sendable {
    private let now: Instant
    private let conditions: [Ready]

    private struct Ready: Sendable {
        var condition: ProductQuery.Condition
        /// For fields whose values are words or cases: which of them satisfy the test, negation counted in.
        var admitted: [Bool] = []
        /// For tags: a bit for each row that has one of those that satisfy the test.
        var tagged: [UInt64] = []
    }

    init(_ query: ProductQuery, index: ProductIndex, at now: Instant, domains: DomainPaths) throws(ReadError) {
        self.now = now
        var conditions: [Ready] = []
        do throws(StoreError) {
            for condition in query.conditions {
                var ready = Ready(condition: condition)
                switch condition.field {
                case .owner, .contact, .source, .collection:
                    ready.admitted = try index.dictionary.foldedWords().map { condition.admits(folded: $0) }
                case .tag:
                    var plain = condition
                    plain.negated = false
                    ready.tagged = try Self.tagged(
                        try index.dictionary.foldedWords().map { plain.admits(folded: $0) }, index)
                case .status: ready.admitted = ProductColumns.statuses.map { condition.admits(folded: $0.rawValue) }
                case .classification:
                    ready.admitted = ProductColumns.classifications.map { condition.admits(folded: $0.rawValue) }
                case .missing: ready.admitted = ["no", "yes"].map { condition.admits(folded: $0) }
                case .domain, .id, .name, .quality, .consumers, .updated: break
                }
                conditions.append(ready)
            }
        } catch { throw ReadError(error) }
        for place in conditions.indices where conditions[place].condition.field == .domain {
            let condition = conditions[place].condition
            conditions[place].admitted = try domains.admitted(by: condition)
        }
        self.conditions = conditions
    }

    private static func tagged(_ words: [Bool], _ index: ProductIndex) throws(StoreError) -> [UInt64] {
        var bits = [UInt64](repeating: 0, count: (index.count + 63) / 64)
        for (number, isAdmitted) in words.enumerated() where isAdmitted {
            try index.tagged.with(number) { (rows) throws(StoreError) in
                for place in rows.indices {
                    let row = Int(rows[place])
                    guard row < index.count else {
                        throw index.tagged.section.damage(at: 4 * number, "a tag stands in a row beyond \(index.count)")
                    }
                    bits[row / 64] |= 1 << UInt64(row % 64)
                }
            }
        }
        return bits
    }

    var isEmpty: Bool { conditions.isEmpty }

    /// Takes out what does not satisfy every condition.
    func narrow(_ bits: inout RowBits, of index: ProductIndex) throws(StoreError) {
        let rows = bits.start..<bits.start + bits.count
        for ready in conditions {
            switch ready.condition.field {
            case .domain: try narrow(&bits, index, .domain, rows, ready.admitted, as: UInt32.self)
            case .owner: try narrow(&bits, index, .owner, rows, ready.admitted, as: UInt32.self)
            case .contact: try narrow(&bits, index, .contact, rows, ready.admitted, as: UInt32.self)
            case .source: try narrow(&bits, index, .source, rows, ready.admitted, as: UInt32.self)
            case .collection: try narrow(&bits, index, .collection, rows, ready.admitted, as: UInt32.self)
            case .status: try narrow(&bits, index, .status, rows, ready.admitted, as: UInt8.self)
            case .classification: try narrow(&bits, index, .classification, rows, ready.admitted, as: UInt8.self)
            case .missing: try narrow(&bits, index, .missing, rows, ready.admitted, as: UInt8.self)
            case .tag:
                bits.keep(
                    ready.tagged[rows.lowerBound / 64..<rows.lowerBound / 64 + bits.words.count],
                    inverted: ready.condition.negated)
            case .quality:
                try index.columns.with(.quality, rows, as: UInt64.self) { column in
                    ready.condition.narrow(&bits) { ProductColumns.quality(bits: UInt64(littleEndian: column[$0])) }
                }
            case .consumers:
                try index.columns.with(.consumers, rows, as: UInt32.self) { column in
                    ready.condition.narrow(&bits) { Double(UInt32(littleEndian: column[$0])) }
                }
            case .updated:
                try index.columns.with(.updated, rows, as: Int64.self) { column in
                    ready.condition.narrow(&bits) {
                        now.seconds(since: Instant(milliseconds: Int64(littleEndian: column[$0])))
                    }
                }
            case .id, .name: try narrowNames(&bits, index, ready.condition)
            }
        }
    }

    private func narrow<Number: FixedWidthInteger & BitwiseCopyable>(
        _ bits: inout RowBits, _ index: ProductIndex, _ column: ProductColumns.Column, _ rows: Range<Int>,
        _ admitted: [Bool], as type: Number.Type
    ) throws(StoreError) {
        try index.columns.with(column, rows, as: type) { values in
            let admitted = admitted.span
            bits.keep { place in
                let word = Int(truncatingIfNeeded: Number(littleEndian: values[place]))
                return word < admitted.count && admitted[word]
            }
        }
    }

    private func narrowNames(
        _ bits: inout RowBits, _ index: ProductIndex, _ condition: ProductQuery.Condition
    ) throws(StoreError) {
        var rejected: [Int] = []
        let start = bits.start
        try bits.forEach { (place) throws(StoreError) in
            let isAdmitted = try index.names.with(start + place) { names in
                let text = condition.field == .id ? names.firstLine : names.nameLine
                return condition.admits(folded: String(decoding: text, as: UTF8.self))
            }
            if !isAdmitted { rejected.append(place) }
        }
        for place in rejected { bits.remove(place) }
    }
}

extension ProductQuery.Condition {
    /// The tests on numbers, chosen once and not for each row.
    fileprivate func narrow(_ bits: inout RowBits, _ value: (Int) -> Double?) {
        let negated = negated
        switch test {
        case .less(let bound, orEqual: false): bits.keep { (value($0).map { $0 < bound } ?? false) != negated }
        case .less(let bound, orEqual: true): bits.keep { (value($0).map { $0 <= bound } ?? false) != negated }
        case .more(let bound, orEqual: false): bits.keep { (value($0).map { $0 > bound } ?? false) != negated }
        case .more(let bound, orEqual: true): bits.keep { (value($0).map { $0 >= bound } ?? false) != negated }
        case .begins, .equals: bits.keep { admits(number: value($0)) }
        }
    }
}

extension Span where Element == UInt8 {
    /// Of a row's names the folded name; empty where it has none.
    fileprivate var nameLine: [UInt8] {
        guard let end = indices.first(where: { self[$0] == 10 }) else { return [] }
        return (end + 1..<count).map { self[$0] }
    }
}
