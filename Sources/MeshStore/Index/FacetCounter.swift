internal import MeshModel

/// Counts of matching products: rows by number first, words only at the end.
struct FacetCounter {
    private var facets = ProductFacets()
    private var byDomain: [UInt32: Int] = [:]
    private var byTag: [UInt32: Int] = [:]

    mutating func count(_ index: ProductIndex, filter: RowFilter, hidden: [Int]) throws(StoreError) {
        var matches: [Int] = []
        var statuses = [Int](repeating: 0, count: ProductRow.statuses.count)
        var domains: [UInt32: Int] = [:]
        let step = 1 << 16
        for start in stride(from: 0, to: index.count, by: step) {
            try filter.forEachMatch(in: start..<min(index.count, start + step), of: index) { row, columns, _ in
                if !hidden.isEmpty, hidden.contains(sorted: row) { return }
                matches.append(row)
                statuses[ProductRow.statuses.firstIndex(of: columns.statusCase) ?? 0] += 1
                domains[columns.domain, default: 0] += 1
            }
        }
        for row in matches {
            for tag in try index.list(row, in: index.tags) { byTag[tag, default: 0] += 1 }
        }
        facets.total += matches.count
        for (status, count) in zip(ProductRow.statuses, statuses) where count > 0 {
            facets.statuses[status, default: 0] += count
        }
        byDomain.merge(domains, uniquingKeysWith: +)
    }

    mutating func count(_ card: ProductCard) {
        facets.total += 1
        facets.statuses[card.status, default: 0] += 1
        for domain in card.domains { facets.domains[domain, default: 0] += 1 }
        for tag in card.tags { facets.tags[tag, default: 0] += 1 }
    }

    /// The counts by name; a domain's products count for its parents too.
    func named(
        _ index: ProductIndex?, paths: (Domain.ID) throws(ReadError) -> [Domain.ID]
    ) throws(ReadError) -> ProductFacets {
        guard let index else { return facets }
        var named = facets
        func word(_ number: UInt32) throws(ReadError) -> String {
            do { return try index.word(number) } catch { throw ReadError(error) }
        }
        for (number, count) in byDomain {
            guard let domain = Domain.ID(try word(number)) else { continue }
            for id in try paths(domain) { named.domains[id, default: 0] += count }
        }
        for (number, count) in byTag { named.tags[try word(number), default: 0] += count }
        return named
    }
}
