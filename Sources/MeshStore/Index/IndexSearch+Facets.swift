internal import MeshModel
internal import Threads

extension IndexSearch {
    func facets() throws(ReadError) -> ProductFacets {
        var facets = ProductFacets()
        for hit in added { facets.count(hit.card) }
        guard let index, let domains else { return facets }
        let domainCounts: [UInt32]
        do throws(StoreError) {
            facets.total += matching
            var counts: FacetCounts
            if isEverything {
                // Everything: counted when the snapshot was written, but for what the journal stands over.
                counts = FacetCounts(try index.totals.read())
                try counts.subtract(hidden, of: index)
            } else {
                counts = try FacetCounts(of: matchingRows, index)
            }
            for (status, count) in zip(ProductColumns.statuses, counts.statuses) where count > 0 {
                facets.statuses[status, default: 0] += Int(count)
            }
            for (number, count) in counts.tags.enumerated() where count > 0 {
                facets.tags[try index.dictionary.word(UInt32(number)), default: 0] += Int(count)
            }
            domainCounts = counts.domains
        } catch { throw ReadError(error) }
        try domains.rollUp(domainCounts, into: &facets.domains)
        return facets
    }

    private var matchingRows: [Int] {
        var rows: [Int] = []
        rows.reserveCapacity(matching)
        for (place, word) in matches.enumerated() {
            var rest = word
            while rest != 0 {
                rows.append(place * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return rows
    }
}

/// How often each status, domain and tag stands in rows, by their numbers.
private struct FacetCounts {
    private(set) var statuses: [UInt32]
    private(set) var domains: [UInt32]
    private(set) var tags: [UInt32]
    /// Rows from which on two threads share the work.
    private static let shared = 1 << 14

    init(_ totals: (statuses: [UInt32], domains: [UInt32], tags: [UInt32])) {
        (statuses, domains, tags) = totals
    }

    init(of rows: [Int], _ index: ProductIndex) throws(StoreError) {
        statuses = [UInt32](repeating: 0, count: ProductColumns.statuses.count)
        domains = [UInt32](repeating: 0, count: index.dictionary.count)
        tags = domains
        guard rows.count > Self.shared else {
            try Self.countTags(of: rows, index, 1, &tags)
            try countColumns(of: rows, index, 1)
            return
        }
        let none = tags
        let beside = Alongside {
            Result { () throws(StoreError) in
                var tags = none
                try Self.countTags(of: rows, index, 1, &tags)
                return tags
            }
        }
        let columns = Result { () throws(StoreError) in try countColumns(of: rows, index, 1) }
        tags = try beside.wait().get()
        try columns.get()
    }

    mutating func subtract(_ rows: [Int], of index: ProductIndex) throws(StoreError) {
        try Self.countTags(of: rows, index, -1, &tags)
        try countColumns(of: rows, index, -1)
    }

    private mutating func countColumns(of rows: [Int], _ index: ProductIndex, _ sign: Int) throws(StoreError) {
        guard !rows.isEmpty else { return }
        let all = 0..<index.count
        try index.columns.with(.status, all, as: UInt8.self) { column in
            for row in rows { Self.add(sign, at: Int(column[row]), to: &statuses) }
        }
        try index.columns.with(.domain, all, as: UInt32.self) { column in
            for row in rows { Self.add(sign, at: Int(UInt32(littleEndian: column[row])), to: &domains) }
        }
    }

    private static func countTags(
        of rows: [Int], _ index: ProductIndex, _ sign: Int, _ tags: inout [UInt32]
    ) throws(StoreError) {
        guard !rows.isEmpty else { return }
        try index.tags.with(0..<index.count) { starts, words in
            for row in rows {
                for place in Int(starts[row])..<Int(starts[row + 1]) { add(sign, at: Int(words[place]), to: &tags) }
            }
        }
    }

    @inline(__always)
    private static func add(_ sign: Int, at place: Int, to counts: inout [UInt32]) {
        // What hostile bytes count below nothing is not worth ending the program for.
        if counts.indices.contains(place) { counts[place] &+= UInt32(truncatingIfNeeded: sign) }
    }
}
