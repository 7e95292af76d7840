internal import MeshModel

extension IndexSearch {
    func facets() throws(ReadError) -> ProductFacets {
        var facets = ProductFacets()
        for hit in added { facets.count(hit.card) }
        guard let index, let domains else { return facets }
        let counts: [UInt32]
        do throws(StoreError) {
            facets.total += matching
            var (statuses, byDomain, byTag): ([UInt32], [UInt32], [UInt32])
            if isEverything {
                // Everything: counted when the snapshot was written, but for what the journal stands over.
                (statuses, byDomain, byTag) = try index.totals.read()
                try count(hidden, of: index, -1, &statuses, &byDomain, &byTag)
            } else {
                statuses = [UInt32](repeating: 0, count: ProductColumns.statuses.count)
                byDomain = [UInt32](repeating: 0, count: index.dictionary.count)
                byTag = byDomain
                try count(matchingRows, of: index, 1, &statuses, &byDomain, &byTag)
            }
            for (status, count) in zip(ProductColumns.statuses, statuses) where count > 0 {
                facets.statuses[status, default: 0] += Int(count)
            }
            for (number, count) in byTag.enumerated() where count > 0 {
                facets.tags[try index.dictionary.word(UInt32(number)), default: 0] += Int(count)
            }
            counts = byDomain
        } catch { throw ReadError(error) }
        try domains.rollUp(counts, into: &facets.domains)
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

    private func count(
        _ rows: [Int], of index: ProductIndex, _ sign: Int, _ statuses: inout [UInt32], _ domains: inout [UInt32],
        _ tags: inout [UInt32]
    ) throws(StoreError) {
        guard !rows.isEmpty else { return }
        let step = UInt32(truncatingIfNeeded: sign)
        func add(_ place: Int, to counts: inout [UInt32]) {
            // What hostile bytes count below nothing is not worth ending the program for.
            if counts.indices.contains(place) { counts[place] &+= step }
        }
        let all = 0..<index.count
        try index.columns.with(.status, all, as: UInt8.self) { column in
            for row in rows { add(Int(column[row]), to: &statuses) }
        }
        try index.columns.with(.domain, all, as: UInt32.self) { column in
            for row in rows { add(Int(UInt32(littleEndian: column[row])), to: &domains) }
        }
        try index.tags.with(all) { starts, words in
            for row in rows {
                for place in Int(starts[row])..<Int(starts[row + 1]) { add(Int(words[place]), to: &tags) }
            }
        }
    }
}
