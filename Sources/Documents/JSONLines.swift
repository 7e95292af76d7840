/// JSON lines: one record a line, read from chunks as they come, holding no more than one line and one chunk.
///
/// Append what arrived, take records until there is none, append again; after `end()` the last line counts without a line break. An error costs its line
/// only: the next call goes on behind it. Empty lines are passed over. `budget.bytes` bounds one line.
package struct JSONLines: Sendable {
    private let name: String
    private let budget: Budget
    private var pending: [UInt8] = []
    /// Where the next line begins, and how far it was searched for its end.
    private var start = 0
    private var searched = 0
    private var line = 1
    private var isEnded = false
    /// Bytes that were appended and are not held any more.
    private var passed = 0
    /// Where the line of the last record stands, in bytes from the begin of all.
    package private(set) var place = 0..<0
    /// The rest of a line that was too long is passed over.
    private var skips = false

    package init(name: String, budget: Budget = .standard) {
        self.name = name
        self.budget = budget
    }

    package mutating func append(_ chunk: some Collection<UInt8>) {
        pending.removeFirst(start)
        passed += start
        searched -= start
        start = 0
        pending.append(contentsOf: chunk)
    }

    /// Says that nothing more will come.
    package mutating func end() { isEnded = true }

    /// The next record, its positions counted from the first line of all; nil when there is none before more is appended.
    package mutating func next() throws(DocumentError) -> Node? {
        while true {
            let found = pending[searched...].firstIndex(of: UInt8(ascii: "\n"))
            let range = start..<(found ?? pending.count)
            searched = range.upperBound
            if range.count > budget.bytes, !skips {
                pass(to: found)
                skips = found == nil
                throw DocumentError(
                    document: name, position: Position(line: found == nil ? line : line - 1, column: 1),
                    reason: .budget(.bytes, allowed: budget.bytes))
            }
            if found == nil, !isEnded || range.isEmpty {
                if skips { pass(to: nil) }
                return nil
            }
            let number = line
            let skipped = skips
            pass(to: found)
            skips = false
            if skipped || pending[range].allSatisfy({ " \t\r".utf8.contains($0) }) { continue }
            place = passed + range.lowerBound..<passed + range.upperBound
            let mark = number == 1 && pending[range].starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            var reader = JSONReader(
                pending, in: (range.lowerBound + mark)..<range.upperBound, line: number, name: name, budget: budget)
            return try reader.document()
        }
    }

    private mutating func pass(to found: Int?) {
        start = found.map { $0 + 1 } ?? pending.count
        searched = start
        if found != nil { line += 1 }
    }
}
