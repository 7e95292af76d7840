import MeshModel
import Terminal
import Widgets

/// Who keeps which policies: domains first, then the products of one that do not, then the rules of one product.
struct CompliancePane: Equatable, Sendable {
    enum Level: Equatable, Sendable {
        case domains
        case products(Domain.ID)
        case rules(ComplianceProducts.Item)
        /// How the product stood, or the mesh and the domain that was selected.
        case history(DataProduct.ID?, beside: Domain.ID?)
    }

    private(set) var grid: ComplianceGrid?
    private var products: ComplianceProducts?
    private var past: CompliancePast?
    private var levels: [Level] = [.domains]
    /// One a level, so that a level that is left is found again as it was.
    private var cursors: [ListCursor] = [ListCursor()]
    /// The first policy shown.
    private var firstPolicy = 0

    private var level: Level { levels[levels.count - 1] }
    private var cursor: ListCursor {
        get { cursors[cursors.count - 1] }
        set { cursors[cursors.count - 1] = newValue }
    }

    var isDeep: Bool { levels.count > 1 }

    func isFresh(_ revision: Revision) -> Bool { grid.map { $0.isFinished && $0.revision == revision } ?? false }

    var selected: DataProduct.ID? {
        switch level {
        case .domains: nil
        case .products:
            products.flatMap { $0.items.indices.contains(cursor.index) ? $0.items[cursor.index].report.product : nil }
        case .rules(let item): item.report.product
        case .history(let product, _): product ?? past?.product(at: cursor.index)
        }
    }

    var path: [String] {
        levels.dropFirst().map { level in
            switch level {
            case .domains: ""
            case .products(let domain): title(of: domain)
            case .rules(let item): item.title
            case .history: "History"
            }
        }
    }

    var isHistory: Bool { history != nil }

    /// What is read for the history that is open.
    var history: Question? {
        guard case .history(let product, let domain) = level else { return nil }
        return .complianceHistory(product, beside: domain)
    }

    /// What shows the same from a shell.
    var commandLine: String {
        switch level {
        case .history(let product, _):
            "datamesh check" + (product.map { " \($0)" } ?? "") + " --history --since \(CompliancePast.days)d"
        default: "datamesh check" + (selected.map { " \($0)" } ?? "")
        }
    }

    /// `17 of 20, 2 not measured`, and how far the check has come.
    var remark: Line {
        guard let grid else { return Line("…", .muted) }
        let score = Line(grid.mesh.score.description, .muted)
        return grid.isFinished
            ? score : score + Line("  \(Words.count(grid.seen)) of \(Words.count(grid.total)) checked", .info)
    }

    private func title(of domain: Domain.ID) -> String { grid?.titles[domain] ?? domain.text }

    private var count: Int {
        switch level {
        case .domains: grid?.rows.count ?? 0
        case .products: products?.items.count ?? 0
        case .rules(let item): item.report.policies.reduce(0) { $0 + $1.rules.count }
        case .history: past?.rows.count ?? 0
        }
    }

    /// Rows above those that can be selected.
    private var rowsAbove: Int { isHistory ? CompliancePast.rowsAbove : 1 }

    mutating func fill(_ grid: ComplianceGrid, height: Int) {
        let kept = selectedDomain
        self.grid = grid
        if case .domains = level, let index = grid.rows.firstIndex(where: { $0.domain == kept }) {
            cursor.select(index, count: count, rows: height - 1)
        }
    }

    mutating func fill(_ products: ComplianceProducts, height: Int) {
        guard levels.contains(.products(products.domain)) else { return }
        self.products = products
        settle(height: height)
    }

    mutating func fill(_ past: CompliancePast, height: Int) {
        guard case .history(past.product, _) = level else { return }
        self.past = past
        settle(height: height)
    }

    /// Opens the history of what is selected, and says what has to be read for it.
    mutating func askForHistory() -> Question {
        let (product, domain) = (selected, selectedDomain)
        levels.append(.history(product, beside: domain))
        cursors.append(ListCursor())
        past = nil
        return .complianceHistory(product, beside: domain)
    }

    private var selectedDomain: Domain.ID? {
        guard case .domains = level, let grid, grid.rows.indices.contains(cursor.index) else { return nil }
        return grid.rows[cursor.index].domain
    }

    mutating func move(_ motion: Motion, height: Int) {
        switch motion {
        case .left: firstPolicy = max(0, firstPolicy - 1)
        case .right: firstPolicy = min(firstPolicy + 1, max(0, (grid?.policies.count ?? 0) - 1))
        default: cursor.move(motion, count: count, rows: height - rowsAbove)
        }
    }

    mutating func settle(height: Int) { cursor.settle(count: count, rows: height - rowsAbove) }

    enum Opening {
        case here
        case asks(Question)
        /// It is the deepest already.
        case nothing
    }

    mutating func open(height: Int) -> Opening {
        switch level {
        case .domains:
            guard let grid, let domain = selectedDomain else { return .here }
            levels.append(.products(domain))
            cursors.append(ListCursor())
            products = nil
            return .asks(.complianceProducts(Self.troubled(grid.rows[cursors[0].index]), in: domain))
        case .products:
            guard let products, products.items.indices.contains(cursor.index) else { return .here }
            levels.append(.rules(products.items[cursor.index]))
            cursors.append(ListCursor())
            return .here
        case .rules, .history: return .nothing
        }
    }

    mutating func close(height: Int) -> Bool {
        guard isDeep else { return false }
        levels.removeLast()
        cursors.removeLast()
        settle(height: height)
        return true
    }

    /// Products of a domain that fail something, those that fail most policies first; then those that were not measured.
    private static func troubled(_ row: ComplianceSweep.Row) -> [DataProduct.ID] {
        var weight: [DataProduct.ID: Int] = [:]
        for (_, tally) in row.tallies.spoken {
            for id in tally.failing {
                weight[id, default: 0] +=
                    tally.binds ? ComplianceSweep.Troubled.binding : ComplianceSweep.Troubled.warning
            }
            for id in tally.unmeasured { weight[id, default: 0] += ComplianceSweep.Troubled.unmeasured }
        }
        return weight.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(ComplianceSweep.keptIDs).map(\.key)
    }
}

extension CompliancePane {
    func draw(in rect: Rect, on frame: inout Frame) {
        var rest = rect
        if let grid, !grid.isFinished, rest.height > 4 {
            frame.draw(
                ProgressBar(done: grid.seen, of: grid.total), in: rest.takeTop(1).inset(columns: min(2, rest.width / 4))
            )
        }
        switch level {
        case .domains: drawDomains(in: rest, on: &frame)
        case .products(let domain): drawProducts(of: domain, in: rest, on: &frame)
        case .rules(let item): drawRules(of: item, in: rest, on: &frame)
        case .history:
            guard let past else { return explain("…", in: rest, on: &frame) }
            past.draw(cursor, in: rest, on: &frame)
        }
    }

    private func explain(_ text: String, in rect: Rect, on frame: inout Frame) {
        frame.draw(Paragraph(text, style: .muted), in: rect.inset(columns: min(2, rect.width / 4)))
    }

    /// The first column, then one a policy; those that do not fit leave from the right.
    private func columns(_ first: String) -> [Table.Column] {
        let policies = grid?.policies.dropFirst(firstPolicy) ?? []
        return [Table.Column(first, minimum: 16, ideal: 44, cut: .middle)]
            + policies.enumerated().map { index, policy in
                Table.Column(
                    policy.text, minimum: min(16, max(9, policy.text.columns)), ideal: max(9, policy.text.columns),
                    dropOrder: index + 1)
            }
    }

    private func drawDomains(in rect: Rect, on frame: inout Frame) {
        guard let grid else { return explain("…", in: rect, on: &frame) }
        guard !grid.policies.isEmpty else {
            let text =
                grid.isFinished
                ? "No policy speaks about any product yet.\n\n:new policy writes one, such as completeness >= 95%; datamesh policy create -f policy.yaml does the same."
                : "…"
            return explain(text, in: rect, on: &frame)
        }
        let visible = cursor.visible(count: count, rows: rect.height - 1)
        let rows = grid.rows[visible].map { row in
            [Line(title(of: row.domain)) + Line("  \(Words.count(row.products))", .muted)]
                + grid.policies.dropFirst(firstPolicy).map { Self.cell(row.tallies[$0]) }
        }
        frame.draw(
            Table(columns: columns("DOMAIN"), rows: rows, selection: cursor.index - visible.lowerBound), in: rect)
    }

    /// `● 40/42`: products that keep the policy, of those that it speaks about.
    private static func cell(_ tally: ComplianceSweep.Tally?) -> Line {
        guard let tally, tally.total > 0 else { return Line("·", .muted) }
        let tone: Tone =
            tally.passed == tally.total ? .good : tally.failed > 0 ? (tally.binds ? .bad : .warning) : .unknown
        let text =
            tally.passed == tally.total
            ? Words.count(tally.total) : "\(Words.count(tally.passed))/\(Words.count(tally.total))"
        return tone.line(text)
    }

    private func drawProducts(of domain: Domain.ID, in rect: Rect, on frame: inout Frame) {
        guard let products, products.domain == domain else { return explain("…", in: rect, on: &frame) }
        guard !products.items.isEmpty else {
            return explain(
                "Every product of \(title(of: domain)) satisfies every policy that speaks about it.", in: rect,
                on: &frame)
        }
        let visible = cursor.visible(count: count, rows: rect.height - 1)
        let policies = grid?.policies.dropFirst(firstPolicy) ?? []
        let rows = products.items[visible].map { item in
            [Line(item.title)]
                + policies.map { policy in Self.cell(item.report.policies.first { $0.policy == policy }) }
        }
        frame.draw(
            Table(columns: columns("PRODUCT"), rows: rows, selection: cursor.index - visible.lowerBound), in: rect)
    }

    private static func cell(_ result: PolicyResult?) -> Line {
        guard let result else { return Line("·", .muted) }
        return result.tone.line("\(result.score.passed)/\(result.score.total)")
    }

    private func drawRules(of item: ComplianceProducts.Item, in rect: Rect, on frame: inout Frame) {
        let rules = item.report.policies.flatMap { policy in policy.rules.map { (policy, $0) } }
        let visible = cursor.visible(count: rules.count, rows: rect.height - 1)
        let rows = rules[visible].map { policy, rule -> [Line] in
            let tone: Tone =
                switch rule.outcome {
                case .pass: .good
                case .fail: policy.binds ? .bad : .warning
                case .notMeasured: .unknown
                }
            let observed =
                rule.outcome == .notMeasured
                ? Line("not measured", .muted)
                : Line(rule.observed.isEmpty ? (rule.outcome == .pass ? "holds" : "nothing") : rule.observed)
            return [
                tone.line(rule.rule), observed, Line(rule.evidence, .muted),
                Line(policy.name + (policy.remark.isEmpty ? "" : ", \(policy.remark)"), .muted),
            ]
        }
        frame.draw(
            Table(
                columns: [
                    Table.Column("RULE, AS WANTED", minimum: 20),
                    Table.Column("OBSERVED", minimum: 12, ideal: 20, dropOrder: 1),
                    Table.Column("MEASURED BY", minimum: 12, ideal: 30, dropOrder: 3),
                    Table.Column("POLICY", minimum: 12, ideal: 24, dropOrder: 2),
                ],
                rows: rows, selection: cursor.index - visible.lowerBound), in: rect)
    }
}

extension PolicyResult {
    /// What the policy says of the product as a whole.
    var tone: Tone {
        if isCompliant { return .good }
        return rules.contains { $0.outcome == .fail } ? (binds ? .bad : .warning) : .unknown
    }
}
