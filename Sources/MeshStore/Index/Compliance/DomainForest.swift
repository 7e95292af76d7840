internal import MeshModel

/// The domains that have products in an index, and those above them, by number.
struct DomainForest: Sendable {
    /// Every domain once; those with products first, in the order of the places.
    private(set) var ids: [Domain.ID] = []
    /// Of each the number of its parent; -1: none.
    private var parents: [Int] = []
    private var numbers: [Domain.ID: Int] = [:]
    /// How many have products.
    let leaves: Range<Int>

    init(_ words: [UInt32], _ dictionary: IndexDictionary, _ tree: DomainTree) throws(StoreError) {
        leaves = words.indices
        numbers.reserveCapacity(words.count + words.count / 8)
        for (number, word) in words.enumerated() {
            // Products that were imported without a domain have none that could be registered.
            let id = Domain.ID(try dictionary.word(word)) ?? Domain.ID()
            ids.append(id)
            numbers[id] = number
        }
        var number = 0
        while number < ids.count {
            if let parent = tree[ids[number]]?.parent {
                if let known = numbers[parent] {
                    parents.append(known)
                } else {
                    numbers[parent] = ids.count
                    parents.append(ids.count)
                    ids.append(parent)
                }
            } else {
                parents.append(-1)
            }
            number += 1
        }
    }

    /// A domain, then those above it up to the root; a circle, which no rule allows, is walked once.
    private func forEach(above leaf: Int, _ body: (Int) -> Void) {
        var number = leaf
        var steps = 0
        while number >= 0, steps <= ids.count, steps == 0 || number != leaf {
            body(number)
            number = parents[number]
            steps += 1
        }
    }

    private func stands(_ leaf: Int, within number: Int) -> Bool {
        var isWithin = false
        forEach(above: leaf) { isWithin = isWithin || $0 == number }
        return isWithin
    }

    /// Domains with products at or below one, as places among the leaves.
    func leaves(within domain: Domain.ID) -> [Int] {
        guard let number = numbers[domain] else { return [] }
        return leaves.filter { stands($0, within: number) }
    }

    /// The domains with products that a policy speaks about, by the way that it is kept there.
    func leaves(
        spokenOfBy policy: ParsedPolicy, _ ways: [Domain.ID: ParsedPolicy]
    ) -> [(way: ParsedPolicy, leaves: [Int])] {
        var leaves = Array(leaves)
        if case .domain(let scope) = policy.policy.scope { leaves = self.leaves(within: scope) }
        guard !ways.isEmpty else { return [(policy, leaves)] }
        // Which domain's way holds; nil: it is kept as it is written.
        let byWay = Dictionary(grouping: leaves) { leaf -> Int? in
            var nearest: Int?
            forEach(above: leaf) { if nearest == nil, ways[ids[$0]] != nil { nearest = $0 } }
            return nearest
        }
        return byWay.map { number, leaves in (number.flatMap { ways[ids[$0]] } ?? policy, leaves) }
    }

    /// What the domains' own figures come to, with all that is below each counted in.
    func lines(
        _ counts: ComplianceScan.Counts, _ book: PolicyBook, at now: Instant
    ) -> (rows: [ComplianceSweep.Row], mesh: ComplianceSweep.Row) {
        let policies = book.policies.map(\.policy.id)
        let binds = book.policies.map { $0.policy.binds(at: now) }
        // The mesh stands behind the domains.
        var sums = ComplianceScan.Counts(domains: ids.count + 1, policies: policies.count)
        for leaf in leaves where counts.products[leaf] > 0 {
            forEach(above: leaf) { sums.add(counts, leaf, to: $0) }
            sums.add(counts, leaf, to: ids.count)
        }
        return (
            ids.indices.filter { sums.products[$0] > 0 }.map { sums.row($0, ids[$0], policies, binds) },
            sums.row(ids.count, Domain.ID(), policies, binds)
        )
    }
}

extension ComplianceScan.Counts {
    /// Adds one domain's figures to another's.
    fileprivate mutating func add(_ counts: Self, _ leaf: Int, to number: Int) {
        products[number] += counts.products[leaf]
        compliant[number] += counts.compliant[leaf]
        rulesPassed[number] += counts.rulesPassed[leaf]
        rulesNotMeasured[number] += counts.rulesNotMeasured[leaf]
        rules[number] += counts.rules[leaf]
        for place in 0..<policies {
            total[number * policies + place] += counts.total[leaf * policies + place]
            passed[number * policies + place] += counts.passed[leaf * policies + place]
            notMeasured[number * policies + place] += counts.notMeasured[leaf * policies + place]
        }
    }

    fileprivate func row(
        _ number: Int, _ domain: Domain.ID, _ names: [Policy.ID], _ binds: [Bool]
    ) -> ComplianceSweep.Row {
        var score = ComplianceReport.Score()
        score.passed = Int(rulesPassed[number])
        score.notMeasured = Int(rulesNotMeasured[number])
        score.total = Int(rules[number])
        let tallies = (0..<policies).map { place in
            var tally = ComplianceSweep.Tally()
            tally.total = Int(total[number * policies + place])
            tally.passed = Int(passed[number * policies + place])
            tally.notMeasured = Int(notMeasured[number * policies + place])
            tally.binds = tally.total > 0 && binds[place]
            return tally
        }
        return ComplianceSweep.Row(
            domain: domain, products: Int(products[number]), compliant: Int(compliant[number]), score: score,
            tallies: .init(names, tallies))
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
