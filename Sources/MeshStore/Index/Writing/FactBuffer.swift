internal import MeshModel

/// What rules ask of products, gathered as numbers product by product: see `FactColumns`.
struct FactBuffer: Sendable {
    /// Values by number, 0 where nothing was stated.
    private struct Shared: Sendable {
        let term: RuleTerm<RuleSubject>
        var values = ByteTable()
        var codes: [UInt16] = []
        /// Too many values of their own: only whether one was stated is kept.
        var isPresence = false

        mutating func add(_ value: RuleValue?) {
            guard let value else { return codes.append(0) }
            if !isPresence, let coded = value.coded {
                let number = values.number(coded.utf8.span)
                if number < FactColumns.mostValues { return codes.append(UInt16(number + 1)) }
            }
            keepPresence()
            codes.append(1)
        }

        private mutating func keepPresence() {
            guard !isPresence else { return }
            isPresence = true
            values = ByteTable()
            for place in codes.indices where codes[place] != 0 { codes[place] = 1 }
        }
    }

    private struct Points: Sendable {
        var rows: [UInt32] = []
        var values: [Double] = []
    }

    private var shared: [Shared]
    private var presence: [Shared]
    private var updated: [Int64] = []
    private var created: [Int64] = []
    private var metrics: [String: Points] = [:]
    private var leavesOutMetrics = false

    init() {
        let terms = RuleVocabulary.facts
        shared = terms.filter { RuleVocabulary.shared.contains($0.name) }.map { Shared(term: $0) }
        presence = terms.filter { RuleVocabulary.presence.contains($0.name) }.map { Shared(term: $0, isPresence: true) }
    }

    mutating func add(_ subject: RuleSubject) {
        let row = UInt32(updated.count)
        for place in shared.indices { shared[place].add(shared[place].term.read(subject)) }
        for place in presence.indices { presence[place].add(presence[place].term.read(subject)) }
        updated.append(Self.moment(subject.product.updated))
        created.append(Self.moment(subject.product.created))
        for point in subject.metrics {
            guard metrics[point.name] != nil || metrics.count < FactColumns.mostMetrics else {
                leavesOutMetrics = true
                continue
            }
            metrics[point.name, default: Points()].rows.append(row)
            // Both zeros are one number.
            metrics[point.name, default: Points()].values.append(point.value == 0 ? 0 : point.value)
        }
    }

    private static func moment(_ instant: Instant) -> Int64 {
        instant.isBlank ? FactColumns.noMoment : instant.milliseconds
    }

    /// - Parameter order: The rows by domain, the first of each domain marked, as `ProductOrders` has them.
    consuming func append(
        to writer: inout SnapshotWriter, order: [UInt32], domains: [UInt32]
    ) throws(StoreError) {
        var sections = Sections()
        let rows = order.map { $0 & ~ProductOrders.mark }
        try writer.begin(FactColumns.Part.codes, isRequired: false)
        for column in shared + presence {
            // Of presence alone no value is kept.
            let width = column.values.count < 256 ? 1 : 2
            sections.begin(
                column.term.name, column.isPresence ? .presence : .values, width: width, count: column.values.count,
                at: writer.offset)
            sections.add(column.values)
            try Self.append(rows.map { UInt32(column.codes[Int($0)]) }, width: width, to: &writer)
        }
        for (name, moments) in [("age", updated), ("created", created)] {
            sections.begin(name, .moments, width: 8, at: writer.offset)
            try writer.append(numbers: rows.map { moments[Int($0)] })
        }
        var places = [UInt32](repeating: 0, count: rows.count)
        for (place, row) in rows.enumerated() { places[Int(row)] = UInt32(place) }
        for (name, points) in metrics.sorted(by: { $0.key < $1.key }) {
            let numbers = Array(Set(points.values)).sorted()
            let width = numbers.count < 256 ? 1 : numbers.count < 65_536 ? 2 : 4
            sections.begin(
                FactColumns.metric(name), .numbers, width: width, count: numbers.count, at: writer.offset)
            sections.add(numbers)
            var codes = [UInt32](repeating: 0, count: rows.count)
            for (row, value) in zip(points.rows, points.values) {
                codes[Int(places[Int(row)])] = UInt32(numbers.partitionPoint { numbers[$0] >= value } + 1)
            }
            try Self.append(codes, width: width, to: &writer)
        }
        for (place, row) in order.enumerated() where row & ProductOrders.mark != 0 {
            sections.segments += [domains[Int(row & ~ProductOrders.mark)], UInt32(place)]
        }
        try sections.append(to: &writer, leavesOutMetrics: leavesOutMetrics)
    }

    private static func append(
        _ codes: [UInt32], width: Int, to writer: inout SnapshotWriter
    ) throws(StoreError) {
        switch width {
        case 1: try writer.append(numbers: codes.map { UInt8(truncatingIfNeeded: $0) })
        case 2: try writer.append(numbers: codes.map { UInt16(truncatingIfNeeded: $0) })
        default: try writer.append(numbers: codes)
        }
        let rest = width * codes.count % 8
        if rest > 0 { try writer.append([UInt8](repeating: 0, count: 8 - rest)) }
    }

    /// What is small, and stands behind the columns.
    private struct Sections {
        var table: [UInt8] = []
        var names = ByteTable()
        var words = ByteTable()
        /// Numbers of the words, column after column: two columns may share a word.
        var wordList: [UInt32] = []
        var numbers: [UInt64] = []
        var segments: [UInt32] = []

        /// - Parameter count: Words or numbers that are added next.
        mutating func begin(
            _ name: String, _ shape: FactColumns.Shape, width: Int, count: Int = 0, at offset: UInt64
        ) {
            _ = names.number(name.utf8.span)
            table += [shape.rawValue, UInt8(width), 0, 0]
            table.append(littleEndian: UInt32(shape == .numbers ? numbers.count : wordList.count))
            table.append(littleEndian: UInt32(count))
            table.append(littleEndian: UInt32(0))
            table.append(littleEndian: offset)
        }

        mutating func add(_ values: ByteTable) {
            for number in 0..<values.count {
                wordList.append(UInt32(words.number(Array(values[number]).span)))
            }
        }

        mutating func add(_ values: [Double]) {
            numbers += values.map(\.bitPattern)
        }

        func append(to writer: inout SnapshotWriter, leavesOutMetrics: Bool) throws(StoreError) {
            try writer.begin(FactColumns.Part.table, isRequired: false)
            var head: [UInt8] = []
            head.append(littleEndian: UInt32(names.count))
            head.append(littleEndian: UInt32(segments.count / 2))
            head.append(littleEndian: UInt32(wordList.count))
            head.append(littleEndian: UInt32(leavesOutMetrics ? 1 : 0))
            try writer.append(head + table)
            try writer.append(numbers: segments)
            try writer.append(numbers: wordList)
            try writer.begin(FactColumns.Part.names, isRequired: false)
            try writer.append(dictionary: names, Array(0..<names.count))
            try writer.begin(FactColumns.Part.words, isRequired: false)
            try writer.append(dictionary: words, Array(0..<words.count))
            try writer.begin(FactColumns.Part.numbers, isRequired: false)
            try writer.append(numbers: numbers)
        }
    }
}
