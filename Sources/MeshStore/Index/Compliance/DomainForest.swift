internal import MeshModel

/// The domains that have products in an index, and those above them, by number.
struct DomainForest: Sendable {
    /// Every domain once.
    let ids: [Domain.ID]
    /// Of each domain with products, in the order of the places: itself, then those above it up to the root.
    private let paths: [[Int]]
    private let numbers: [Domain.ID: Int]

    init(_ words: [UInt32], _ dictionary: IndexDictionary, _ tree: DomainTree) throws(StoreError) {
        var ids: [Domain.ID] = []
        var numbers: [Domain.ID: Int] = [:]
        var paths: [[Int]] = []
        for word in words {
            // Products that were imported without a domain have none that could be registered.
            let id = Domain.ID(try dictionary.word(word)) ?? Domain.ID()
            paths.append(
                tree.path(of: id).map { id in
                    if let number = numbers[id] { return number }
                    numbers[id] = ids.count
                    ids.append(id)
                    return ids.count - 1
                })
        }
        (self.ids, self.numbers, self.paths) = (ids, numbers, paths)
    }

    /// The numbers of the domains that have products, in the order of the places.
    var leaves: [Int] { paths.map { $0[0] } }

    /// Domains with products at or below one, as places among the leaves.
    func leaves(within domain: Domain.ID) -> [Int] {
        guard let number = numbers[domain] else { return [] }
        return paths.indices.filter { paths[$0].contains(number) }
    }

    /// The domains with products that a policy speaks about, by the way that it is kept there.
    func leaves(
        spokenOfBy policy: ParsedPolicy, _ ways: [Domain.ID: ParsedPolicy]
    ) -> [(way: ParsedPolicy, leaves: [Int])] {
        var leaves = Array(paths.indices)
        if case .domain(let scope) = policy.policy.scope { leaves = self.leaves(within: scope) }
        guard !ways.isEmpty else { return [(policy, leaves)] }
        // Which domain's way holds; nil: it is kept as it is written.
        let byWay = Dictionary(grouping: leaves) { leaf in paths[leaf].first { ways[ids[$0]] != nil } }
        return byWay.map { number, leaves in (number.flatMap { ways[ids[$0]] } ?? policy, leaves) }
    }

    /// What the domains' own figures come to, with all that is below each counted in.
    func lines(
        _ counts: ComplianceScan.Counts, _ book: PolicyBook, at now: Instant
    ) -> (rows: [ComplianceSweep.Row], mesh: ComplianceSweep.Row) {
        let policies = book.policies.map(\.policy.id)
        let binds = book.policies.map { $0.policy.binds(at: now) }
        var sums = [Sums](repeating: Sums(policies: policies.count), count: ids.count)
        var mesh = Sums(policies: policies.count)
        for (leaf, path) in paths.enumerated() where counts.products[leaf] > 0 {
            for number in path { sums[number].add(counts, leaf) }
            mesh.add(counts, leaf)
        }
        return (
            zip(ids, sums).filter { $1.products > 0 }.map { $1.row($0, policies, binds) },
            mesh.row(Domain.ID(), policies, binds)
        )
    }

    /// Figures of a domain and those below it.
    private struct Sums {
        var products = 0
        var compliant = 0
        var score = ComplianceReport.Score()
        var tallies: [ComplianceSweep.Tally]

        init(policies: Int) { tallies = [ComplianceSweep.Tally](repeating: .init(), count: policies) }

        mutating func add(_ counts: ComplianceScan.Counts, _ leaf: Int) {
            products += Int(counts.products[leaf])
            compliant += Int(counts.compliant[leaf])
            score.passed += Int(counts.rulesPassed[leaf])
            score.notMeasured += Int(counts.rulesNotMeasured[leaf])
            score.total += Int(counts.rules[leaf])
            let first = leaf * counts.policies
            for place in 0..<counts.policies {
                tallies[place].total += Int(counts.total[first + place])
                tallies[place].passed += Int(counts.passed[first + place])
                tallies[place].notMeasured += Int(counts.notMeasured[first + place])
            }
        }

        func row(_ domain: Domain.ID, _ policies: [Policy.ID], _ binds: [Bool]) -> ComplianceSweep.Row {
            var tallies = tallies
            for place in tallies.indices where tallies[place].total > 0 { tallies[place].binds = binds[place] }
            return ComplianceSweep.Row(
                domain: domain, products: products, compliant: compliant, score: score,
                tallies: .init(policies, tallies))
        }
    }
}

extension FactColumns {
    /// The places of some domains' products, those side by side as one.
    func stretches(of leaves: [Int]) -> [Range<Int>] {
        var stretches: [Range<Int>] = []
        for leaf in leaves.sorted() {
            let places = segment(leaf)
            if let last = stretches.last, last.upperBound == places.lowerBound {
                stretches[stretches.count - 1] = last.lowerBound..<places.upperBound
            } else {
                stretches.append(places)
            }
        }
        return stretches
    }
}

extension ProductIndex {
    /// The row at a place in the order of domains.
    func row(at place: Int) throws(StoreError) -> UInt32 {
        try orders.with(.domain) { order in order[place] & ~ProductOrders.mark }
    }

    func id(at place: Int) throws(StoreError) -> DataProduct.ID { try id(Int(try row(at: place))) }

    /// Where some rows stand in the order of domains. One whose domain has no places, in a file that somebody forged, is passed over.
    func places(of rows: some Collection<Int>, _ facts: FactColumns) throws(StoreError) -> [Int] {
        guard !rows.isEmpty else { return [] }
        var segments: [UInt32: Int] = [:]
        for (number, segment) in facts.segments.enumerated() { segments[segment.word] = number }
        return try orders.with(.domain) { (order) throws(StoreError) in
            var places: [Int] = []
            for row in rows {
                guard let number = segments[try columns.value(.domain, row, as: UInt32.self)] else { continue }
                let segment = facts.segment(number)
                let place = segment.partitionPoint { Int(order[$0] & ~ProductOrders.mark) >= row }
                if place < segment.upperBound { places.append(place) }
            }
            return places
        }
    }

    /// For each place 1 where a product is judged by its columns: it is not retired, not left to be read, and in one of the domains asked for.
    func alive(
        _ facts: FactColumns, without left: [UInt8], within leaves: [Int]?
    ) throws(StoreError) -> [UInt8] {
        guard let status = facts.columns["status"], status.shape == .values, status.width == 1 else {
            throw columns.section.damage(at: 0, "it does not say how far the products are in their lives")
        }
        var retired: UInt8 = 0
        for number in 0..<status.count
        where try facts.value(status, number) == .text(DataProduct.Status.retired.rawValue) {
            retired = UInt8(number + 1)
        }
        let code = retired
        var alive = try facts.with(status, 0..<count, as: UInt8.self) { codes in
            Verdicts(codes) { code != 0 && $0 == code ? 0 : 1 }
        }
        alive.clear(where: left)
        guard let leaves else { return alive.bytes }
        var inside = [UInt8](repeating: 0, count: count)
        for stretch in facts.stretches(of: leaves) {
            for place in stretch { inside[place] = alive.bytes[place] }
        }
        return inside
    }
}
