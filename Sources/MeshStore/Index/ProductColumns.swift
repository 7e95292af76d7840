internal import MeshModel

/// One number a product for each of its facts, column after column.
struct ProductColumns: Sendable {
    enum Column: Int, CaseIterable {
        case updated, quality, ends, consumers, domain, owner, contact, source, collection, standing, status,
            classification, missing

        var width: Int {
            switch self {
            case .updated, .quality, .ends: 8
            case .consumers, .domain, .owner, .contact, .source, .collection, .standing: 4
            case .status, .classification, .missing: 1
            }
        }
    }

    let section: Snapshot.Section
    let count: Int

    init(_ section: Snapshot.Section, count: Int) throws(StoreError) {
        self.section = section
        self.count = count
        guard section.count == Self.start(of: nil, count: count) else {
            throw section.damage(at: section.count, "it is not of \(count) products")
        }
    }

    /// Where a column begins, each on a multiple of eight bytes; with nil where they end.
    static func start(of column: Column?, count: Int) -> Int {
        var start = 0
        for other in Column.allCases {
            if other == column { return start }
            start += (other.width * count + 7) / 8 * 8
        }
        return start
    }

    /// Lends the values of some rows. The type must be as wide as the column.
    func with<Number: FixedWidthInteger & BitwiseCopyable, Value>(
        _ column: Column, _ rows: Range<Int>, as type: Number.Type, _ body: (Span<Number>) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        precondition(MemoryLayout<Number>.size == column.width)
        let start = Self.start(of: column, count: count)
        return try section.withBytes(start + rows.lowerBound * column.width..<start + rows.upperBound * column.width) {
            (bytes) throws(StoreError) in
            try body(unsafe bytes._unsafeView(as: Number.self))
        }
    }

    func value<Number: FixedWidthInteger & BitwiseCopyable>(
        _ column: Column, _ row: Int, as type: Number.Type
    ) throws(StoreError) -> Number {
        try with(column, row..<row + 1, as: type) { Number(littleEndian: $0[0]) }
    }

    /// Stands for "not measured" in the column `quality`.
    static let unmeasured = UInt64.max

    static let statuses = DataProduct.Status.allCases
    static let classifications = DataProduct.Classification.allCases

    /// Percent; nil: not measured.
    func quality(_ row: Int) throws(StoreError) -> Double? {
        Self.quality(bits: try value(.quality, row, as: UInt64.self))
    }

    /// How far a product is on its way out: see `ProductCard.searchRetreat`.
    func retreat(_ row: Int) throws(StoreError) -> Int {
        let status = Int(try value(.status, row, as: UInt8.self))
        return ProductCard.searchRetreat(
            status: Self.statuses.indices.contains(status) ? Self.statuses[status] : .draft,
            isMissing: try value(.missing, row, as: UInt8.self) != 0)
    }

    static func quality(bits: UInt64) -> Double? { bits == unmeasured ? nil : Double(bitPattern: bits) }
}
