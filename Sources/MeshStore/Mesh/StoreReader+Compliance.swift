internal import MeshModel

extension StoreReader {
    func columnCompliance(
        under book: PolicyBook, within domain: Domain.ID?, at now: Instant
    ) throws(ReadError) -> (any ColumnCompliance)? {
        guard let index, let facts = index.facts, !book.policies.isEmpty else { return nil }
        do throws(StoreError) {
            return try StoredCompliance(
                index, facts, book, within: domain, overlay: overlay, hidden: hiddenRows, at: now)
        } catch { throw ReadError(error) }
    }
}

/// What the columns of a snapshot tell of its products' compliance. What the journal has touched, whoever is excused, and whoever a policy
/// speaks about that the columns do not suffice for, is left to be read.
struct StoredCompliance: ColumnCompliance {
    let judged: Int
    let rows: [ComplianceSweep.Row]
    let mesh: ComplianceSweep.Row
    private let index: ProductIndex
    private let scan: ComplianceScan
    private let forest: DomainForest
    /// In id order.
    private let unjudged: [DataProduct.ID]

    /// Nil where most products would have to be read all the same.
    init?(
        _ index: ProductIndex, _ facts: FactColumns, _ book: PolicyBook, within domain: Domain.ID?,
        overlay: ProductOverlay, hidden: [Int], at now: Instant
    ) throws(StoreError) {
        let forest = try DomainForest(facts.segments.map(\.word), index.dictionary, book.domains)
        let domains = forest.leaves.map { (id: forest.ids[$0], registered: book.domains[forest.ids[$0]]) }
        let maker = FactTestMaker(facts: facts, index: index, now: now, domains: domains)
        var ready: [ComplianceScan.Ready] = []
        var left = [UInt8](repeating: 0, count: facts.count)
        for (place, policy) in book.policies.enumerated() {
            let ways = book.ways(of: policy.policy.id)
            var tagged: [UInt8] = []
            if case .tag(let tag) = policy.policy.scope { tagged = try index.tagMask(tag, facts) }
            for (way, leaves) in forest.leaves(spokenOfBy: policy, ways) {
                let stretches = facts.stretches(of: leaves)
                guard let program = try FactProgram(way, maker) else {
                    for stretch in stretches {
                        for place in stretch where tagged.isEmpty || tagged[place] != 0 { left[place] = 1 }
                    }
                    continue
                }
                ready.append(
                    .init(
                        policy: place, program: program, stretches: stretches, binds: policy.policy.binds(at: now),
                        tagged: tagged))
            }
        }
        var excused: [Int] = []
        for id in book.excused(at: now) {
            if let row = try index.row(of: id) { excused.append(row) }
        }
        for place in try index.places(of: excused, facts) { left[place] = 1 }
        for place in try index.places(of: hidden, facts) { left[place] = 2 }
        let leftCount = left.count { $0 == 1 }
        guard leftCount <= facts.count / 4 else { return nil }
        var unjudged = Set(overlay.entries.values.filter { $0.product != nil }.map(\.id))
        if leftCount > 0 {
            for place in left.indices where left[place] == 1 { unjudged.insert(try index.id(at: place)) }
        }
        self.index = index
        self.forest = forest
        self.unjudged = unjudged.sorted()
        judged = facts.count - left.count { $0 != 0 }
        scan = ComplianceScan(
            facts: facts, ready: ready,
            alive: try index.alive(facts, without: left, within: domain.map { forest.leaves(within: $0) }),
            policies: book.policies.count)
        let counts = try scan.counts()
        let lines = forest.lines(counts, book, at: now)
        rows = lines.rows
        mesh = lines.mesh
    }

    func unjudged(after: RecordKey?, limit: Int) throws(ReadError) -> [DataProduct.ID] {
        let first = unjudged.partitionPoint { place in after.map { DataProduct.key(unjudged[place]) > $0 } ?? true }
        return Array(unjudged[first...].prefix(limit))
    }

    func troubled(in domain: Domain.ID, limit: Int) throws(ReadError) -> [ComplianceSweep.Troubled] {
        do throws(StoreError) {
            var worst = TopHits(limit: limit)
            for leaf in forest.leaves(within: domain) {
                let places = scan.facts.segment(leaf)
                for (offset, weight) in try scan.weights(places).enumerated() where weight > 0 {
                    worst.offer(
                        .init(
                            place: UInt64(UInt32.max - UInt32(clamping: weight)),
                            row: try index.row(at: places.lowerBound + offset)))
                }
            }
            var found: [ComplianceSweep.Troubled] = []
            for hit in worst.sorted {
                found.append(.init(try index.id(Int(hit.row)), weight: Int(UInt64(UInt32.max) - hit.place)))
            }
            return found
        } catch { throw ReadError(error) }
    }
}
