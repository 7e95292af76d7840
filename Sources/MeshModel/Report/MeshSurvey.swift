/// The work behind a report, carried out in slices of products.
public struct MeshSurvey: Sendable {
    private let reader: any MeshReader
    private let now: Instant
    private var sweep: ComplianceSweep
    private var next: RecordKey?
    private var mesh = MeshReport.Figures()
    private var figures: [Domain.ID: MeshReport.Figures] = [:]
    private var consumers: [Consumer.ID: Int] = [:]
    private var topProducts: [MeshReport.Ranked] = []
    /// Products looked at.
    public private(set) var seen = 0
    public private(set) var isFinished = false

    public init(_ reader: any MeshReader, at now: Instant) throws(ReadError) {
        self.reader = reader
        self.now = now
        sweep = try ComplianceSweep(reader, at: now)
    }

    /// Products that there are.
    public var total: Int { sweep.total }

    /// Looks at the next products, at most so many.
    public mutating func advance(_ budget: Int) throws(ReadError) {
        guard !isFinished else { return }
        let page = try reader.scan(DataProduct.self, under: .under(.product), after: next, limit: max(1, budget))
        for product in page.items { try look(at: product) }
        next = page.next
        isFinished = page.next == nil
    }

    private mutating func look(at product: DataProduct) throws(ReadError) {
        seen += 1
        try sweep.check(product)
        let links = try reader.subscriptions(of: product.id)
        let hasContract = try !reader.scan(
            Contract.self, under: .under(.contract, product.id.text), after: nil, limit: 1
        ).items.isEmpty
        let quality = Quality.score(try reader.metrics(of: product.id))
        mesh.count(product, links: links, hasContract: hasContract, quality: quality, at: now)
        for domain in sweep.book.domains.path(of: product.domain) {
            figures[domain, default: .init()]
                .count(product, links: links, hasContract: hasContract, quality: quality, at: now)
        }
        let active = links.filter { $0.standing(at: now).grantsAccess }
        for link in active { consumers[link.consumer, default: 0] += 1 }
        if !active.isEmpty { rank(.init(product.id.text, active.count)) }
    }

    private mutating func rank(_ product: MeshReport.Ranked) {
        topProducts.append(product)
        topProducts.sort(by: Self.precedes)
        if topProducts.count > MeshReport.ranks { topProducts.removeLast() }
    }

    private static func precedes(_ a: MeshReport.Ranked, _ b: MeshReport.Ranked) -> Bool {
        (b.count, a.name) < (a.count, b.name)
    }

    /// The report on what was looked at so far; the whole mesh once it is finished.
    public var report: MeshReport {
        var report = MeshReport(at: now, revision: reader.revision.number)
        report.mesh = mesh.judged(by: sweep.mesh)
        let registered = sweep.book.domains
        let ids = Set(registered.all.map(\.id)).union(figures.keys).sorted()
        report.domains = ids.map { id in
            .init(
                id: id, name: registered[id]?.name ?? "", owner: registered[id]?.owner ?? "",
                parent: registered[id]?.parent, figures: (figures[id] ?? .init()).judged(by: sweep[id]))
        }
        report.policies = sweep.columns.map { id in
            let tally = sweep.mesh.tallies[id] ?? .init()
            return .init(id: id, products: tally.total, passed: tally.passed, notMeasured: tally.notMeasured)
        }
        report.topProducts = topProducts
        report.topConsumers = Array(
            consumers.map { MeshReport.Ranked($0.key.text, $0.value) }.sorted(by: Self.precedes).prefix(
                MeshReport.ranks))
        return report
    }
}

extension MeshReport.Figures {
    fileprivate mutating func count(
        _ product: DataProduct, links: [Subscription], hasContract: Bool, quality: Double?, at now: Instant
    ) {
        products += 1
        statuses[product.status, default: 0] += 1
        for link in links { subscriptions[link.standing(at: now), default: 0] += 1 }
        if product.owner.isEmpty { unclaimed += 1 }
        if product.missing != nil { missing += 1 }
        if product.description.isEmpty { withoutDescription += 1 }
        if !hasContract { withoutContract += 1 }
        if product.sla.freshness != nil { promisingFreshness += 1 }
        if let quality {
            measured += 1
            qualitySum += quality
        }
    }

    fileprivate func judged(by row: ComplianceSweep.Row?) -> MeshReport.Figures {
        var judged = self
        judged.checked = row?.products ?? 0
        judged.compliant = row?.compliant ?? 0
        judged.score = row?.score ?? .init()
        return judged
    }
}
